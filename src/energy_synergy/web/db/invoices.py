"""Writing the invoices of a company; each change is one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.web.db.models import Company, Invoice, Meter

HIGHEST_KWH = 1e12
LONGEST_DAYS = 1100


class InvoiceEndsBeforeStart(InvalidValue):
    """An invoice ends before it begins, or is about years that no invoice is about."""

    code = "invoice_ends_before_start"


class InvoiceNotAboveZero(InvalidValue):
    """An invoice without energy says nothing about readings."""

    code = "invoice_not_above_zero"


class InvoiceOfAnotherMeter(InvalidValue):
    """An invoice names a meter of another direction."""

    code = "invoice_of_another_meter"


@dataclass(frozen=True, slots=True)
class InvoiceDetails:
    """What is told of an invoice: energy [kWh] from one day to another, both included; no meter is all of them."""

    direction: str
    first_on: date
    last_on: date
    energy_kwh: float
    reference: str = ""
    meter_id: int | None = None


@transaction.atomic
def add_invoice(company: Company, told: InvoiceDetails, *, now: datetime, recorded_by: str) -> Invoice:
    """Store an invoice of a company.

    Raises InvoiceEndsBeforeStart, InvoiceNotAboveZero, InvoiceOfAnotherMeter.
    """
    if not 0 <= (told.last_on - told.first_on).days <= LONGEST_DAYS:
        raise InvoiceEndsBeforeStart(
            marked("The last day comes before the first one, or more than three years after it.")
        )
    if not 0 < told.energy_kwh <= HIGHEST_KWH:
        raise InvoiceNotAboveZero(
            marked("An invoice is about an energy above 0 kWh, not {value}."), value=told.energy_kwh
        )
    if told.meter_id is not None:
        meter = Meter.objects.filter(pk=told.meter_id, company=company, direction=told.direction).first()
        if meter is None:
            raise InvoiceOfAnotherMeter(marked("This meter is none of the company in this direction."))
    return Invoice.objects.create(
        company=company,
        direction=told.direction,
        meter_id=told.meter_id,
        first_on=told.first_on,
        last_on=told.last_on,
        energy_kwh=told.energy_kwh,
        reference=told.reference,
        recorded_at=now,
        recorded_by=recorded_by,
    )
