"""The key figures of a period, and how much of it is known."""

from __future__ import annotations

from energy_synergy.community.balance import totals
from energy_synergy.community.indicators.self_consumption import SelfConsumption
from energy_synergy.community.indicators.self_sufficiency import SelfSufficiency
from energy_synergy.metering.series import Quality
from energy_synergy.web.queries.group_window import GroupWindow
from energy_synergy.web.queries.overview_records import Completeness, Kpis

# A comparison with a period of which more than this is missing would mislead.
MOST_MISSING_TO_COMPARE = 0.01


def compute_completeness(window: GroupWindow) -> Completeness:
    """Return which fractions of the values of a period were measured, estimated, substituted or are missing."""
    values = max(1, sum(window.counts.values()))
    parts = {quality: count / values for quality, count in window.counts.items()}
    return Completeness(
        measured=parts[Quality.MEASURED],
        estimated=parts[Quality.ESTIMATED],
        substituted=parts[Quality.SUBSTITUTED],
        missing=parts[Quality.MISSING],
    )


def compute_kpis(window: GroupWindow, previous_consumption_kwh: float | None = None) -> Kpis:
    """Return the key figures of a period."""
    sums = totals(window.result)
    is_whole = not (window.lacks_production or window.lacks_consumption)
    return Kpis(
        consumption_kwh=None if window.lacks_consumption else sums["consumption_kwh"],
        production_kwh=None if window.lacks_production else sums["production_kwh"],
        local_kwh=float(window.balance.local_kwh.sum()),
        surplus_kwh=sums["surplus_kwh"],
        deficit_kwh=sums["deficit_kwh"],
        shared_kwh=sums["shared_kwh"],
        self_sufficiency=SelfSufficiency().compute(window.result) if is_whole else None,
        self_consumption=SelfConsumption().compute(window.result) if is_whole else None,
        previous_consumption_kwh=previous_consumption_kwh,
    )
