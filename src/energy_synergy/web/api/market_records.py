"""The market as records of the interface."""

from __future__ import annotations

import numpy as np

from energy_synergy.timeline import zone
from energy_synergy.trading.explain import Line
from energy_synergy.web.api.periods_of_time import period_out
from energy_synergy.web.api.refusals import finding_record
from energy_synergy.web.api.schemas.analysis import PeriodOut
from energy_synergy.web.api.schemas.market import (
    AccountLine,
    CheckOut,
    ExplainedOut,
    KeptResultOut,
    MarketCompany,
    MarketOut,
    NoTradeOut,
    PairTradesOut,
    PartyOut,
    PriceBuckets,
    ProofOut,
    TradeMatrixOut,
    TradeSlot,
)
from energy_synergy.web.db.models import MarketRecord
from energy_synergy.web.queries.bucket_tables import nones
from energy_synergy.web.queries.market import LoadedMarket
from energy_synergy.web.queries.market_charts import price_lines
from energy_synergy.web.queries.market_explained import explained
from energy_synergy.web.queries.market_page import interval_minutes, market_page
from energy_synergy.web.queries.market_proof import ProofView
from energy_synergy.web.queries.market_records import MarketRow
from energy_synergy.web.queries.market_trades import MatrixView, PairView
from energy_synergy.web.words import filled


def market_out(loaded: LoadedMarket) -> MarketOut:
    """Return the market of a period."""
    page, market = market_page(loaded), loaded.market
    verdict = page.verdict
    return MarketOut(
        period=_period(loaded),
        currency=loaded.currency,
        agreement=page.agreement.title or None,
        key=market.key.name.lstrip("_"),
        price=market.rule.name.lstrip("_"),
        promise=market.rule.promise,
        interval_minutes=interval_minutes(loaded),
        is_protected=loaded.is_protected,
        mean_price_per_kwh=None if verdict is None else verdict.mean_price,
        buyers_less_per_kwh=None if verdict is None else verdict.buyers_less,
        producers_more_per_kwh=None if verdict is None else verdict.producers_more,
        companies=[_company(row) for row in page.rows],
        group=None if page.total is None else _company(page.total),
        no_trade=[NoTradeOut.model_validate({"reason": one.reason, "hours": one.hours}) for one in page.no_trade],
        prices=_prices(loaded),
        findings=[finding_record(finding) for finding in page.findings],
    )


def _period(loaded: LoadedMarket) -> PeriodOut:
    return period_out(loaded.choice.period, loaded.facts.timezone)


def _company(row: MarketRow) -> MarketCompany:
    alone = row.alone if row.has_tariff else None
    return MarketCompany.of(row, company_id=row.id or None, alone=alone, saving_of_bill=row.part)


def _prices(loaded: LoadedMarket) -> PriceBuckets | None:
    lines = price_lines(loaded)
    if lines is None:
        return None
    return PriceBuckets(
        starts=loaded.buckets.labels,
        step_minutes=loaded.buckets.step_minutes,
        grid_price_per_kwh=nones(lines.grid),
        group_price_per_kwh=nones(lines.group),
        feed_in_price_per_kwh=nones(lines.feed_in),
        price_floor_per_kwh=nones(lines.low),
        price_ceiling_per_kwh=nones(lines.high),
        traded_kwh=nones(lines.traded_kwh),
    )


def matrix_out(loaded: LoadedMarket, matrix: MatrixView) -> TradeMatrixOut:
    """Return who traded with whom."""
    parties = zip(matrix.ids, matrix.names, strict=True)
    return TradeMatrixOut(
        period=_period(loaded),
        currency=loaded.currency,
        companies=[PartyOut(company_id=number or None, name=name) for number, name in parties],
        energy_kwh=matrix.kwh,
        amounts=matrix.amounts,
    )


def pair_out(loaded: LoadedMarket, seller: int, buyer: int, pair: PairView) -> PairTradesOut:
    """Return what one member, by its place, sold another."""
    clock, slots = zone(loaded.facts.timezone), np.flatnonzero(pair.energy_kwh > 0).tolist()
    return PairTradesOut(
        period=_period(loaded),
        currency=loaded.currency,
        seller=_party(loaded, seller),
        buyer=_party(loaded, buyer),
        energy_kwh=float(pair.energy_kwh.sum()),
        amount=pair.trade.amount,
        seller_alone=pair.trade.seller_alone if seller in loaded.seen_places else None,
        buyer_alone=pair.trade.buyer_alone if buyer in loaded.seen_places else None,
        slots=[
            TradeSlot(
                starts_at=loaded.timeline.start_of(slot).astimezone(clock),
                energy_kwh=float(pair.energy_kwh[slot]),
                group_price_per_kwh=float(pair.price_per_kwh[slot]),
                amount=float(pair.amounts[slot]),
            )
            for slot in slots
        ],
    )


def _party(loaded: LoadedMarket, place: int) -> PartyOut:
    company = loaded.company(place)
    return PartyOut(company_id=company.id, name=company.name)


def explained_out(loaded: LoadedMarket, place: int, slot: int | None) -> ExplainedOut:
    """Return what a member's saving is made of, in numbers that are not rounded."""
    view = explained(loaded, place, slot)
    return ExplainedOut(
        period=_period(loaded),
        currency=loaded.currency,
        company=_party(loaded, place),
        key=loaded.market.key.name.lstrip("_"),
        price=loaded.market.rule.name.lstrip("_"),
        paid=view.account.paid,
        earned=view.account.earned,
        saving=view.account.saving,
        lines=[_line(line) for line in view.account.lines],
        sentences=list(view.sentences),
    )


def _line(line: Line) -> AccountLine:
    return AccountLine.of(line, label=filled(line.label, {}))


def proof_out(view: ProofView) -> ProofOut:
    """Return the promises of a result, checked."""
    return ProofOut(
        is_sound=view.is_sound,
        digest=view.digest or None,
        is_unchanged=view.is_unchanged if view.digest else None,
        checks=[CheckOut.of(check, company=check.member or None) for check in view.checks],
    )


def kept_out(record: MarketRecord) -> KeptResultOut:
    """Return a kept result without its numbers."""
    title = record.agreement.title if record.agreement else None
    return KeptResultOut.of(record, id=record.pk, agreement=title)
