"""The overview of a group over one period: one record for the page, its charts, its tables and its files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Literal

import numpy as np
from django.utils.translation import gettext

from energy_synergy.community.group import Group
from energy_synergy.community.periods import DEFICIT, SELF_SUSTAINING, SURPLUS, UNKNOWN
from energy_synergy.community.readings import over
from energy_synergy.community.sight import Sight
from energy_synergy.metering.series import Quality
from energy_synergy.timeline import Timeline, zone
from energy_synergy.units import SLOTS_PER_HOUR
from energy_synergy.web.db import models
from energy_synergy.web.db.agreed_keys import load_agreed
from energy_synergy.web.db.facts import CompanyFacts, GroupFacts, PlacedFinding, load_findings
from energy_synergy.web.db.loading import load_group_of
from energy_synergy.web.queries.attention import compute_attention
from energy_synergy.web.queries.calendar_period import Choice, timeline_before, timeline_of
from energy_synergy.web.queries.compare import Compared, asked_comparison, compute_compared, compute_comparison
from energy_synergy.web.queries.group_window import Flags, GroupWindow, compute_group_window
from energy_synergy.web.queries.kpis import MOST_MISSING_TO_COMPARE, compute_completeness, compute_kpis
from energy_synergy.web.queries.overview_charts import Chart, compute_chart
from energy_synergy.web.queries.overview_records import (
    GroupHead,
    MemberRow,
    Overview,
    StateShare,
)
from energy_synergy.web.queries.seen import OTHERS_ID, known_then, seen_window
from energy_synergy.web.queries.shared_by import shared_by
from energy_synergy.web.queries.verdict import compute_verdict

LATEST_FINDINGS = 100
StateName = Literal["surplus", "self_sustaining", "deficit"]
STATES: tuple[tuple[StateName, int], ...] = (
    ("surplus", SURPLUS),
    ("self_sustaining", SELF_SUSTAINING),
    ("deficit", DEFICIT),
)


@dataclass(frozen=True)
class LoadedOverview:
    """A group over a period, ready to be shown in any way."""

    window: GroupWindow
    overview: Overview
    compared: Compared | None = None

    @cached_property
    def chart(self) -> Chart:
        """The values of the charts."""
        return compute_chart(self.window, self.compared)


def load_window(row: models.Group, facts: GroupFacts, choice: Choice, sight: Sight) -> GroupWindow:
    """Return a group over the chosen period as somebody may see it, of its readings only those that lie in it.

    Raises TooFewContributors where that person may see no period as short as this one.
    """
    timeline = timeline_of(choice.period, facts.timezone)
    group = load_group_of(row, timeline.starts_at, timeline.ends_at, as_of=known_then(choice, sight))
    return seen_window(compute_group_window(group, ready_facts(row, facts), choice), group, sight)


def load_windows(
    row: models.Group, facts: GroupFacts, choice: Choice, sight: Sight
) -> tuple[GroupWindow, Compared | None]:
    """Return what `load_window` does, and the period that it is to be compared with, if any."""
    asked = asked_comparison(facts, choice)
    group = _load_group(row, facts, choice, _timeline_compared(facts, asked), known_then(choice, sight))
    return _windows(group, ready_facts(row, facts), choice, sight, asked)


def load_overview(row: models.Group, facts: GroupFacts, choice: Choice, sight: Sight) -> LoadedOverview:
    """Return the overview of a group as somebody may see it, with the period to compare with.

    Raises TooFewContributors where that person may see no period as short as this one.
    """
    asked = asked_comparison(facts, choice)
    before = None if asked else timeline_before(choice.period, facts.timezone)
    other = before or _timeline_compared(facts, asked)
    group = _load_group(row, facts, choice, other, known_then(choice, sight))
    window, compared = _windows(group, ready_facts(row, facts), choice, sight, asked)
    overview = compute_overview(
        window,
        findings=load_findings(facts.slug, companies=None if sight.is_full else sight.own, limit=LATEST_FINDINGS),
        previous_consumption_kwh=compute_consumption(group, before) if before and sight.is_full else None,
        compared=compared,
        member_count=len(facts.companies),
    )
    return LoadedOverview(window, overview, compared)


def _timeline_compared(facts: GroupFacts, asked: Compared | None) -> Timeline | None:
    return None if asked is None or asked.reason else timeline_of(asked.period, facts.timezone)


def _load_group(
    row: models.Group, facts: GroupFacts, choice: Choice, other: Timeline | None, as_of: datetime | None
) -> Group:
    now = timeline_of(choice.period, facts.timezone)
    if other is None:
        return load_group_of(row, now.starts_at, now.ends_at, as_of=as_of)
    if other.ends_at == now.starts_at:
        return load_group_of(row, other.starts_at, now.ends_at, as_of=as_of)
    return load_group_of(row, now.starts_at, now.ends_at, also=(other.starts_at, other.ends_at), as_of=as_of)


def _windows(
    group: Group, facts: GroupFacts, choice: Choice, sight: Sight, asked: Compared | None
) -> tuple[GroupWindow, Compared | None]:
    window = seen_window(compute_group_window(group, facts, choice), group, sight)
    return window, compute_compared(asked, group, facts, choice, sight) if asked else None


def ready_facts(row: models.Group, facts: GroupFacts) -> GroupFacts:
    """Return the facts of a group as a window rests on them: with its published agreements, which take one query."""
    return replace(spoken(facts), agreements=load_agreed(row))


def spoken(facts: GroupFacts) -> GroupFacts:
    """Return the facts of the demo group with its names in the visitor's language; those of any other unchanged."""
    if not facts.is_demo:
        return facts
    companies = tuple(
        CompanyFacts(one.id, gettext(one.name), one.sector and gettext(one.sector), one.color_index)
        for one in facts.companies
    )
    return replace(facts, name=gettext(facts.name), companies=companies)


