"""What a dataset looks like beside what is known already: earlier readings, contracts, invoices, other meters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Severity
from energy_synergy.metering.blocks import Block, to_blocks
from energy_synergy.metering.checks.base import place
from energy_synergy.metering.earlier_level import check_earlier_level
from energy_synergy.metering.invoiced_total import Invoiced, Summed, check_invoiced_total
from energy_synergy.metering.series import Series
from energy_synergy.units import SLOT, SLOT_SECONDS, SLOTS_PER_DAY

Span = tuple[datetime, datetime]
NEAR = timedelta(days=28)
# Whole weeks, so that working days meet working days.
YEAR = timedelta(days=364)
SAMPLED_DAYS = 7
FEWEST_DAYS = 3
FEWEST_VALUES = 8
# What a company and another one share is for those who see both: it has a code of its own.
SAME_HERE, SAME_ELSEWHERE = "same_readings", "same_readings_elsewhere"
SAME_FILE = marked("This very file was brought in for another company of the group already.")


@dataclass(frozen=True, slots=True)
class SameDays:
    """That whole days of a series are stored for another meter: of the same company, or of another one."""

    days: int
    is_other_company: bool
    direction: str
    meter: str = ""


def spans_to_compare(series: Series) -> tuple[Span, ...]:
    """Return when readings of one season with those of a dated series lie: just before, just after, a year before."""
    starts_at, ends_at = _bounds(series)
    width = min(NEAR, ends_at - starts_at)
    year_before = (starts_at - YEAR, starts_at - YEAR + width)
    return (starts_at - NEAR, starts_at), (ends_at, ends_at + NEAR), year_before


def compare_levels(series: Series, earlier: Series, *, timezone: str) -> tuple[Finding, ...]:
    """Tell whether a series differs by a factor of units from what its meter read next to it, or a year before.

    `earlier` holds whatever is stored around; where nothing of it lies in one season, all outside of the series counts.
    """
    starts_at, ends_at = _bounds(series)
    before, after, year_before = spans_to_compare(series)
    first, last = (starts_at, starts_at + NEAR), (ends_at - NEAR, ends_at)
    for mine, theirs in ((first, before), (last, after), (first, year_before)):
        part, known = _cut(series, mine), _cut(earlier, theirs)
        if (known.energy_kwh > 0).sum() >= SLOTS_PER_DAY:
            # A day of rest beside a month of work is lower by 4 as well: whole weeks are compared, or none.
            is_week = min(len(part.energy_kwh), int((~np.isnan(known.energy_kwh)).sum())) >= 7 * SLOTS_PER_DAY
            found = check_earlier_level(part, known, timezone=timezone, next_to=is_week)
            return tuple(_over(finding, series, timezone) for finding in found)
    outside = _without(earlier, (starts_at, ends_at))
    return check_earlier_level(series, outside, timezone=timezone, next_to=False)


def compare_invoice(invoiced: Invoiced, series: Sequence[Series], *, timezone: str) -> tuple[Finding, ...]:
    """Tell whether the readings of all meters that an invoice is about, one series each, come to another sum."""
    if not series:
        return ()
    parts = [_cut(one, (invoiced.starts_at, invoiced.ends_at)).energy_kwh for one in series]
    due = round((invoiced.ends_at - invoiced.starts_at) / SLOT) * len(parts)
    there = sum(int((~np.isnan(part)).sum()) for part in parts)
    energy_kwh = sum(float(np.nansum(part)) for part in parts)
    return check_invoiced_total(invoiced, Summed(energy_kwh, there / due if due else 0.0), timezone=timezone)


def sampled_days(series: Series) -> tuple[Block, ...]:
    """Return some whole days of a dated series that nobody else's readings would repeat by chance; none for too few."""
    starts_at, _ends_at = _bounds(series)
    blocks = to_blocks(int(starts_at.timestamp()) // SLOT_SECONDS, series.energy_kwh, series.quality)
    telling = [one for one in blocks if not one.missing_slots and len(set(one.energy_kwh.tolist())) >= FEWEST_VALUES]
    if len(telling) < min(FEWEST_DAYS, sum(not one.missing_slots for one in blocks)) or not telling:
        return ()
    step = max(1, len(telling) // SAMPLED_DAYS)
    return tuple(telling[::step][:SAMPLED_DAYS])


def tell_same_days(series: Series, same: SameDays, *, timezone: str) -> Finding:
    """Return the finding that readings are stored already; another company is not named."""
    values = {"meter": series.meter, "days": same.days, "other": same.meter}
    count = len(series.energy_kwh)
    advice = marked("Check whose readings these are: energy that is there twice counts twice.")
    sentence = _same_sentence(same)
    return Finding(
        SAME_ELSEWHERE if same.is_other_company else SAME_HERE,
        Severity.WARNING,
        sentence,
        values,
        place(series, timezone, 0, count),
        count=same.days,
        advice=advice,
    )


def _same_sentence(same: SameDays) -> str:
    if same.is_other_company:
        return marked(
            "{meter}: these readings are stored already for another company of the group: whole days are the same to "
            "the last digit ({days} in all)."
        )
    if same.meter:
        return marked(
            "{meter}: these readings are stored already for the meter {other} of this company: whole days are the same "
            "to the last digit ({days} in all)."
        )
    if same.direction == "production":
        return marked(
            "{meter}: these readings are stored already as the production of this company: whole days are the same to "
            "the last digit ({days} in all)."
        )
    return marked(
        "{meter}: these readings are stored already as the consumption of this company: whole days are the same to the "
        "last digit ({days} in all)."
    )


def is_same_series(told: Iterable[Mapping[str, object]], other: Iterable[Mapping[str, object]]) -> bool:
    """Tell whether what two imports brought shares a series: the same span with the same energy above zero."""

    def facts(series: Iterable[Mapping[str, object]]) -> set[tuple[object, ...]]:
        return {(one.get("starts_at"), one.get("ends_at"), one["total_kwh"]) for one in series if one.get("total_kwh")}

    return bool(facts(told) & facts(other))


def _bounds(series: Series) -> Span:
    assert series.starts_at is not None
    assert series.ends_at is not None
    return series.starts_at, series.ends_at


def _cut(series: Series, span: Span) -> Series:
    """Return the part of a dated series on the grid that lies in a span."""
    starts_at, _ends_at = _bounds(series)
    first = max(0, round((span[0] - starts_at) / series.step))
    end = max(first, round((span[1] - starts_at) / series.step))
    return _part(series, slice(first, end))


def _part(series: Series, part: slice) -> Series:
    starts_at, _ends_at = _bounds(series)
    at = starts_at + part.start * series.step
    return Series(series.meter, series.direction, at, series.step, series.energy_kwh[part], series.quality[part])


def _without(series: Series, span: Span) -> Series:
    energy_kwh = series.energy_kwh.copy()
    starts_at, _ends_at = _bounds(series)
    first, end = (max(0, round((one - starts_at) / series.step)) for one in span)
    energy_kwh[first:end] = np.nan
    return Series(series.meter, series.direction, series.starts_at, series.step, energy_kwh, series.quality)


def _over(finding: Finding, series: Series, timezone: str) -> Finding:
    """Return a finding about a whole series, though a part of it told it."""
    count = len(series.energy_kwh)
    where = place(series, timezone, 0, count)
    return Finding(
        finding.code,
        finding.severity,
        finding.sentence,
        finding.values,
        where,
        count,
        finding.value,
        finding.expected,
        finding.advice,
    )
