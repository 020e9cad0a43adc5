"""A comparison of keys and prices as tables that fit a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from energy_synergy.cli.numbers import energy, percent
from energy_synergy.cli.output import Output
from energy_synergy.trading.compare import Combination, above
from energy_synergy.trading.ranking import best_of
from energy_synergy.usecases.compare import Comparison
from energy_synergy.usecases.comparison_record import known, member_names

MOST_NAMED = 3
# Below this many characters the VAT of the members is left out, so that no amount breaks.
WIDE = 100


def show_combinations(comparison: Comparison, output: Output) -> None:
    """Write what every key shares, how every price spreads the gain, and which is the best by what."""
    _show_keys(comparison, output)
    _show_prices(comparison, output)
    _show_marks(comparison, output)
    if len(comparison.combinations) > 1:
        _show_best(comparison, output)


def _show_keys(comparison: Comparison, output: Output) -> None:
    """Write what a key decides by itself, once; a price rule without a price somewhere has rows of its own."""
    rows: dict[str, list[str]] = {}
    for one in comparison.combinations:
        label = (
            (one.name if one.blocked_slots else one.key.name) + _not_admitted(comparison, one.key.name) + _gap_mark(one)
        )
        served = one.fairness[-1].jain
        rows.setdefault(label, [label, energy(one.shared_kwh), _money(one.total_gain), _index(served)])
    output.table(["Key", "Shared", "Gain of the group", "Jain of need served"], list(rows.values()))


def _show_prices(comparison: Comparison, output: Output) -> None:
    names = member_names(comparison)
    rows, key = [], ""
    for one in comparison.combinations:
        if one.key.name != key:
            key = one.key.name
            rows.append([key + _not_admitted(comparison, one.key.name), *[""] * 4])
        who, least = ("–", "–") if one.least_gain is None else (names[one.least_gain[0]], _money(one.least_gain[1]))
        label = f"  {one.rule.name}" + (" (*)" if one.is_compensated else "") + _gap_mark(one)
        rows.append([label, who, least, f"{len(one.winners)}/{len(one.losers)}", _index(one.fairness[0].jain)])
    columns = ["Price", "Who gains least", "Gain", "Win/lose", "Jain"]
    output.table(columns, rows, text_columns=2, is_first_whole=True)


def _show_marks(comparison: Comparison, output: Output) -> None:
    output.line("Win/lose: how many members; Jain: how even, 1 where all have the same savings")
    if any(one.is_compensated for one in comparison.combinations):
        output.line("(*) offered only with its compensation: without it somebody may be worse off than alone")
    if any(comparison.admits(one.key.name) is False for one in comparison.combinations):
        output.line("(!) the scheme does not admit this key")
    for name, count in {one.rule.name: one.blocked_slots for one in comparison.combinations}.items():
        if count:
            output.line(f"(?) {name} has no price in {count:,} intervals in which the others trade: nobody does by it")


def _not_admitted(comparison: Comparison, key: str) -> str:
    return " (!)" if comparison.admits(key) is False else ""


def _gap_mark(one: Combination) -> str:
    return " (?)" if one.blocked_slots else ""


def _show_best(comparison: Comparison, output: Output) -> None:
    rows = []
    for best in best_of(comparison.combinations):
        label = best.measure.label.format(measured=best.measure.of)
        rows.append([label, together(best.combinations, comparison), _value(best.value, best.measure.unit)])
    if rows:
        output.table(["Best by", "Key and price", "Value"], rows, text_columns=2)


def together(chosen: Sequence[Combination], comparison: Comparison) -> str:
    """Return some of the combinations compared in few words: a key under which all prices reach it is named once."""
    compared = comparison.combinations
    if len(chosen) == len(compared) > 1:
        return "all the same"
    blocked = {one.rule.name for one in compared if one.blocked_slots}
    whole = {one.rule.name for one in compared} - blocked
    by_key: dict[str, set[str]] = {}
    for one in chosen:
        by_key.setdefault(one.key.name, set()).add(one.rule.name)
    keys = [key for key, found in by_key.items() if found == whole and len(whole) > 1]
    named = [one.name + _not_admitted(comparison, one.key.name) for one in chosen if one.key.name not in keys]
    marked_keys = [key + _not_admitted(comparison, key) for key in keys]
    told = [f"{', '.join(marked_keys)} with any price{' but (?)' if blocked else ''}"] if keys else []
    told += named[:MOST_NAMED]
    more = len(named) - MOST_NAMED
    return ", ".join(told) + (f" and {more} more" if more > 0 else "")


def show_members(comparison: Comparison, shown: Combination, reference: Combination | None, output: Output) -> None:
    """Write what each member pays alone and under a combination, and what it gains against the reference."""
    alone, bills, gains = comparison.alone, comparison.bills_of(shown), shown.against(reference)
    parts, wins, loses = alone.part_of(gains), above(gains), above(-gains)
    vat = [("VAT alone", alone.vat), ("VAT in the group", bills.vat)] if output.width >= WIDE else []
    amounts = [alone.net, bills.net, gains]
    rows = [
        [
            name,
            "wins" if place in wins else "loses" if place in loses else "the same",
            *(_money(known(array[place])) for array in amounts),
            percent(known(parts[place])),
            *(_money(known(array[place])) for _, array in vat),
        ]
        for place, name in enumerate(member_names(comparison))
    ]
    sums = (_money(known(array.sum())) for array in amounts)
    rows.append(["All together", "", *sums, "", *(_money(known(array.sum())) for _, array in vat)])
    columns = ["Member", "", "Bill alone", "In the group", "Gains", "Of its bill", *(name for name, _ in vat)]
    output.table(columns, rows, text_columns=2)


def _value(value: float, unit: str) -> str:
    return _money(value) if unit == "money" else energy(value) if unit == "kWh" else _index(value)


def _money(amount: float | None) -> str:
    return "–" if amount is None else f"{amount:,.2f}"


def _index(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
