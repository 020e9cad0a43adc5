"""When a group has energy left or lacks it: one record for the page, its charts, its tables and its files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import accumulate

import numpy as np

from energy_synergy.community.carpet import Carpet, compute_carpet
from energy_synergy.community.counterparts import find_trades
from energy_synergy.community.duration import DurationCurve, compute_duration
from energy_synergy.community.mean_days import DaySet, MeanDays, compute_mean_days
from energy_synergy.community.periods import Period, State, periods_of
from energy_synergy.community.shifting import compute_shiftable
from energy_synergy.community.sight import Sight
from energy_synergy.community.window import WindowResult
from energy_synergy.metering.series import Energies
from energy_synergy.timeline import Timeline
from energy_synergy.units import SLOTS_PER_HOUR
from energy_synergy.web.db import models
from energy_synergy.web.db.facts import GroupFacts
from energy_synergy.web.db.loading import load_group_of
from energy_synergy.web.queries.balance_list import (
    Surroundings,
    first_state,
    list_periods,
    of_state,
    period_rows,
    select,
    shown_result,
)
from energy_synergy.web.queries.balance_records import (
    BalanceFigures,
    BalancePage,
    Peak,
    PeriodRow,
    Selection,
    TradeLine,
)
from energy_synergy.web.queries.calendar_period import ONE_DAY, Choice, timeline_of
from energy_synergy.web.queries.group_window import GroupWindow, compute_group_window
from energy_synergy.web.queries.overview import compute_overview, ready_facts
from energy_synergy.web.queries.overview_records import PeriodHead
from energy_synergy.web.queries.seen import known_then, seen_window, too_few_contributors

# A year is told hour by hour, what is shorter by quarters of an hour.
CARPET_MINUTES = {"year": 60}
MOST_TRADES = 20


@dataclass(frozen=True)
class LoadedBalance:
    """A group over a period of the calendar, with everything about its surplus and deficit computed when asked for.

    `near` is the same with a day before and after it, in which counterparts are looked for.
    """

    window: GroupWindow
    near: GroupWindow
    selection: Selection
    day_set: DaySet

    @property
    def timeline(self) -> Timeline:
        """The slots of the period."""
        return _timeline(self.window)

    @cached_property
    def surroundings(self) -> Surroundings:
        """Where the counterparts of a period are looked for."""
        offset = self.timeline.first_index - _timeline(self.near).first_index
        return Surroundings(shown_result(self.near), offset)

    def refuse_if_coarse(self) -> None:
        """Raise TooFewContributors where only months may be shown."""
        if self.window.is_coarse:
            raise too_few_contributors()

    @cached_property
    def result(self) -> WindowResult:
        """The result as far as companies may be seen in it."""
        return shown_result(self.window)

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """Every period in order: their hours are those of the states of the overview."""
        return periods_of(self.result, self.window.codes, self.window.balance)

    @cached_property
    def net_kwh(self) -> Energies:
        """Production less consumption of the group [kWh], (T,), NaN where nothing is known."""
        balance = self.window.balance
        return np.where(self.window.is_unknown, np.nan, balance.production_kwh - balance.consumption_kwh)

    @cached_property
    def duration(self) -> DurationCurve:
        """Net power, sorted."""
        return compute_duration(self.net_kwh)

    @cached_property
    def carpet(self) -> Carpet:
        """Net power by day and time of the day."""
        minutes = CARPET_MINUTES.get(self.window.choice.period.kind, 15)
        return compute_carpet(self.net_kwh, self.timeline, step_minutes=minutes)

    @cached_property
    def mean_days(self) -> MeanDays:
        """Mean days by season and day of the week."""
        window = self.window
        return compute_mean_days(
            window.group_production_kwh, window.group_consumption_kwh, self.timeline, day_set=self.day_set
        )

    @cached_property
    def chosen(self) -> list[Period]:
        """All periods that are asked for, on whatever page of the list."""
        state = self.selection.state or first_state(self.periods)
        return of_state(select(self.window, self.periods, self.selection), state)

    def chosen_rows(self) -> tuple[PeriodRow, ...]:
        """Return all periods that are asked for."""
        return period_rows(self.window, self.surroundings, self.chosen)

    def chosen_with_trades(self) -> list[tuple[PeriodRow, tuple[TradeLine, ...]]]:
        """Return all periods that are asked for, each with the largest trades inside it."""
        trades = [self._trades(period)[:MOST_TRADES] for period in self.chosen]
        return list(zip(self.chosen_rows(), trades, strict=True))

    def period_at(self, moment: datetime) -> tuple[PeriodRow, tuple[TradeLine, ...]] | None:
        """Return the period that begins at an instant with who supplied whom in it, None where none does."""
        slot = self.timeline.slot_of(moment)
        period = next((one for one in self.periods if one.first_slot == slot), None)
        if period is None:
            return None
        return period_rows(self.window, self.surroundings, [period])[0], self._trades(period)

    def _trades(self, period: Period) -> tuple[TradeLine, ...]:
        names = [company.name for company in self.window.facts.companies]
        trades = find_trades(self.result, period)
        return tuple(TradeLine(names[one.giver], names[one.receiver], one.energy_kwh) for one in trades)


def load_balance(
    row: models.Group, facts: GroupFacts, choice: Choice, selection: Selection, day_set: DaySet, sight: Sight
) -> LoadedBalance:
    """Return a group over a period of the calendar as somebody may see it.

    Raises TooFewContributors where that person may see no period as short as this one.
    """
    wide = replace(choice, period=_widened(choice.period))
    span = timeline_of(wide.period, facts.timezone)
    group = load_group_of(row, span.starts_at, span.ends_at, as_of=known_then(choice, sight))
    facts = ready_facts(row, facts)
    window, near = (seen_window(compute_group_window(group, facts, one), group, sight) for one in (choice, wide))
    return LoadedBalance(window, near, selection, day_set)


def _widened(period: PeriodHead) -> PeriodHead:
    return replace(period, starts_on=period.starts_on - ONE_DAY, ends_on=period.ends_on + ONE_DAY)


def _timeline(window: GroupWindow) -> Timeline:
    assert window.timeline is not None, "a typical day has no place in the calendar"
    return window.timeline


def compute_balance_page(loaded: LoadedBalance) -> BalancePage:
    """Return the page; where only months may be shown, without anything finer."""
    window = loaded.window
    overview, is_coarse = compute_overview(window), window.is_coarse
    return BalancePage(
        overview=overview,
        selection=loaded.selection,
        day_set=loaded.day_set,
        figures=None if is_coarse else _figures(loaded),
        listed=None if is_coarse else list_periods(window, loaded.surroundings, loaded.periods, loaded.selection),
        companies=tuple((company.id, company.name) for company in window.facts.companies),
    )


def _figures(loaded: LoadedBalance) -> BalanceFigures:
    balance = loaded.window.balance
    surplus, deficit = (of_state(loaded.periods, state) for state in ("surplus", "deficit"))
    return BalanceFigures(
        surplus_periods=len(surplus),
        deficit_periods=len(deficit),
        largest_surplus=_largest(loaded, surplus),
        largest_deficit=_largest(loaded, deficit),
        surplus_peak=_peak(loaded.timeline, balance.surplus_kwh),
        deficit_peak=_peak(loaded.timeline, balance.deficit_kwh),
        shiftable_kwh=compute_shiftable(balance.surplus_kwh, balance.deficit_kwh),
        half_surplus=_half(surplus),
    )


def _largest(loaded: LoadedBalance, periods: list[Period]) -> PeriodRow | None:
    if not periods:
        return None
    largest = max(periods, key=lambda one: (one.energy_kwh, -one.first_slot))
    return period_rows(loaded.window, loaded.surroundings, [largest])[0]


def _peak(timeline: Timeline, energy_kwh: Energies) -> Peak | None:
    if not len(energy_kwh) or energy_kwh.max() <= 0:
        return None
    slot = int(energy_kwh.argmax())
    return Peak(float(energy_kwh[slot]) * SLOTS_PER_HOUR, timeline.start_of(slot))


def _half(periods: list[Period]) -> int:
    """Return how many periods, the largest first, hold half of the energy of all."""
    energies = sorted((one.energy_kwh for one in periods if one.state is State.SURPLUS), reverse=True)
    half = sum(energies) / 2
    return next((count for count, held in enumerate(accumulate(energies), 1) if held >= half), 0)
