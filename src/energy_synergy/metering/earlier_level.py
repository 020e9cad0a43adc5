"""A level that differs by a factor of units from what the same meter read before."""

from __future__ import annotations

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Severity
from energy_synergy.metering.checks.base import place
from energy_synergy.metering.levels import QUARTER_HOURS, THOUSAND, level_of, unit_factor
from energy_synergy.metering.series import Series


def check_earlier_level(series: Series, earlier: Series, *, timezone: str, next_to: bool) -> tuple[Finding, ...]:
    """Tell whether readings are 1,000 or 4 times those that the same meter gave earlier, or that part of them.

    `next_to` says that both lie in one season, as the weeks before, or the same weeks of another year do: only then is
    a factor of 4 told, for winter and summer differ by as much.
    """
    before, after = level_of(earlier.energy_kwh, earlier.step), level_of(series.energy_kwh, series.step)
    factor = unit_factor(before, after) if before is not None and after is not None else None
    if factor is None or (factor in (QUARTER_HOURS, 1 / QUARTER_HOURS) and not next_to):
        return ()
    sentence = (
        marked("{meter}: these readings are about {factor:g} times as high as those that are stored for this meter.")
        if factor > 1
        else marked("{meter}: these readings are only about 1/{factor:g} of those that are stored for this meter.")
    )
    return (
        Finding(
            "unit_differs",
            Severity.WARNING,
            sentence,
            {"meter": series.meter, "factor": round(max(factor, 1 / factor))},
            place(series, timezone, 0, len(series.energy_kwh)),
            count=len(series.energy_kwh),
            expected=marked("the unit of the earlier files of this meter"),
            advice=marked("Wh may have been taken for kWh, or kWh for MWh: look at the unit before you import.")
            if factor in (THOUSAND, 1 / THOUSAND)
            else marked("Mean power in kW may have been taken for kWh: look at the unit before you import."),
        ),
    )
