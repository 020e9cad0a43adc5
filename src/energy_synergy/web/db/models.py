"""The tables: groups, companies, meters, and versioned truth that is never overwritten."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


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


class Group(models.Model):
    """A Project Group; `tolerance` is the share of consumption within which it counts as self-sustaining."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    timezone = models.CharField(max_length=64)
    country = models.CharField(max_length=2, blank=True)
    tolerance = models.FloatField(default=0.05)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(slug=""), name="group_slug_not_empty"),
            models.CheckConstraint(condition=~Q(name=""), name="group_name_not_empty"),
            models.CheckConstraint(condition=Q(tolerance__gte=0, tolerance__lte=1), name="group_tolerance_fraction"),
        )

    def __str__(self) -> str:
        return self.name


class Company(models.Model):
    """A company; its colour stays the same for life, on every chart."""

    name = models.CharField(max_length=120)
    sector = models.CharField(max_length=60, blank=True)
    color_index = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(name=""), name="company_name_not_empty"),)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A dated bond of a company to a group; the end is exclusive, null is open."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="memberships")
    company = models.ForeignKey(Company, models.CASCADE, related_name="memberships")
    active_from = models.DateTimeField(null=True, blank=True)
    active_to = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("group", "company"), name="membership_once"),
            models.CheckConstraint(
                condition=Q(active_from=None) | Q(active_to=None) | Q(active_to__gt=F("active_from")),
                name="membership_ends_after_start",
            ),
        )


class Meter(models.Model):
    """A metering point with one direction; the unnamed one is the company's only one in that direction.

    `first_at` and `last_at` span the dated readings that are there; they follow from the blocks and are written
    with them.
    """

    company = models.ForeignKey(Company, models.CASCADE, related_name="meters")
    direction = models.CharField(max_length=11, choices=Direction)
    name = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=11, choices=SourceKind, blank=True)
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "direction", "name"), name="meter_once"),
            models.CheckConstraint(condition=Q(direction__in=Direction.values), name="meter_direction_known"),
            models.CheckConstraint(condition=Q(source__in=SourceKind.values), name="meter_source_known"),
        )


class Import(models.Model):
    """One dataset that came in: an uploaded file or an estimate, what was detected in it, and by whom."""

    company = models.ForeignKey(Company, models.CASCADE, related_name="imports")
    kind = models.CharField(max_length=11, choices=SourceKind)
    file_name = models.CharField(max_length=255, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    format = models.CharField(max_length=60, blank=True)
    detected = models.JSONField(default=dict)
    series = models.JSONField(default=list)
    rows = models.PositiveIntegerField(default=0)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=120)

    class Meta:
        indexes = (models.Index(fields=("company", "-recorded_at", "-id"), name="import_latest"),)
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
    """An annual total [kWh] spread over a profile, by the profile's name and fields."""

    profile = models.CharField(max_length=120)
    fields = models.JSONField(default=dict)
    annual_kwh = models.FloatField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("meter", "version"), name="estimate_version_once"),
            models.UniqueConstraint(fields=("meter",), condition=Q(superseded_at=None), name="estimate_one_current"),
            models.CheckConstraint(condition=Q(annual_kwh__gte=0), name="estimate_not_negative"),
        )


class FindingRow(models.Model):
    """A finding of an import: a sentence template with its values, and the place it speaks of."""

    source_import = models.ForeignKey(Import, models.CASCADE, related_name="findings")
    code = models.CharField(max_length=60)
    severity = models.CharField(max_length=7)
    sentence = models.TextField()
    values = models.JSONField(default=dict)
    place = models.JSONField(default=dict)
    count = models.PositiveIntegerField(default=1)
    value = models.TextField(null=True)
    expected = models.TextField(null=True)
    advice = models.TextField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(severity__in=("info", "warning", "error")), name="finding_severity_known"
            ),
        )
