"""The rows of the page that compares keys and prices, as the visitor may see them."""

from __future__ import annotations

from math import isnan

from django.utils.translation import gettext

from energy_synergy.trading.compare import Array, Combination, above
from energy_synergy.trading.ranking import MEASURES, best_of
from energy_synergy.web.queries.agreement_words import option_label
from energy_synergy.web.queries.calendar_period import Choice
from energy_synergy.web.queries.compare_page import LoadedComparison, own_findings, reference_of, reference_words
from energy_synergy.web.queries.compare_page_records import (
    AssumptionLine,
    BestLine,
    Change,
    CompanyLine,
    ComparePage,
    CompareRow,
    OwnGain,
)
from energy_synergy.web.queries.findings import finding_lines
from energy_synergy.web.queries.kpis import compute_completeness
from energy_synergy.web.queries.overview_records import GroupHead
from energy_synergy.web.queries.seen import reaches_running_month
from energy_synergy.web.words import filled

MOST_NAMED = 3


def compute_compare_page(
    loaded: LoadedComparison, choice: Choice, *, chosen: str = "", against: str = "", key: str = "", price: str = ""
) -> ComparePage:
    """Return the page: rows of the key and the price asked for, one of them company by company."""
    comparison, facts, window = loaded.comparison, loaded.facts, loaded.window
    reference = reference_of(loaded, against)
    rows = {one.name: compare_row(loaded, one, reference) for one in comparison.combinations}
    shown = tuple(row for row in rows.values() if key in ("", row.key) and price in ("", row.price))
    selected = _selected(loaded, chosen, {row.name for row in shown})
    lines, zero = company_lines(loaded, selected, reference) if selected else ((), 0.0)
    return ComparePage(
        group=GroupHead(facts.slug, facts.name, facts.timezone, len(facts.companies), facts.is_demo),
        period=choice.period,
        currency=comparison.terms.currency,
        completeness=compute_completeness(window),
        has_data=not window.is_unknown.all(),
        is_full=loaded.sight.is_full,
        is_coarse=loaded.is_coarse,
        lacks_running_month=loaded.is_coarse and reaches_running_month(window),
        rows=shown,
        best=_best(loaded, rows),
        chosen=rows[selected.name] if selected else None,
        lines=lines,
        reference=None if reference is None else reference_name(loaded, against),
        references=reference_words(loaded),
        keys=tuple((name, option_label("sharing", name)) for name in dict.fromkeys(row.key for row in rows.values())),
        prices=tuple(
            (name, option_label("pricing", name)) for name in dict.fromkeys(row.price for row in rows.values())
        ),
        assumptions=tuple(assumption_lines(loaded).values()),
        skipped=tuple(skipped_lines(loaded).values()),
        findings=finding_lines(own_findings(loaded), facts.timezone),
        scheme=comparison.scheme,
        zero=zero,
    )


def reference_name(loaded: LoadedComparison, against: str) -> str:
    """Return what companies are compared with, in words."""
    words = dict(reference_words(loaded))
    if against in words:
        return words[against]
    key, _slash, price = against.partition("/")
    return f"{option_label('sharing', key)}, {option_label('pricing', price)}"


def _selected(loaded: LoadedComparison, chosen: str, shown: set[str]) -> Combination | None:
    """Return the combination asked for, else the most useful of those shown: to the visitor's company, or to all."""
    known = [one for one in loaded.comparison.combinations if one.name in shown]
    for one in loaded.comparison.combinations:
        if one.name == chosen:
            return one
    own = [place for place in range(len(loaded.facts.companies)) if loaded.sees(place)]
    if not loaded.sight.is_full and own:
        return max(known, key=lambda one: float(one.savings[own].sum()), default=None)
    return loaded.comparison.recommended(known)


