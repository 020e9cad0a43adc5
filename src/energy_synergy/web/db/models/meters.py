"""Metering points, and what their energy is read from."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from energy_synergy.web.db.models.groups import Company, Site


class Direction(models.TextChoices):
    """Which way the energy of a meter flows."""

    CONSUMPTION = "consumption", _("Consumption")
    PRODUCTION = "production", _("Production")


class SourceKind(models.TextChoices):
    """What a meter's energy is read from; empty when the meter takes no part."""

    NONE = "", _("Not used")
    READINGS = "readings", _("Dated readings")
    TYPICAL_DAY = "typical_day", _("Typical day")
    ESTIMATE = "estimate", _("Annual total and profile")


class Meter(models.Model):
    """A metering point with one direction; the unnamed one is the company's only one in that direction.

    `first_at` and `last_at` span the dated readings that are there; they follow from the blocks and are written
    with them. `contracted_kw` is the power that the contract allows, where it is known.
    """

    company = models.ForeignKey(Company, models.CASCADE, related_name="meters")
    direction = models.CharField(max_length=11, choices=Direction)
    name = models.CharField(max_length=120, blank=True)
    site = models.ForeignKey(Site, models.SET_NULL, null=True, blank=True, related_name="meters")
    source = models.CharField(max_length=11, choices=SourceKind, blank=True)
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    contracted_kw = models.FloatField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "direction", "name"), name="meter_once"),
            models.CheckConstraint(
                condition=Q(contracted_kw=None) | Q(contracted_kw__gt=0), name="meter_contracted_above_zero"
            ),
            models.CheckConstraint(condition=Q(direction__in=Direction.values), name="meter_direction_known"),
            models.CheckConstraint(condition=Q(source__in=SourceKind.values), name="meter_source_known"),
        )


class MeterSource(models.Model):
    """What a meter's energy was read from, and from when on until when the product had it so; `source` may be empty."""

    meter = models.ForeignKey(Meter, models.CASCADE, related_name="sources")
    source = models.CharField(max_length=11, choices=SourceKind, blank=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("meter",), condition=Q(superseded_at=None), name="meter_source_one_current"
            ),
        )
