"""The key figures of a group over its last twelve months, for the list of groups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from energy_synergy.community.balance import totals
from energy_synergy.community.indicators.self_sufficiency import SelfSufficiency
from energy_synergy.community.sight import Sight
from energy_synergy.metering.series import Quality
from energy_synergy.web.db.facts import GroupFacts
from energy_synergy.web.db.models import Group
from energy_synergy.web.queries.calendar_period import Choice, bounds, data_span
from energy_synergy.web.queries.overview import load_window
from energy_synergy.web.queries.overview_records import PeriodHead


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """What a group used and made from a day to the day before `ends_on`; None where nothing is known."""

    starts_on: date
    ends_on: date
    consumption_kwh: float | None
    production_kwh: float | None
    self_sufficiency: float | None
    is_estimated: bool


def load_figures(group: Group, facts: GroupFacts, sight: Sight, *, today: date) -> GroupFigures:
    """Return the figures of the twelve calendar months of which the last reading lies in the last.

    Whole months give nothing away that a member may not see in the months of the group.
    """
    span = data_span(facts, today)
    _first, ends_on = bounds("month", span.last_on if span.has_dates else today, span)
    starts_on = ends_on.replace(year=ends_on.year - 1)
    head = PeriodHead("year", starts_on, ends_on, None, None, span.first_on, span.last_on, "all")
    window = load_window(group, facts, Choice(head, "balance", "flows", facts.tolerance), sight)
    sums = totals(window.result)
    is_whole = not (window.lacks_production or window.lacks_consumption)
    return GroupFigures(
        starts_on=starts_on,
        ends_on=ends_on,
        consumption_kwh=_known(
            sums["consumption_kwh"], has=window.has_consumption.any() and not window.lacks_consumption
        ),
        production_kwh=_known(sums["production_kwh"], has=window.has_production.any() and not window.lacks_production),
        self_sufficiency=SelfSufficiency().compute(window.result) if is_whole else None,
        is_estimated=bool(window.counts[Quality.ESTIMATED]),
    )


def _known(energy_kwh: float, *, has: object) -> float | None:
    return energy_kwh if has else None
