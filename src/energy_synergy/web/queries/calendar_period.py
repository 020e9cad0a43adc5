"""Periods of the calendar in a group's time zone: which one a day lies in, its neighbours, and where data is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from energy_synergy.community.typical_day import DayType
from energy_synergy.timeline import Timeline, zone
from energy_synergy.units import SLOT
from energy_synergy.web.db.facts import GroupFacts
from energy_synergy.web.queries.overview_records import Compare, PeriodHead, PeriodKind, Step

PERIOD_KINDS: tuple[PeriodKind, ...] = ("day", "week", "month", "year", "typical")
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2200, 1, 1)
ONE_DAY, WEEK_DAYS = timedelta(days=1), 7
TYPICAL_DAYS = timedelta(days=365)
YEAR_OF_WEEKS = timedelta(weeks=52)


@dataclass(frozen=True, slots=True)
class DataSpan:
    """The local days that dated readings reach, both inclusive; without any, the calendar year of today."""

    first_on: date
    last_on: date
    has_dates: bool

    def touches(self, starts_on: date, ends_on: date) -> bool:
        """Tell whether a period, its end exclusive, holds a day of the span."""
        return starts_on <= self.last_on and ends_on > self.first_on


@dataclass(frozen=True, slots=True)
class Choice:
    """What the visitor asks for, every part of it valid.

    `step` is the length of a chart's buckets, None where it follows from the period. `hidden` are the numbers of
    companies that the charts by company leave out, 0 those that are pooled, and REST those beyond the largest. With
    `as_of` the values are those that were known at that instant.
    """

    period: PeriodHead
    view: str
    flows: str
    tolerance: float
    compare: Compare = "none"
    step: Step | None = None
    hidden: frozenset[str] = frozenset()
    as_of: datetime | None = None


def data_span(facts: GroupFacts, today: date) -> DataSpan:
    """Return the local days that the readings of a group reach."""
    if facts.first_at is None or facts.last_at is None:
        return DataSpan(date(today.year, 1, 1), date(today.year, 12, 31), has_dates=False)
    clock = zone(facts.timezone)
    return DataSpan(facts.first_at.astimezone(clock).date(), (facts.last_at - SLOT).astimezone(clock).date(), True)


def default_kind(span: DataSpan) -> PeriodKind:
    """Return the kind of period to begin with: a week, or the typical day where nothing has a date."""
    return "week" if span.has_dates else "typical"


def default_day(kind: PeriodKind, span: DataSpan) -> date:
    """Return the first day of the last period of a kind that the readings fill, else of the last that they reach."""
    starts_on, ends_on = bounds(kind, span.last_on, span)
    if ends_on <= span.last_on + ONE_DAY or starts_on <= span.first_on:
        return starts_on
    before, _ = bounds(kind, starts_on - ONE_DAY, span)
    return before if before >= span.first_on else starts_on


def bounds(kind: PeriodKind, day: date, span: DataSpan) -> tuple[date, date]:
    """Return the first day of the period of a kind that holds a day, and the day after its last one.

    A typical day rests on the last year that readings reach.
    """
    if kind == "typical":
        return max(span.first_on, span.last_on + ONE_DAY - TYPICAL_DAYS), span.last_on + ONE_DAY
    return _calendar_bounds(kind, day)


def _calendar_bounds(kind: PeriodKind, day: date) -> tuple[date, date]:
    if kind == "day":
        return day, day + ONE_DAY
    if kind == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=WEEK_DAYS)
    if kind == "month":
        return day.replace(day=1), _next_month(day)
    return date(day.year, 1, 1), date(day.year + 1, 1, 1)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def period_head(kind: PeriodKind, day: date, span: DataSpan, day_type: DayType) -> PeriodHead:
    """Return the period of a kind that holds a day, with its neighbours where data lies there."""
    starts_on, ends_on = bounds(kind, day, span)
    previous_on = next_on = None
    if kind != "typical":
        previous_on = _neighbour(kind, starts_on - ONE_DAY, span, back=True)
        next_on = _neighbour(kind, ends_on, span, back=False)
    return PeriodHead(kind, starts_on, ends_on, previous_on, next_on, span.first_on, span.last_on, day_type)


def _neighbour(kind: PeriodKind, day: date, span: DataSpan, *, back: bool) -> date | None:
    """Return the first day of the period next to another; from outside the data, the nearest one with data."""
    starts_on, ends_on = bounds(kind, day, span)
    if span.touches(starts_on, ends_on):
        return starts_on
    if back and starts_on > span.last_on:
        return bounds(kind, span.last_on, span)[0]
    if not back and ends_on <= span.first_on:
        return bounds(kind, span.first_on, span)[0]
    return None


def compared_head(period: PeriodHead, compare: Compare, span: DataSpan) -> PeriodHead | None:
    """Return the period that another is compared with, None where nothing is asked for and for a typical day.

    A day or a week is compared with the one 52 weeks before, so that its days are the same days of the week.
    """
    if compare == "none" or period.kind == "typical":
        return None
    day = period.starts_on - ONE_DAY
    if compare == "year" and period.kind in ("day", "week"):
        day = period.starts_on - YEAR_OF_WEEKS
    elif compare == "year" and period.kind == "month":
        day = date(period.starts_on.year - 1, period.starts_on.month, 1)
    return period_head(period.kind, day, span, period.day_type)


def timeline_of(period: PeriodHead, timezone: str) -> Timeline:
    """Return the slots of a period on the clock of a zone."""
    return Timeline.from_days(period.starts_on, period.ends_on, timezone)


def timeline_before(period: PeriodHead, timezone: str) -> Timeline | None:
    """Return the slots of the period right before, None where no data lies there and for a typical day."""
    if period.kind == "typical" or period.previous_on is None:
        return None
    if period.previous_on != _calendar_bounds(period.kind, period.starts_on - ONE_DAY)[0]:
        return None
    return Timeline.from_days(period.previous_on, period.starts_on, timezone)
