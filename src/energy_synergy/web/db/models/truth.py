"""Versioned truth about energy: nothing is overwritten."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from energy_synergy.web.db.models.groups import Company
from energy_synergy.web.db.models.meters import Meter, SourceKind


class Import(models.Model):
    """One dataset that came in: an uploaded file or an estimate, what was detected in it, and by whom.

    `left_out` counts the rows that were bad and left out on request. An import that undoes another names it in
    `undoes`; `sources_before` is what the meters that it touched were read from before it, by the meter's number.
    """

    company = models.ForeignKey(Company, models.CASCADE, related_name="imports")
    kind = models.CharField(max_length=11, choices=SourceKind)
    file_name = models.CharField(max_length=255, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    format = models.CharField(max_length=60, blank=True)
    detected = models.JSONField(default=dict)
    series = models.JSONField(default=list)
    rows = models.PositiveIntegerField(default=0)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=254)
    left_out = models.PositiveIntegerField(default=0)
    days_added = models.PositiveIntegerField(default=0)
    days_replaced = models.PositiveIntegerField(default=0)
    sources_before = models.JSONField(default=dict)
    undoes = models.OneToOneField("self", models.SET_NULL, null=True, related_name="undone_by_import")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=254, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("company", "-recorded_at", "-id"), name="import_latest"),
            models.Index(fields=("sha256",), name="import_by_digest"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=[kind for kind in SourceKind.values if kind]), name="import_kind_known"
            ),
        )


class Versioned(models.Model):
    """Something known about a meter; a newer version supersedes it and leaves it in place."""

    meter = models.ForeignKey(Meter, models.CASCADE, related_name="%(class)ss", db_index=False)
    source_import = models.ForeignKey(Import, models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class DayBlock(Versioned):
    """One meter, one UTC day, 96 slots: little-endian float64 kWh (NaN = missing) and a quality byte each."""

    day_index = models.IntegerField()
    energy = models.BinaryField(max_length=768)
    quality = models.BinaryField(max_length=96)
    total_kwh = models.FloatField()
    missing_slots = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("meter", "day_index", "version"), name="block_version_once"),
            models.UniqueConstraint(
                fields=("meter", "day_index"), condition=Q(superseded_at=None), name="block_one_current"
            ),
            models.CheckConstraint(condition=Q(missing_slots__lte=96), name="block_missing_within_day"),
        )
        indexes = (
            models.Index(
                fields=("meter", "day_index", "total_kwh", "missing_slots"),
                condition=Q(superseded_at=None),
                name="block_current_totals",
            ),
        )


class TypicalDay(Versioned):
    """An undated curve of 96 slots, packed as a day block is."""

    energy = models.BinaryField(max_length=768)
    quality = models.BinaryField(max_length=96)
    total_kwh = models.FloatField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("meter", "version"), name="typical_day_version_once"),
            models.UniqueConstraint(fields=("meter",), condition=Q(superseded_at=None), name="typical_day_one_current"),
        )


class Estimate(Versioned):
    """An annual total [kWh] spread over a profile, by the profile's name and fields.

    `own_profile` names the profile of which the fields are a copy, in its version `own_version`.
    """

    profile = models.CharField(max_length=120)
    fields = models.JSONField(default=dict)
    annual_kwh = models.FloatField()
    own_profile = models.ForeignKey("OwnProfile", models.SET_NULL, null=True, related_name="estimates")
    own_version = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("meter", "version"), name="estimate_version_once"),
            models.UniqueConstraint(fields=("meter",), condition=Q(superseded_at=None), name="estimate_one_current"),
            models.CheckConstraint(condition=Q(annual_kwh__gte=0), name="estimate_not_negative"),
        )
