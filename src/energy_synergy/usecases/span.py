"""The span of time to analyse: what was asked for, or the whole local days that readings reach."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from energy_synergy.community.group import Group
from energy_synergy.errors import EnergySynergyError, InvalidValue, marked
from energy_synergy.metering.series import Series
from energy_synergy.timeline import Timeline, first_instant, zone
from energy_synergy.units import SLOT, SLOT_SECONDS, SLOTS_PER_DAY

LONGEST_YEARS = 20
MOST_SLOTS = LONGEST_YEARS * 366 * SLOTS_PER_DAY


class NothingToAnalyse(EnergySynergyError):
    """There is no member, no reading in the period, or no period at all."""

    code = "nothing_to_analyse"


def find_timeline(group: Group, starts_at: datetime | None = None, ends_at: datetime | None = None) -> Timeline | None:
    """Return the window to analyse, or None when nothing has a date and none is given.

    An end that is not given is that of the dated readings of all members, cut to whole local days.

    Raises NothingToAnalyse when the window is empty, InvalidValue when it ends before it starts or is longer than
    the memory of a machine has room for.
    """
    dated = [series for member in group.members for series in member.series if series.is_dated]
    if starts_at is None and ends_at is None and not dated:
        return None
    if dated:
        first, end = _whole_local_days(dated, group.timezone)
        starts_at, ends_at = starts_at or first, ends_at or end
    if starts_at is None or ends_at is None:
        raise NothingToAnalyse(marked("No reading has a date: give both the start and the end of the period."))
    starts_at, ends_at = _on_local_clock(starts_at, group.timezone), _on_local_clock(ends_at, group.timezone)
    timeline = Timeline.between(starts_at, ends_at, group.timezone)
    if timeline.slots > MOST_SLOTS:
        raise InvalidValue(
            marked("The period from {starts_at} to {ends_at} is longer than {years} years. Give a shorter one."),
            starts_at=starts_at.isoformat(),
            ends_at=ends_at.isoformat(),
            years=LONGEST_YEARS,
        )
    if not timeline.slots:
        raise NothingToAnalyse(
            marked("The period from {starts_at} to {ends_at} is empty. Give an end after the start."),
            starts_at=starts_at.isoformat(),
            ends_at=ends_at.isoformat(),
        )
    return timeline


def _whole_local_days(dated: list[Series], timezone: str) -> tuple[datetime, datetime]:
    """Return the union of the series cut to whole local days; less than one day counts as the days it touches."""
    start = min(series.starts_at for series in dated if series.starts_at)
    end = max(series.ends_at for series in dated if series.ends_at)
    touched = Timeline.between(_slot_start(start), _slot_start(end + SLOT), timezone).local_days
    first, last = touched[0].date, touched[-1].date
    inner_first = first if first_instant(first, timezone) >= start else first + timedelta(days=1)
    inner_end = last
    if inner_first < inner_end:
        first, last = inner_first, inner_end - timedelta(days=1)
    return first_instant(first, timezone), first_instant(last + timedelta(days=1), timezone)


def _on_local_clock(moment: datetime, timezone: str) -> datetime:
    """Return the moment as a refusal shall tell it; one without a zone stays as it is, to be refused."""
    return moment if moment.tzinfo is None else moment.astimezone(zone(timezone))


def _slot_start(moment: datetime) -> datetime:
    return datetime.fromtimestamp(int(moment.timestamp()) // SLOT_SECONDS * SLOT_SECONDS, UTC)
