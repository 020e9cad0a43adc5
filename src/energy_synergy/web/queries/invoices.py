"""The invoices of a company beside what its meters read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from energy_synergy.metering.invoiced_total import MUST_BE_THERE, Invoiced
from energy_synergy.units import SLOT
from energy_synergy.web.db.beside import Run, invoice_series, invoiced_of, load_invoice_runs
from energy_synergy.web.db.models import Company, Direction, Invoice, Meter, SourceKind

MOST = 200


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """An invoice; `read_kwh` is what the meters read, None where more than a little of it is missing.

    `difference` is by what fraction that is more than invoiced.
    """

    id: int
    direction: str
    direction_label: str
    meter: str
    meter_id: int | None
    first_on: date
    last_on: date
    energy_kwh: float
    reference: str
    read_kwh: float | None
    difference: float | None


def load_invoices(company: Company, timezone: str) -> tuple[InvoiceLine, ...]:
    """Return the invoices of a company, the latest first, up to a bound; three queries."""
    rows = list(Invoice.objects.filter(company=company).select_related("meter").order_by("-first_on", "-pk")[:MOST])
    meters = list(Meter.objects.filter(company=company, source=SourceKind.READINGS)) if rows else []
    told = [invoiced_of(row, timezone) for row in rows]
    runs = load_invoice_runs(told, meters)
    return tuple(_line(row, one, meters, runs) for row, one in zip(rows, told, strict=True))


def _line(row: Invoice, told: Invoiced, meters: Sequence[Meter], runs: Mapping[int, Run]) -> InvoiceLine:
    used = [one for one in meters if one.direction == row.direction and row.meter_id in (None, one.pk)]
    series = invoice_series(told, used, runs)
    due = round((told.ends_at - told.starts_at) / SLOT) * len(used)
    there = sum(int((~np.isnan(one.energy_kwh)).sum()) for one in series)
    is_there = bool(due) and there / due >= MUST_BE_THERE
    read_kwh = sum(one.total_kwh for one in series) * due / there if is_there else None
    return InvoiceLine(
        id=row.pk,
        direction=row.direction,
        direction_label=str(Direction(row.direction).label),
        meter=row.meter.name if row.meter else "",
        meter_id=row.meter_id,
        first_on=row.first_on,
        last_on=row.last_on,
        energy_kwh=row.energy_kwh,
        reference=row.reference,
        read_kwh=read_kwh,
        difference=None if read_kwh is None else read_kwh / row.energy_kwh - 1,
    )
