"""What can be said of a period in one sentence, found in its numbers."""

from __future__ import annotations

import numpy as np

from energy_synergy.community.periods import DEFICIT, SELF_SUSTAINING, SURPLUS, UNKNOWN
from energy_synergy.metering.series import Energies
from energy_synergy.timeline import Ints
from energy_synergy.units import SLOTS_PER_DAY, SLOTS_PER_HOUR
from energy_synergy.web.queries.group_window import GroupWindow
from energy_synergy.web.queries.overview_records import DaysOfWeek, Span, Verdict, VerdictKind
from energy_synergy.web.queries.seen import OTHERS_ID

HOURS, SATURDAY = 24, 5
CONCENTRATED = 0.8
WIDEST_SPAN = 16
MOSTLY_WEEKEND = 0.5
MOSTLY_WEEKDAY = 0.85
LEAST_KWH = 1e-6


def compute_verdict(window: GroupWindow) -> Verdict:
    """Return the facts: when surplus and deficit fall, and which member buys most from the grid."""
    kind = _kind(window)
    if kind in ("no_data", "production_unknown", "consumption_unknown"):
        return Verdict(kind)
    surplus, deficit = window.balance.surplus_kwh, window.balance.deficit_kwh
    place, share = _biggest(window.result.member_kwh["grid_import_kwh"])
    # Companies that are shown as one are no company that buys most.
    if place is None or window.facts.companies[place].id == OTHERS_ID:
        biggest, share = None, None
    else:
        biggest = window.facts.companies[place].name
    if window.is_coarse:
        return Verdict(kind, biggest_deficit_member=biggest, biggest_deficit_share=share)
    return Verdict(
        kind=kind,
        surplus_span=_span(window, surplus),
        surplus_days=_days_of_week(window, surplus),
        deficit_span=_span(window, deficit),
        deficit_days=_days_of_week(window, deficit),
        biggest_deficit_member=biggest,
        biggest_deficit_share=share,
    )


def _kind(window: GroupWindow) -> VerdictKind:
    codes = set(np.unique(window.codes).tolist()) - {UNKNOWN}
    if not codes:
        return "no_data"
    if window.lacks_production or window.lacks_consumption:
        return "production_unknown" if window.lacks_production else "consumption_unknown"
    if window.balance.production_kwh.sum() < LEAST_KWH:
        return "no_production"
    if window.balance.consumption_kwh.sum() < LEAST_KWH:
        return "no_consumption"
    always: dict[int, VerdictKind] = {
        SURPLUS: "always_surplus",
        DEFICIT: "always_deficit",
        SELF_SUSTAINING: "always_self_sustaining",
    }
    return always[codes.pop()] if len(codes) == 1 else "mixed"


def _span(window: GroupWindow, energy_kwh: Energies) -> Span | None:
    """Return the shortest run of hours of the day that holds most of an energy, None if it is spread over the day."""
    by_hour = np.bincount(_quarters(window) // SLOTS_PER_HOUR, weights=energy_kwh, minlength=HOURS)
    total = by_hour.sum()
    if total < LEAST_KWH:
        return None
    twice = np.concatenate([[0.0], np.cumsum(np.tile(by_hour, 2))])
    for width in range(1, WIDEST_SPAN + 1):
        held = twice[width : width + HOURS] - twice[:HOURS]
        first = int(held.argmax())
        if held[first] >= CONCENTRATED * total:
            end = first + width
            return Span(first, end if end <= HOURS else end - HOURS, float(held[first] / total))
    return None


def _quarters(window: GroupWindow) -> Ints:
    return np.arange(SLOTS_PER_DAY) if window.timeline is None else window.timeline.quarter_of_day


def _days_of_week(window: GroupWindow, energy_kwh: Energies) -> DaysOfWeek:
    """Tell whether an energy falls mostly on weekends or on weekdays, where the period holds both."""
    if window.timeline is None or window.choice.period.kind == "day" or energy_kwh.sum() < LEAST_KWH:
        return "any"
    weekend = float(energy_kwh[window.timeline.weekday >= SATURDAY].sum() / energy_kwh.sum())
    if weekend > MOSTLY_WEEKEND:
        return "weekend"
    return "weekday" if weekend < 1 - MOSTLY_WEEKDAY else "any"


def _biggest(grid_import_kwh: Energies) -> tuple[int | None, float | None]:
    """Return the place of the member that buys most from the grid and its part of all; nothing for a group of one."""
    total = float(grid_import_kwh.sum())
    if len(grid_import_kwh) < 2 or total < LEAST_KWH:
        return None, None
    place = int(grid_import_kwh.argmax())
    return place, float(grid_import_kwh[place] / total)
