"""The periods of a group as a list: those that are asked for, in order, page by page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from energy_synergy.community.counterparts import Counterpart, find_counterparts
from energy_synergy.community.periods import Period
from energy_synergy.community.window import WindowResult
from energy_synergy.metering.series import Energies
from energy_synergy.timeline import Ints, Timeline
from energy_synergy.units import SLOTS_PER_HOUR
from energy_synergy.web.queries.balance_records import Part, Partner, PeriodList, PeriodRow, Selection, StateChoice
from energy_synergy.web.queries.group_window import GroupWindow
from energy_synergy.web.queries.seen import hourly_where_asked

ROWS_PER_PAGE = 15
SATURDAY = 5
STATES: tuple[StateChoice, ...] = ("surplus", "deficit", "self_sustaining")
Periods = Sequence[Period]


@dataclass(frozen=True, eq=False)
class Surroundings:
    """The result of a period with the days around it, in which slot 0 of the period is slot `offset`."""

    result: WindowResult
    offset: int

    def partners(self, period: Period) -> tuple[Counterpart, ...]:
        """Return the likely counterparts of a period of the list."""
        return find_counterparts(self.result, replace(period, first_slot=period.first_slot + self.offset))


def shown_result(window: GroupWindow) -> WindowResult:
    """Return the result with the means of hours for companies that show no more to this visitor.

    The periods themselves are those of the group; what a company has to do with one could tell its quarters.
    """
    if not window.hourly:
        return window.result
    result = window.result

    def hourly(energy_kwh: Energies) -> Energies:
        return hourly_where_asked(window, energy_kwh)

    return replace(
        result,
        production_kwh=hourly(result.production_kwh),
        consumption_kwh=hourly(result.consumption_kwh),
        self_consumed_kwh=hourly(result.self_consumed_kwh),
        given_kwh=hourly(result.given_kwh),
        received_kwh=hourly(result.received_kwh),
    )


def select(window: GroupWindow, periods: Periods, selection: Selection) -> list[Period]:
    """Return the periods that pass everything that is asked for except their state, in the order that is asked for."""
    timeline = window.timeline
    if timeline is None:
        return []
    in_hours = _in_hours(timeline, selection)
    found = [one for one in periods if _is_asked_for(one, window, timeline, selection, in_hours)]
    keys: dict[str, Callable[[Period], float]] = {
        "energy": lambda one: one.energy_kwh,
        "peak": lambda one: one.peak_kw,
        "duration": lambda one: one.slots,
        "start": lambda one: one.first_slot,
    }
    key = keys[selection.sort]
    sign = -1 if selection.order == "down" else 1
    return sorted(found, key=lambda one: (sign * key(one), one.first_slot))


def _is_asked_for(period: Period, window: GroupWindow, timeline: Timeline, asked: Selection, in_hours: Ints) -> bool:
    first, end = period.first_slot, period.first_slot + period.slots
    if period.energy_kwh < asked.min_kwh or period.slots < asked.min_hours * SLOTS_PER_HOUR:
        return False
    is_weekend = bool(timeline.weekday[first] >= SATURDAY)
    if asked.days != "all" and is_weekend != (asked.days == "weekend"):
        return False
    if in_hours[end] == in_hours[first]:
        return False
    companies = window.facts.companies
    return asked.company is None or any(companies[place].id == asked.company for place, _ in period.causes)


def _in_hours(timeline: Timeline, selection: Selection) -> Ints:
    """Return how many slots before each lie in the hours that are asked for, (T + 1,)."""
    hour, first, end = timeline.quarter_of_day // SLOTS_PER_HOUR, selection.from_hour, selection.to_hour
    is_in = (hour >= first) & (hour < end) if first < end else (hour >= first) | (hour < end)
    return np.concatenate([[0], np.cumsum(is_in)])


def list_periods(window: GroupWindow, near: Surroundings, periods: Periods, selection: Selection) -> PeriodList:
    """Return the page of the list that is asked for, or the last one where there are fewer."""
    passing = select(window, periods, selection)
    counts: dict[StateChoice, int] = {name: sum(one.state == name for one in passing) for name in STATES}
    counts["all"] = len(passing)
    state = selection.state or first_state(periods)
    found = of_state(passing, state)
    pages = max(1, -(-len(found) // ROWS_PER_PAGE))
    page = min(selection.page, pages)
    first = (page - 1) * ROWS_PER_PAGE
    return PeriodList(
        state=state,
        rows=period_rows(window, near, found[first : first + ROWS_PER_PAGE]),
        counts=counts,
        energy_kwh=sum(one.energy_kwh for one in found),
        hours=sum(one.slots for one in found) / SLOTS_PER_HOUR,
        page=page,
        pages=pages,
        first=first + 1,
    )


def first_state(periods: Periods) -> StateChoice:
    """Return what a visitor sees who has not chosen: surplus, or what there is."""
    there = {one.state.value for one in periods}
    return next((name for name in STATES if name in there), "all")


def of_state(periods: Periods, state: StateChoice) -> list[Period]:
    """Return the periods of one state, or all."""
    return [one for one in periods if state in ("all", one.state.value)]


def period_rows(window: GroupWindow, near: Surroundings, periods: Periods) -> tuple[PeriodRow, ...]:
    """Return periods with their companies and likely counterparts by name; none for a day without a date."""
    timeline = window.timeline
    return () if timeline is None else tuple(_row(window, timeline, near, one) for one in periods)


def _row(window: GroupWindow, timeline: Timeline, near: Surroundings, period: Period) -> PeriodRow:
    companies = window.facts.companies
    return PeriodRow(
        state=period.state.value,
        starts_at=timeline.start_of(period.first_slot),
        ends_at=timeline.start_of(period.first_slot + period.slots),
        hours=period.slots / SLOTS_PER_HOUR,
        energy_kwh=period.energy_kwh,
        peak_kw=period.peak_kw,
        parts=tuple(Part(companies[place].name, companies[place].color_index, kwh) for place, kwh in period.causes),
        partners=tuple(
            Partner(
                companies[one.member].name,
                companies[one.member].color_index,
                one.energy_kwh,
                one.before_kwh,
                one.inside_kwh,
                one.after_kwh,
            )
            for one in near.partners(period)
        ),
        provisional_hours=period.provisional_slots / SLOTS_PER_HOUR,
    )