def compute_consumption(group: Group, timeline: Timeline) -> float | None:
    """Return what a group consumes in all [kWh], None where too much of it is missing to compare with."""
    columns = [over(member, "consumption", timeline) for member in group.members if member.has_direction("consumption")]
    missing = sum(np.count_nonzero(column.quality == Quality.MISSING) for column in columns)
    if not columns or missing > MOST_MISSING_TO_COMPARE * len(columns) * timeline.slots:
        return None
    return float(sum(np.nansum(column.energy_kwh) for column in columns))


def compute_overview(
    window: GroupWindow,
    *,
    findings: Iterable[PlacedFinding] = (),
    previous_consumption_kwh: float | None = None,
    compared: Compared | None = None,
    member_count: int | None = None,
) -> Overview:
    """Return the overview of a period; `member_count` is that of the group, where the window shows some as one."""
    facts, completeness = window.facts, compute_completeness(window)
    if completeness.missing > MOST_MISSING_TO_COMPARE:
        previous_consumption_kwh = None
    return Overview(
        group=GroupHead(facts.slug, facts.name, facts.timezone, member_count or len(facts.companies), facts.is_demo),
        period=window.choice.period,
        has_data=not window.is_unknown.all(),
        completeness=completeness,
        last_reading_at=facts.last_at and facts.last_at.astimezone(zone(facts.timezone)),
        kpis=compute_kpis(window, previous_consumption_kwh),
        tolerance=window.choice.tolerance,
        hours=window.result.slots / SLOTS_PER_HOUR,
        unknown_hours=float(np.count_nonzero(window.codes == UNKNOWN)) / SLOTS_PER_HOUR,
        states=_states(window),
        verdict=compute_verdict(window),
        members=tuple(sorted(_members(window), key=lambda row: (-(row.consumption_kwh or 0), row.name, row.id))),
        totals=_totals(window),
        attention=compute_attention(window, findings),
        is_coarse=window.is_coarse,
        comparison=compute_comparison(window, compared) if compared else None,
        shared_by=shared_by(window, names_companies=all(company.id != OTHERS_ID for company in facts.companies)),
    )


