"""The completeness calendar: for each company and direction, what every day of a year rests on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from energy_synergy.metering.resample import QUALITY_BY_SURENESS, SURENESS
from energy_synergy.metering.series import DIRECTIONS, Direction, Qualities, Quality
from energy_synergy.timeline import Timeline, zone
from energy_synergy.units import SLOT, SLOTS_PER_DAY
from energy_synergy.usecases.day_completeness import DayCompleteness, DayRun, DayState, compute_days, day_runs
from energy_synergy.web.db.facts import CompanyFacts, GroupFacts
from energy_synergy.web.db.models import DayBlock, Group, Membership, Meter, SourceKind
from energy_synergy.web.db.versions import HOLDS_READINGS

EPOCH = date(1970, 1, 1)
MONTHS = 12


@dataclass(frozen=True, slots=True)
class StripPart:
    """Days in a row of one state on a strip of the year, as fractions of its length."""

    run: DayRun
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class MonthShare:
    """One month of a source: the share of its due slots that are there, and that are estimated; None: none is due."""

    month: date
    received: float | None
    estimated: float | None
    missing: int


@dataclass(frozen=True, slots=True)
class SourceCalendar:
    """One company in one direction over the year."""

    company: CompanyFacts
    direction: Direction
    kind: str
    days: tuple[DayCompleteness, ...]

    @property
    def runs(self) -> list[DayRun]:
        """Days in a row of one state."""
        return day_runs(self.days)

    @property
    def parts(self) -> list[StripPart]:
        """The same as parts of a strip."""
        length = max(1, len(self.days))
        first = self.days[0].date.toordinal() if self.days else 0
        return [StripPart(run, (run.first.toordinal() - first) / length, run.days / length) for run in self.runs]

    @property
    def incomplete(self) -> list[DayRun]:
        """The days in a row that lack readings."""
        return [run for run in self.runs if run.state in (DayState.MISSING, DayState.PARTIAL)]

    def share(self, part: str) -> float | None:
        """Return the share of the due slots that are measured, estimated, substituted or missing."""
        expected = sum(day.expected for day in self.days)
        return sum(getattr(day, part) for day in self.days) / expected if expected else None

    @property
    def received(self) -> float | None:
        """The share of the due slots that are there."""
        missing = self.share("missing")
        return None if missing is None else 1 - missing

    @property
    def estimated(self) -> float | None:
        """The share of the due slots that are estimated."""
        return self.share("estimated")

    @property
    def days_incomplete(self) -> int:
        """How many days lack readings."""
        return sum(run.days for run in self.incomplete)

    @property
    def months(self) -> list[MonthShare]:
        """The year by month."""
        by_month: dict[date, list[DayCompleteness]] = defaultdict(list)
        for day in self.days:
            by_month[day.date.replace(day=1)].append(day)
        return [_month(month, days) for month, days in by_month.items()]

    @property
    def weeks(self) -> list[tuple[date, list[DayCompleteness]]]:
        """The days by month, for a calendar with a row for each."""
        by_month: dict[date, list[DayCompleteness]] = defaultdict(list)
        for day in self.days:
            by_month[day.date.replace(day=1)].append(day)
        return list(by_month.items())


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """The calendars of a year; `chosen` are those of one company, shown day by day."""

    group: GroupFacts
    year: int
    first_year: int
    last_year: int
    sources: tuple[SourceCalendar, ...]
    chosen: tuple[SourceCalendar, ...]
    chosen_id: int | None


def load_calendar(
    row: Group, facts: GroupFacts, shown: Collection[int], *, year: int | None, company_id: int | None, now: datetime
) -> CalendarPage:
    """Return the calendars of the companies `shown`; two queries beside those of the facts."""
    tz = zone(facts.timezone)
    last_at = facts.last_at and facts.last_at - SLOT
    years = [moment.astimezone(tz).year for moment in (facts.first_at, last_at, now) if moment]
    chosen_year = year if year is not None else (last_at or now).astimezone(tz).year
    timeline = Timeline.from_days(date(chosen_year, 1, 1), date(chosen_year + 1, 1, 1), facts.timezone)
    meters: dict[tuple[int, str], list[Meter]] = defaultdict(list)
    for meter in Meter.objects.filter(company_id__in=list(shown)).exclude(source="").order_by("id"):
        meters[meter.company_id, meter.direction].append(meter)
    qualities = _load_qualities([meter for ones in meters.values() for meter in ones], timeline)
    due = _due(row, timeline, now)
    sources = tuple(
        SourceCalendar(
            company,
            direction,
            ones[0].source,
            tuple(compute_days(_combined(ones, qualities, timeline), due[company.id], timeline)),
        )
        for company in facts.companies
        for direction in DIRECTIONS
        if (ones := meters.get((company.id, direction)))
    )
    chosen = tuple(one for one in sources if one.company.id == company_id)
    return CalendarPage(
        facts, chosen_year, min([*years, chosen_year]), max([*years, chosen_year]), sources, chosen, company_id
    )


def _load_qualities(meters: Sequence[Meter], timeline: Timeline) -> Mapping[int, Qualities]:
    """Return the quality of each slot of the timeline by dated meter; one query."""
    first_day = timeline.first_index // SLOTS_PER_DAY
    last_day = (timeline.first_index + timeline.slots - 1) // SLOTS_PER_DAY
    dated = [meter.pk for meter in meters if meter.source == SourceKind.READINGS]
    span = (last_day - first_day + 1) * SLOTS_PER_DAY
    found: dict[int, npt.NDArray[np.uint8]] = {pk: np.full(span, Quality.MISSING, dtype=np.uint8) for pk in dated}
    rows = DayBlock.objects.filter(
        HOLDS_READINGS, meter_id__in=dated, superseded_at=None, day_index__range=(first_day, last_day)
    )
    for meter_id, day_index, quality in rows.values_list("meter_id", "day_index", "quality").iterator(chunk_size=500):
        start = (day_index - first_day) * SLOTS_PER_DAY
        found[meter_id][start : start + SLOTS_PER_DAY] = np.frombuffer(quality, "u1")
    lead = timeline.first_index - first_day * SLOTS_PER_DAY
    return {pk: quality[lead : lead + timeline.slots] for pk, quality in found.items()}


def _combined(meters: Sequence[Meter], qualities: Mapping[int, Qualities], timeline: Timeline) -> Qualities:
    """Return the quality of a direction: that of its least sure meter in each slot."""
    estimated = np.full(timeline.slots, Quality.ESTIMATED, dtype=np.uint8)
    columns = [qualities[meter.pk] if meter.source == SourceKind.READINGS else estimated for meter in meters]
    sureness = np.minimum.reduce([SURENESS[column] for column in columns])
    return QUALITY_BY_SURENESS[sureness]


def _due(row: Group, timeline: Timeline, now: datetime) -> Mapping[int, npt.NDArray[np.bool_]]:
    """Tell by company in which slots readings are due: while it is a member, and until the day before today."""
    today = now.astimezone(zone(timeline.timezone)).date()
    is_past = timeline.day_number < (today - EPOCH) // timedelta(days=1)
    bonds: list[Any] = row.loaded_bonds or list(Membership.objects.filter(group=row))
    due = {}
    for bond in bonds:
        start = _slot(timeline, bond.active_from) if bond.active_from else 0
        end = _slot(timeline, bond.active_to) if bond.active_to else timeline.slots
        is_member = np.zeros(timeline.slots, dtype=np.bool_)
        is_member[start:end] = True
        due[bond.company_id] = is_member & is_past
    return due


def _slot(timeline: Timeline, moment: datetime) -> int:
    return min(max(timeline.slot_of(moment.astimezone(UTC)), 0), timeline.slots)


def _month(month: date, days: Sequence[DayCompleteness]) -> MonthShare:
    expected = sum(day.expected for day in days)
    missing = sum(day.missing for day in days)
    if not expected:
        return MonthShare(month, None, None, 0)
    return MonthShare(month, 1 - missing / expected, sum(day.estimated for day in days) / expected, missing)
