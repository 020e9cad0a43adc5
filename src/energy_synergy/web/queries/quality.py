"""What the readings of a group rest on: measured, estimated, substituted or missing, where, and what was found."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

import numpy as np

from energy_synergy.community.sight import Sight
from energy_synergy.metering.series import DIRECTIONS, Direction, Qualities, Quality
from energy_synergy.timeline import Timeline, zone
from energy_synergy.units import SLOT, SLOTS_PER_HOUR
from energy_synergy.web.db import models
from energy_synergy.web.db.facts import CompanyFacts, GroupFacts
from energy_synergy.web.queries.calendar_period import Choice
from energy_synergy.web.queries.found import load_found
from energy_synergy.web.queries.group_window import Flags, GroupWindow
from energy_synergy.web.queries.overview import load_window
from energy_synergy.web.queries.overview_records import Completeness, GroupHead
from energy_synergy.web.queries.quality_records import Gap, QualityPage, QualityRow
from energy_synergy.web.queries.seen import OTHERS_ID

LastReadings = Mapping[tuple[int, str], datetime]


def load_quality(
    row: models.Group, facts: GroupFacts, choice: Choice, sight: Sight, *, companies: Collection[int], now: datetime
) -> QualityPage:
    """Return the quality of the readings of a group; `companies` are those whose imports the visitor may see.

    Raises TooFewContributors where the visitor may see no period as short as this one.
    """
    window = load_window(row, facts, choice, sight)
    last = _load_last_readings([company.id for company in window.facts.companies])
    found, is_cut = load_found(row, companies)
    rows = tuple(sorted(_rows(window, last, facts.last_at), key=lambda one: -one.missing_hours))
    worst = max(rows, key=lambda one: one.missing_hours, default=None)
    gaps = [one.longest_gap for one in rows if one.longest_gap]
    values = max(1, sum(window.counts.values()))
    return QualityPage(
        group=GroupHead(
            window.facts.slug, window.facts.name, facts.timezone, len(facts.companies), window.facts.is_demo
        ),
        period=choice.period,
        has_source=window.has_source,
        is_coarse=window.is_coarse,
        completeness=_completeness({one: count / values for one, count in window.counts.items()}),
        missing_hours=window.counts[Quality.MISSING] / SLOTS_PER_HOUR,
        rows=rows,
        hidden=any(company.id == OTHERS_ID for company in window.facts.companies),
        worst=worst if worst and worst.missing_hours else None,
        longest_gap=max(gaps, key=lambda gap: gap.hours, default=None),
        last_reading_at=_on_clock(facts, facts.last_at),
        age=now - facts.last_at if facts.last_at else None,
        found=found,
        is_cut=is_cut,
    )


def _on_clock(facts: GroupFacts, last_at: datetime | None) -> datetime | None:
    """Return the start of the last quarter of an hour on the group's clock."""
    return last_at and (last_at - SLOT).astimezone(zone(facts.timezone))


def _load_last_readings(companies: Collection[int]) -> LastReadings:
    """Return the end of the last stored reading in use by company and direction; one query."""
    meters = models.Meter.objects.filter(
        company__in=companies, source=models.SourceKind.READINGS, last_at__isnull=False
    ).values_list("company_id", "direction", "last_at")
    last: dict[tuple[int, str], datetime] = {}
    for company_id, direction, last_at in meters:
        if last_at is not None:
            # A company that has several meters knows its sum only as long as all of them report.
            last[company_id, direction] = min(last_at, last.get((company_id, direction), last_at))
    return last


def _rows(window: GroupWindow, last: LastReadings, group_last_at: datetime | None) -> list[QualityRow]:
    timeline = window.timeline
    assert timeline is not None, "a typical day has no place in the calendar"
    quality = {"production": window.readings.production_quality, "consumption": window.readings.consumption_quality}
    has_source = {"production": window.has_production, "consumption": window.has_consumption}
    return [
        _row(
            company, direction, quality[direction][:, place], timeline, last.get((company.id, direction)), group_last_at
        )
        for place, company in enumerate(window.facts.companies)
        for direction in DIRECTIONS
        if company.id != OTHERS_ID and has_source[direction][place]
    ]


def _row(
    company: CompanyFacts,
    direction: Direction,
    quality: Qualities,
    timeline: Timeline,
    last_at: datetime | None,
    group_last_at: datetime | None,
) -> QualityRow:
    counts = np.bincount(quality, minlength=len(Quality))
    firsts, ends = _runs(quality == Quality.MISSING)
    longest = int((ends - firsts).argmax()) if len(firsts) else None
    shares = {one: float(counts[one]) / max(1, len(quality)) for one in Quality}
    return QualityRow(
        company_id=company.id,
        company=company.name,
        color_index=company.color_index,
        direction=direction,
        completeness=_completeness(shares),
        missing_hours=float(counts[Quality.MISSING]) / SLOTS_PER_HOUR,
        gaps=len(firsts),
        longest_gap=None if longest is None else _gap(timeline, int(firsts[longest]), int(ends[longest])),
        last_reading_at=last_at and (last_at - SLOT).astimezone(zone(timeline.timezone)),
        lag=group_last_at - last_at if group_last_at and last_at else None,
    )


def _runs(flags: Flags) -> tuple[np.ndarray, np.ndarray]:
    """Return where each run of set flags begins and ends, its end exclusive."""
    edges = np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8))
    return np.flatnonzero(edges > 0), np.flatnonzero(edges < 0)


def _gap(timeline: Timeline, first: int, end: int) -> Gap:
    return Gap(timeline.start_of(first), timeline.start_of(end), (end - first) / SLOTS_PER_HOUR)


def _completeness(shares: Mapping[Quality, float]) -> Completeness:
    return Completeness(
        measured=shares[Quality.MEASURED],
        estimated=shares[Quality.ESTIMATED],
        substituted=shares[Quality.SUBSTITUTED],
        missing=shares[Quality.MISSING],
    )
