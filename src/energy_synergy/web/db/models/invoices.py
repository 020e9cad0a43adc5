"""Invoices: what a supplier or a grid operator counted, to hold readings against."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from energy_synergy.web.db.models.groups import Company
from energy_synergy.web.db.models.meters import Direction, Meter


class Invoice(models.Model):
    """The energy of a company in one direction [kWh] from one local day to another, both included.

    Without a meter it is that of all meters of the direction together.
    """

    company = models.ForeignKey(Company, models.CASCADE, related_name="invoices")
    direction = models.CharField(max_length=11, choices=Direction, default=Direction.CONSUMPTION)
    meter = models.ForeignKey(Meter, models.CASCADE, null=True, blank=True, related_name="invoices")
    first_on = models.DateField()
    last_on = models.DateField()
    energy_kwh = models.FloatField()
    reference = models.CharField(max_length=60, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=254)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(direction__in=Direction.values), name="invoice_direction_known"),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="invoice_ends_after_start"),
            models.CheckConstraint(condition=Q(energy_kwh__gt=0), name="invoice_above_zero"),
        )
