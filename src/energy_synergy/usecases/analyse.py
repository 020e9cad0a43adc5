"""Analyse a group: one window of time, from its sources to totals, indicators, members and periods."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from energy_synergy.community.balance import member_totals, totals
from energy_synergy.community.group import Group
from energy_synergy.community.identities import check_identities
from energy_synergy.community.indicators.base import Indicator
from energy_synergy.community.periods import Period, find_periods
from energy_synergy.community.readings import Readings, compute_readings
from energy_synergy.community.typical_day import compute_typical_readings
from energy_synergy.community.window import WindowResult, compute_window
from energy_synergy.errors import marked
from energy_synergy.findings import Finding
from energy_synergy.metering.series import DIRECTIONS
from energy_synergy.registry import family
from energy_synergy.sharing.base import SharingKey
from energy_synergy.sharing.pro_rata import ProRata
from energy_synergy.timeline import Timeline, zone
from energy_synergy.units import SLOT
from energy_synergy.usecases.completeness import compute_quality, find_incomplete
from energy_synergy.usecases.finding_json import finding_as_json
from energy_synergy.usecases.span import NothingToAnalyse, find_timeline


@dataclass(frozen=True, slots=True)
class Analysis:
    """What became of the energy of a group in one window.

    `timeline` is None for a typical day. `totals` are group sums per slot before summing [kWh]; `members` the same
    keys for each member, in the order of the group; `indicators` by name, None where undefined; `quality` says which
    fraction of the readings is measured, estimated, substituted or missing.
    """

    group: Group
    timeline: Timeline | None
    key: SharingKey
    tolerance: float
    readings: Readings
    result: WindowResult
    totals: Mapping[str, float]
    indicators: Mapping[str, float | None]
    members: tuple[Mapping[str, float], ...]
    periods: tuple[Period, ...]
    quality: Mapping[str, float]
    findings: tuple[Finding, ...]

    @property
    def is_typical_day(self) -> bool:
        """Tell whether the window is one day without a date."""
        return self.timeline is None


def analyse(
    group: Group,
    *,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    key: SharingKey | None = None,
    tolerance: float = 0.05,
    is_typical_day: bool = False,
) -> Analysis:
    """Compute where the energy of a group went.

    The window runs from `starts_at` to `ends_at` (exclusive); left out, it holds the whole local days that dated
    readings reach. A group without any date, or `is_typical_day`, is analysed as one typical day of 96 slots.

    Raises NothingToAnalyse, and InvalidValue for readings or a key that the kernel refuses.
    """
    _refuse_empty(group)
    timeline = find_timeline(group, starts_at, ends_at)
    if timeline is None or is_typical_day:
        readings = compute_typical_readings(group, timeline or _any_year(group))
    else:
        readings = compute_readings(group, timeline)
    quality = compute_quality(group, readings)
    _refuse_without_readings(group, quality)
    chosen_key = key or ProRata()
    result = _checked_window(group, readings, chosen_key)
    return Analysis(
        group=group,
        timeline=readings.timeline,
        key=chosen_key,
        tolerance=tolerance,
        readings=readings,
        result=result,
        totals=totals(result),
        indicators=_indicators(result),
        members=tuple(member_totals(result)),
        periods=find_periods(result, tolerance=tolerance),
        quality=quality,
        findings=find_incomplete(group, readings),
    )


def _indicators(result: WindowResult) -> dict[str, float | None]:
    return {name: cast(Indicator, cls()).compute(result) for name, cls in family("indicators").items()}


def _checked_window(group: Group, readings: Readings, key: SharingKey) -> WindowResult:
    """Run the kernel and let nothing out whose energy does not add up."""
    result = compute_window(readings.production_kwh, readings.consumption_kwh, key, taking_part=group.taking_part)
    check_identities(result)
    return result


def _any_year(group: Group) -> Timeline:
    """Return a common year, for a typical day of sources none of which has a date."""
    return Timeline.from_days(date(2025, 1, 1), date(2026, 1, 1), group.timezone)


def _refuse_empty(group: Group) -> None:
    if not any(member.has_direction(direction) for member in group.members for direction in DIRECTIONS):
        raise _no_readings(group)


def _refuse_without_readings(group: Group, quality: Mapping[str, float]) -> None:
    if quality["missing"] < 1:
        return
    all_series = [series for member in group.members for series in member.series]
    starts = [series.starts_at for series in all_series if series.starts_at]
    ends = [series.ends_at for series in all_series if series.ends_at]
    if not starts:
        raise _no_readings(group)
    tz = zone(group.timezone)
    raise NothingToAnalyse(
        marked("No member has a reading in this period. The readings run from {starts_at} to {ends_at}."),
        starts_at=min(starts).astimezone(tz).isoformat(),
        ends_at=max(ends).astimezone(tz).isoformat(),
    )


def _no_readings(group: Group) -> NothingToAnalyse:
    return NothingToAnalyse(
        marked("{group} has no readings yet. Give a company a file or an annual total with a profile."),
        group=group.name,
    )


def as_json(analysis: Analysis, findings: Iterable[Finding] = ()) -> dict[str, Any]:
    """Return the analysis as plain values, in the shape that programs rely on.

    `shared_kwh` of a member is what it gave and what it received; over all members each shared kWh counts twice, once
    on either side. Of a typical day, `starts_at` and `ends_at` of a period are times of day such as 06:15.
    `findings` are further ones to list before those of the analysis, such as those of the files.
    """
    members = [
        {"name": member.name, **values, "shared_kwh": values["given_kwh"] + values["received_kwh"]}
        for member, values in zip(analysis.group.members, analysis.members, strict=True)
    ]
    return {
        "group": analysis.group.name,
        "timezone": analysis.group.timezone,
        "typical_day": analysis.is_typical_day,
        "starts_at": None if analysis.timeline is None else _moment(analysis, 0),
        "ends_at": None if analysis.timeline is None else _moment(analysis, analysis.result.slots),
        "slots": analysis.result.slots,
        "key": {"name": analysis.key.name, **analysis.key.model_dump(mode="json", exclude_defaults=True)},
        "tolerance": analysis.tolerance,
        "totals": dict(analysis.totals),
        "indicators": dict(analysis.indicators),
        "members": members,
        "periods": [_period_as_json(analysis, period) for period in analysis.periods],
        "quality": dict(analysis.quality),
        "findings": [finding_as_json(finding) for finding in (*findings, *analysis.findings)],
    }


def _moment(analysis: Analysis, slot: int) -> str:
    if analysis.timeline is None:
        minutes = slot * int(SLOT.total_seconds()) // 60
        return f"{minutes // 60:02}:{minutes % 60:02}"
    return analysis.timeline.start_of(slot).isoformat()


def _period_as_json(analysis: Analysis, period: Period) -> dict[str, Any]:
    names = [member.name for member in analysis.group.members]
    return {
        "state": str(period.state),
        "starts_at": _moment(analysis, period.first_slot),
        "ends_at": _moment(analysis, period.first_slot + period.slots),
        "energy_kwh": period.energy_kwh,
        "peak_kw": period.peak_kw,
        "provisional_slots": period.provisional_slots,
        "causes": [{"name": names[member], "energy_kwh": energy_kwh} for member, energy_kwh in period.causes],
    }
