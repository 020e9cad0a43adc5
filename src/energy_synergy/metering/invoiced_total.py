"""The sum of readings against what was invoiced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Place, Severity
from energy_synergy.metering.series import Direction
from energy_synergy.timeline import zone
from energy_synergy.units import SLOT

# Of the quarter-hours of a period, those without which a sum says nothing of it.
MUST_BE_THERE = 0.98


@dataclass(frozen=True, slots=True)
class Invoiced:
    """The energy of an invoice [kWh] over a period, its end exclusive; without a meter, of all of that direction."""

    direction: Direction
    starts_at: datetime
    ends_at: datetime
    energy_kwh: float
    meter: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Summed:
    """The energy of the readings over such a period [kWh], and the share of its quarter-hours that are there."""

    energy_kwh: float
    share_there: float


def check_invoiced_total(
    invoiced: Invoiced, summed: Summed, *, timezone: str, tolerance: float = 0.02
) -> tuple[Finding, ...]:
    """Tell whether readings and invoice differ by more than a tolerance; nothing where too many readings lack.

    Days are told on the clock of a zone, both included.
    """
    if summed.share_there < MUST_BE_THERE or invoiced.energy_kwh <= 0:
        return ()
    difference = summed.energy_kwh / summed.share_there / invoiced.energy_kwh - 1
    if abs(difference) <= tolerance:
        return ()
    return (
        Finding(
            "invoice_differs",
            Severity.WARNING,
            _sentence(invoiced),
            {
                "first": f"{invoiced.starts_at.astimezone(zone(timezone)):%Y-%m-%d}",
                "last": f"{(invoiced.ends_at - SLOT).astimezone(zone(timezone)):%Y-%m-%d}",
                "energy_kwh": summed.energy_kwh,
                "reference": invoiced.reference,
                "invoiced_kwh": invoiced.energy_kwh,
                "percent": 100 * difference,
            },
            Place(meter=invoiced.meter or None, starts_at=invoiced.starts_at, ends_at=invoiced.ends_at),
            value=str(summed.energy_kwh),
            expected=marked("the energy of the invoice"),
            advice=marked(
                "Look for a meter that lacks or counts twice, for a wrong unit, and for the period of the invoice."
            ),
        ),
    )


def _sentence(invoiced: Invoiced) -> str:
    if invoiced.reference:
        return marked(
            "From {first} to {last} the readings come to {energy_kwh:.0f} kWh, the invoice {reference} to "
            "{invoiced_kwh:.0f} kWh: {percent:+.1f} %."
        )
    return marked(
        "From {first} to {last} the readings come to {energy_kwh:.0f} kWh, the invoice to {invoiced_kwh:.0f} kWh: "
        "{percent:+.1f} %."
    )
