"""Invoices of a company, beside what its meters read."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from energy_synergy.web.api.schemas.base import Day, Line, Record, SentNumber
from energy_synergy.web.api.schemas.companies import Direction

InvoicedKwh = Annotated[float, Field(strict=True, gt=0, le=1e12, allow_inf_nan=False, examples=[12500.0])]


class InvoiceIn(Record):
    """The energy of an invoice from one local day to another, both included."""

    direction: Direction = "consumption"
    first_on: Day
    last_on: Day
    energy_kwh: InvoicedKwh
    reference: Line = Field(default="", max_length=60, description="The number on the invoice")
    meter_id: SentNumber | None = Field(default=None, description="Left out: all meters of the direction")


class InvoiceOut(Record):
    """An invoice beside the readings of the same days."""

    id: int
    direction: Direction
    first_on: date
    last_on: date
    energy_kwh: float
    reference: str
    meter_id: int | None
    read_kwh: float | None = Field(description="What the meters read; null where more than 2 % of it is missing")
    difference: float | None = Field(description="By what fraction that is more than invoiced")
