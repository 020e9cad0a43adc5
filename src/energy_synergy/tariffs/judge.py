"""What is wrong with the dated tariffs of a member: none, a gap, two at once, another currency."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Place, Severity
from energy_synergy.tariffs.price_size import doubtful_price
from energy_synergy.tariffs.tariff import Tariff
from energy_synergy.timeline import Timeline, first_instant
from energy_synergy.units import SLOTS_PER_DAY

ALWAYS = slice(None)
FAR_DAYS = 7
# No country has a rate below 1 %; 0.2 is a fraction that was meant as 20 %.
LEAST_VAT_PERCENT = 1.0
ADVICE = {
    "no_tariff": marked("Give it a tariff: what it pays for a kWh from the grid, and is paid for one fed in."),
    "vat_doubtful": marked("VAT is in percent: write 20 for 20 %."),
    "tariff_gap": marked("Let one of its tariffs begin earlier or end later, or add one."),
    "tariffs_overlap": marked("Give the earlier one an end, so that one tariff holds at a time."),
    "price_doubtful": marked(
        "Prices are per kWh in the currency itself: write 0.25 for 25 cents, 0.08 for 80 per MWh."
    ),
    "currency_mix": marked("Enter the tariff in the currency of the group."),
}


def held_slots(tariff: Tariff, timeline: Timeline) -> slice:
    """Return the slots of a timeline in which a tariff holds; empty where it holds in none."""

    def slot(day: date | None, otherwise: int) -> int:
        if day is None:
            return otherwise
        # Days such as 0001-01-01 stand for ever; the calendar has no instants around them.
        if abs((day - timeline.starts_at.date()).days) > FAR_DAYS + timeline.slots // SLOTS_PER_DAY:
            return 0 if day < timeline.starts_at.date() else timeline.slots
        found = timeline.slot_of(first_instant(day, timeline.timezone))
        return min(max(found, 0), timeline.slots)

    first, end = slot(tariff.active_from, 0), slot(tariff.active_to, timeline.slots)
    return slice(first, max(first, end))


def judge_tariffs(
    name: str, held: Sequence[Tariff], timeline: Timeline, currency: str, *, active: slice = ALWAYS
) -> Iterable[Finding]:
    """Return what is wrong with the tariffs of one member in the slots in which it is `active`."""
    if not held:
        yield _finding("no_tariff", marked("{member} has no tariff. It takes no part in the market."), name, None)
        return
    holding = np.zeros(timeline.slots, dtype=np.int64)
    is_judged = np.zeros(timeline.slots, dtype=np.bool_)
    is_judged[active] = True
    for tariff in held:
        run = held_slots(tariff, timeline)
        holding[run] += 1
        if run.stop > run.start:
            yield from _judge_one(name, tariff, _place(timeline, run.start, run.stop), run.stop - run.start, currency)
    for code, sentence, wrong in (
        ("tariff_gap", marked("{member} has no tariff in {slots} quarter-hours."), holding == 0),
        ("tariffs_overlap", marked("Two tariffs of {member} hold in the same {slots} quarter-hours."), holding > 1),
    ):
        places = np.flatnonzero(wrong & is_judged)
        if len(places):
            place = _place(timeline, int(places[0]), int(places[-1]) + 1)
            yield _finding(code, sentence, name, place, count=len(places), slots=len(places))


def _judge_one(name: str, tariff: Tariff, place: Place, slots: int, currency: str) -> Iterable[Finding]:
    """Return what is wrong with the prices of a tariff that holds in some slots."""
    if doubtful := doubtful_price(tariff):
        part, price = doubtful
        yield _finding(
            "price_doubtful",
            marked("{member}, {part}: {price} {currency}/kWh is too large to be the price of a kWh."),
            name,
            place,
            severity=Severity.WARNING,
            part=Tariff.model_fields[part].description,
            price=f"{price:g}",
            currency=tariff.currency,
        )
    if 0 < tariff.vat_percent < LEAST_VAT_PERCENT:
        yield _finding(
            "vat_doubtful",
            marked("A tariff of {member} says a VAT of {vat} %."),
            name,
            place,
            severity=Severity.WARNING,
            vat=f"{tariff.vat_percent:g}",
        )
    if tariff.currency != currency:
        yield _finding(
            "currency_mix",
            marked("A tariff of {member} is in {currency}, the group settles in {expected}."),
            name,
            place,
            count=slots,
            currency=tariff.currency,
            expected=currency,
        )


def _finding(
    code: str,
    sentence: str,
    member: str,
    place: Place | None,
    count: int = 1,
    severity: Severity = Severity.ERROR,
    **values: object,
) -> Finding:
    return Finding(
        code,
        severity,
        sentence,
        {"member": member, **values},
        place=place or Place(),
        count=count,
        advice=ADVICE[code],
    )


def _place(timeline: Timeline, first: int, end: int) -> Place:
    return Place(starts_at=timeline.start_of(first), ends_at=timeline.start_of(end))
