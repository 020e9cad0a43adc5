"""The market page of a group, from its market and from what the visitor may see."""

from __future__ import annotations

import numpy as np

from energy_synergy.findings import Finding
from energy_synergy.trading.bills import LEAST_PART
from energy_synergy.trading.market import weigh
from energy_synergy.units import SLOTS_PER_HOUR
from energy_synergy.web.queries.market import LoadedMarket
from energy_synergy.web.queries.market_reasons import hours_by_reason
from energy_synergy.web.queries.market_records import AgreementHead, MarketPage, MarketRow, MarketVerdict, NoTrade
from energy_synergy.web.queries.option_words import key_label, rule_label
from energy_synergy.web.queries.overview_records import GroupHead
from energy_synergy.web.queries.seen import reaches_running_month
from energy_synergy.web.words import translated

Amounts = tuple[list[float], list[float]]


def market_page(loaded: LoadedMarket) -> MarketPage:
    """Return what the visitor may see of a market."""
    facts, is_full = loaded.facts, loaded.sight.is_full
    rows = market_rows(loaded)
    total = _total(loaded) if loaded.tells_totals else None
    missing = [facts.companies[place].name for place in loaded.seen_places if not loaded.has_tariffs[place]]
    return MarketPage(
        group=GroupHead(facts.slug, facts.name, facts.timezone, len(facts.companies), facts.is_demo),
        period=loaded.choice.period,
        currency=loaded.currency,
        agreement=_agreement(loaded),
        has_data=not loaded.window.is_unknown.all(),
        has_tariffs=any(loaded.has_tariffs),
        is_protected=loaded.is_protected,
        lacks_running_month=loaded.is_protected and reaches_running_month(loaded.window),
        is_full=is_full,
        verdict=_verdict(loaded, rows),
        rows=tuple(sorted(rows, key=lambda row: (-row.saving, row.name, row.id))),
        total=total,
        no_trade=tuple(NoTrade(*one) for one in hours_by_reason(loaded.market)) if loaded.tells_totals else (),
        findings=own_findings(loaded),
        without_tariff=tuple(missing),
    )


def own_findings(loaded: LoadedMarket) -> tuple[Finding, ...]:
    """Return the findings that the visitor may read: all, or those that name one of the own companies."""
    if loaded.sight.is_full:
        return loaded.findings
    own = {loaded.company(place).name for place in loaded.seen_places}
    return tuple(finding for finding in loaded.findings if finding.values.get("member") in own)


def market_rows(loaded: LoadedMarket) -> list[MarketRow]:
    """Return what each company that the visitor may see traded."""
    market = loaded.market
    given, received = (moved.sum(axis=0).tolist() for moved in market.moved_kwh)
    cost, income = _alone(loaded)
    savings, paid, earned = market.savings.tolist(), market.paid.tolist(), market.earned.tolist()
    return [
        MarketRow(
            id=company.id,
            name=company.name,
            color_index=company.color_index,
            received_kwh=received[place],
            given_kwh=given[place],
            paid=paid[place],
            earned=earned[place],
            saving=savings[place],
            alone=cost[place] - income[place],
            part=_part(savings[place], cost[place], income[place]),
            has_tariff=loaded.has_tariffs[place],
        )
        for place in loaded.seen_places
        for company in (loaded.company(place),)
    ]


def _total(loaded: LoadedMarket) -> MarketRow:
    market = loaded.market
    given, received = (float(moved.sum()) for moved in market.moved_kwh)
    cost, income = (sum(one) for one in _alone(loaded))
    is_full = loaded.sight.is_full
    saving = float(market.savings.sum())
    return MarketRow(
        0,
        "",
        0,
        received,
        given,
        float(market.paid.sum()),
        float(market.earned.sum()),
        saving,
        # What all others pay the grid is theirs: the total of it is told to those who see every company.
        cost - income if is_full else None,
        _part(saving, cost, income) if is_full else None,
    )


def _alone(loaded: LoadedMarket) -> Amounts:
    """Return what each member would pay the grid alone and earn there [currency], (M,) each."""
    prices, result = loaded.market.open_market.prices, loaded.market.result
    lacking, left = np.nan_to_num(result.deficit_kwh), np.nan_to_num(result.surplus_kwh)
    cost = weigh(prices.buy_price_per_kwh, lacking, prices)
    return cost.tolist(), weigh(prices.sell_price_per_kwh, left, prices).tolist()


def _part(saving: float, cost: float, income: float) -> float | None:
    """Return a saving as a part of the bill alone; None where that is next to nothing."""
    size = abs(cost - income)
    return saving / size if size > LEAST_PART * (abs(cost) + abs(income)) else None


def _verdict(loaded: LoadedMarket, rows: list[MarketRow]) -> MarketVerdict | None:
    """Return what the market brought to the group, or to the one company whose amounts the visitor sees."""
    market = loaded.market
    if loaded.tells_totals:
        places, name = list(range(len(market.paid))), ""
    elif rows:
        places, name = list(loaded.seen_places), ", ".join(row.name for row in rows)
    else:
        return None
    given, received = (float(moved[:, places].sum()) for moved in market.moved_kwh)
    paid, earned = float(market.paid[places].sum()), float(market.earned[places].sum())
    worth, forgone = float(market.ceiling_value[places].sum()), float(market.floor_value[places].sum())
    traded = given + received
    return MarketVerdict(
        company=name,
        mean_price=(paid + earned) / traded if traded > 0 else None,
        buyers_less=(worth - paid) / received if received > 0 else None,
        producers_more=(earned - forgone) / given if given > 0 else None,
        gain=float(market.savings[places].sum()),
        traded_kwh=received if loaded.tells_totals else traded,
    )


def _agreement(loaded: LoadedMarket) -> AgreementHead:
    agreements = loaded.agreements
    first = agreements[0] if agreements else None
    return AgreementHead(
        title=" · ".join(one.term.title for one in agreements),
        number=first.term.number if first is not None and len(agreements) == 1 else None,
        key=" · ".join(dict.fromkeys(key_label(run.key.name) for run in loaded.runs)) or key_label("pro_rata"),
        rule=" · ".join(_rules(loaded)),
        is_partly=bool(agreements) and not loaded.is_agreed,
        refusals=tuple(translated(refusal) for refusal in loaded.refusals),
    )


def _rules(loaded: LoadedMarket) -> list[str]:
    told = [str(one.rule["name"]) for one in loaded.agreements]
    if not loaded.is_agreed:
        told.append("mid_market_rate")
    return [rule_label(name) for name in dict.fromkeys(told)]


def interval_minutes(loaded: LoadedMarket) -> int:
    """Return how long an interval of sharing is."""
    return loaded.interval_slots * 60 // SLOTS_PER_HOUR