def _states(window: GroupWindow) -> tuple[StateShare, ...]:
    known = int(np.count_nonzero(window.codes != UNKNOWN))
    return tuple(_state(window, name, window.codes == code, known) for name, code in STATES)


def _state(window: GroupWindow, name: StateName, is_in_it: Flags, known: int) -> StateShare:
    slots = int(np.count_nonzero(is_in_it))
    hours, share = slots / SLOTS_PER_HOUR, slots / known if known else 0.0
    if window.is_coarse:
        return StateShare(name, hours, share)
    local, surplus, deficit = (
        float(energy_kwh[is_in_it].sum())
        for energy_kwh in (window.balance.local_kwh, window.balance.surplus_kwh, window.balance.deficit_kwh)
    )
    main = {"surplus": surplus, "self_sustaining": local, "deficit": deficit}[name]
    return StateShare(name, hours, share, main, local, surplus, deficit)


def _members(window: GroupWindow) -> list[MemberRow]:
    estimated, missing = _ever(window, Quality.ESTIMATED), _ever(window, Quality.MISSING)
    columns = {name: values.tolist() for name, values in window.result.member_kwh.items()}
    return [
        _row(
            company,
            {name: values[place] for name, values in columns.items()},
            has=(bool(window.has_consumption[place]), bool(window.has_production[place])),
            lacks=(bool(window.has_no_consumption_reading[place]), bool(window.has_no_production_reading[place])),
            is_estimated=bool(estimated[place]),
            is_incomplete=bool(missing[place]),
        )
        for place, company in enumerate(window.facts.companies)
    ]


def _ever(window: GroupWindow, quality: Quality) -> Flags:
    """Tell for each member whether a value is of a quality, (M,)."""
    if not window.counts[quality]:
        return np.zeros(len(window.facts.companies), dtype=np.bool_)
    found: Flags = np.logical_or.reduce(window.is_of(quality), axis=0)
    return found


def _totals(window: GroupWindow) -> MemberRow:
    return _row(
        CompanyFacts(0, "", "", 0),
        {name: float(values.sum()) for name, values in window.result.member_kwh.items()},
        has=(bool(window.has_consumption.any()), bool(window.has_production.any())),
        lacks=(window.lacks_consumption, window.lacks_production),
        is_estimated=bool(window.is_estimated.any()),
        is_incomplete=bool(window.result.is_provisional.any()),
    )


def _row(
    company: CompanyFacts,
    kwh: dict[str, float],
    *,
    has: tuple[bool, bool],
    lacks: tuple[bool, bool],
    is_estimated: bool,
    is_incomplete: bool,
) -> MemberRow:
    """Return the row of a company; `has` and `lacks` tell of its consumption and its production, in this order."""
    own, surplus, deficit = kwh["self_consumed_kwh"], kwh["surplus_kwh"], kwh["deficit_kwh"]
    return MemberRow(
        id=company.id,
        name=company.name,
        sector=company.sector,
        color_index=company.color_index,
        consumption_kwh=None if lacks[0] else kwh["consumption_kwh"],
        production_kwh=None if lacks[1] else kwh["production_kwh"],
        own_kwh=own,
        received_kwh=kwh["received_kwh"],
        given_kwh=kwh["given_kwh"],
        grid_import_kwh=kwh["grid_import_kwh"],
        grid_export_kwh=kwh["grid_export_kwh"],
        open_consumption_kwh=max(0.0, kwh["consumption_kwh"] - own - deficit) if is_incomplete else 0.0,
        open_production_kwh=max(0.0, kwh["production_kwh"] - own - surplus) if is_incomplete else 0.0,
        has_consumption=has[0],
        has_production=has[1],
        is_estimated=is_estimated,
        is_incomplete=is_incomplete,
    )