def compare_row(loaded: LoadedComparison, one: Combination, reference: Combination | None) -> CompareRow:
    """Return what the visitor may see of a combination."""
    is_full, is_told = loaded.sight.is_full, not loaded.is_coarse
    names = [company.name for company in loaded.facts.companies]
    gains = one.against(reference)
    return CompareRow(
        name=one.name,
        key=one.key.name,
        key_label=option_label("sharing", one.key.name),
        price=one.rule.name,
        price_label=option_label("pricing", one.rule.name),
        is_compensated=one.is_compensated,
        is_admitted=loaded.comparison.admits(one.key.name),
        shared_kwh=one.shared_kwh,
        gain=one.total_gain if is_told else None,
        # A rule that pays by bills has no price for a kWh.
        price_per_kwh=one.group_price_per_kwh if is_told and not one.is_compensated else None,
        least=(names[one.least_gain[0]], one.least_gain[1]) if is_full and one.least_gain else None,
        winners=len(above(gains)) if is_full else None,
        losers=len(above(-gains)) if is_full else None,
        unpaid_losers=len(one.losers_by_rule) if is_full and one.is_compensated else None,
        fairness=one.fairness if is_full else (),
        own=() if is_full else tuple(_own(loaded, one, gains)),
        blocked_slots=one.blocked_slots,
    )


def _own(loaded: LoadedComparison, one: Combination, gains: Array) -> list[OwnGain]:
    parts = loaded.comparison.alone.part_of(gains)
    return [
        OwnGain(company.name, float(gains[place]) if one.priced[place] else None, _known(parts[place]))
        for place, company in enumerate(loaded.facts.companies)
        if loaded.sees(place)
    ]


def company_lines(
    loaded: LoadedComparison, one: Combination, reference: Combination | None
) -> tuple[tuple[CompanyLine, ...], float]:
    """Return the companies whose amounts the visitor may see, who gains most first, and where the bars begin."""
    comparison, gains = loaded.comparison, one.against(reference)
    alone, bills, parts = comparison.alone, comparison.bills_of(one), comparison.alone.part_of(gains)
    wins, loses = above(gains), above(-gains)
    seen = [place for place in range(len(gains)) if loaded.sees(place)]
    low, high = min([0.0, *gains[seen].tolist()]), max([0.0, *gains[seen].tolist()])
    scale = (high - low) or 1.0
    lines = []
    for place in seen:
        company, took_part, gain = loaded.facts.companies[place], bool(one.priced[place]), float(gains[place])
        change: Change = "wins" if place in wins else "loses" if place in loses else "same"
        lines.append(
            CompanyLine(
                id=company.id,
                name=company.name,
                color_index=company.color_index,
                bill_alone=_known(alone.net[place]),
                vat_alone=_known(alone.vat[place]),
                bill=_known(bills.net[place]),
                vat=_known(bills.vat[place]),
                gain=gain if took_part else None,
                part=_known(parts[place]),
                given_kwh=float(one.given_kwh[place]),
                received_kwh=float(one.received_kwh[place]),
                service=_known(one.service[place]),
                change=change if took_part else "out",
                start=(min(gain, 0.0) - low) / scale,
                width=abs(gain) / scale if took_part else 0.0,
            )
        )
    ordered = sorted(lines, key=lambda line: (-(line.gain if line.gain is not None else 0.0), line.name, line.id))
    return tuple(ordered), -low / scale


def _best(loaded: LoadedComparison, rows: dict[str, CompareRow]) -> tuple[BestLine, ...]:
    """Return the best by each measure that the visitor may see."""
    if loaded.is_coarse:
        return ()
    measures = MEASURES if loaded.sight.is_full else MEASURES[:2]
    return tuple(
        BestLine(
            gettext(best.measure.label).format(measured=gettext(best.measure.of) if best.measure.of else ""),
            best.measure.unit,
            best.value,
            tuple(rows[one.name] for one in best.combinations[:MOST_NAMED]),
            len(best.combinations),
        )
        for best in best_of(loaded.comparison.combinations, measures)
        if len(best.combinations) < len(rows)
    )


def assumption_lines(loaded: LoadedComparison) -> dict[str, AssumptionLine]:
    """Return what was assumed of each key and price rule that nobody told, by its name."""
    found = {}
    for one in loaded.comparison.combinations:
        for family, choice in (("sharing", one.key), ("pricing", one.rule)):
            # An assumed price is made of the prices of single companies.
            if choice.assumption and not (loaded.is_coarse and choice.values):
                sentence = filled(choice.assumption, choice.values)
                found[choice.name] = AssumptionLine(option_label(family, choice.name), sentence)
    return found


def skipped_lines(loaded: LoadedComparison) -> dict[str, AssumptionLine]:
    """Return which keys and price rules cannot be compared, by their names, and why."""
    return {
        one.name: AssumptionLine(option_label(one.family, one.name), filled(one.reason, one.values))
        for one in loaded.comparison.skipped
    }


def _known(value: float) -> float | None:
    return None if isnan(value) else float(value)
