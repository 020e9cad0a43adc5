"""Groups, companies, their sites, and their dated bonds with what others may see."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from energy_synergy.community.sight import Visibility


class SizeClass(models.TextChoices):
    """The size of an enterprise by the EU's recommendation 2003/361/EC; empty where it is not told."""

    MICRO = "micro", _("Micro (fewer than 10 people)")
    SMALL = "small", _("Small (fewer than 50 people)")
    MEDIUM = "medium", _("Medium (fewer than 250 people)")
    LARGE = "large", _("Large")


class Group(models.Model):
    """A Project Group; `tolerance` is the share of consumption within which it counts as self-sustaining.

    `scheme` is the name of the country scheme that it follows, `price_area` the bidding area of its day-ahead prices
    (both empty where not chosen), `scheme_answers` what the group answered to the questions of its scheme. An archived
    group can be read and no longer changed.
    """

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    timezone = models.CharField(max_length=64)
    country = models.CharField(max_length=2, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    tolerance = models.FloatField(default=0.05)
    scheme = models.CharField(max_length=40, blank=True)
    scheme_answers = models.JSONField(default=dict, blank=True)
    price_area = models.CharField(max_length=20, blank=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)
    # The bonds of the group in order, once they are loaded with its facts: whoever needs them next asks here first.
    loaded_bonds: list[Membership] | None = None
    # The companies that left the group and have an account of their own, once they were asked for.
    on_their_own: frozenset[int] | None = None

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(slug=""), name="group_slug_not_empty"),
            models.CheckConstraint(condition=~Q(name=""), name="group_name_not_empty"),
            models.CheckConstraint(condition=Q(tolerance__gte=0, tolerance__lte=1), name="group_tolerance_fraction"),
        )

    def __str__(self) -> str:
        return self.name


class Company(models.Model):
    """A company; its colour stays the same for life, on every chart.

    `registration_id` is its number in the register of its country (SIREN, KBO, HRB ...), in `country`. `gaps` says what
    stands in for its missing readings (`usecases.gap_policy`); empty leaves them missing. A public body
    (`is_public`) is no enterprise, whatever its size.
    """

    name = models.CharField(max_length=120)
    sector = models.CharField(max_length=60, blank=True)
    registration_id = models.CharField(max_length=40, blank=True)
    country = models.CharField(max_length=2, blank=True)
    size_class = models.CharField(max_length=6, choices=SizeClass, blank=True)
    is_public = models.BooleanField(default=False)
    color_index = models.PositiveSmallIntegerField()
    gaps = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(name=""), name="company_name_not_empty"),)

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A place of a company, with the coordinates [degrees, WGS 84] where they are known.

    How it is connected is told for country schemes (`schemes.facts.SiteFacts`): `grid_level` from 1, the highest
    voltage, to 7; what the connection allows and what is installed there in kW.
    """

    company = models.ForeignKey(Company, models.CASCADE, related_name="sites")
    name = models.CharField(max_length=120)
    address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    municipality = models.CharField(max_length=120, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    building = models.CharField(max_length=80, blank=True)
    grid_node = models.CharField(max_length=80, blank=True)
    substation = models.CharField(max_length=80, blank=True)
    distribution_operator = models.CharField(max_length=80, blank=True)
    grid_level = models.PositiveSmallIntegerField(null=True, blank=True)
    connection_kw = models.FloatField(null=True, blank=True)
    installed_kw = models.FloatField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "name"), name="site_once"),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="site_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(grid_level=None) | Q(grid_level__gte=1, grid_level__lte=7), name="site_grid_level_known"
            ),
            models.CheckConstraint(
                condition=(Q(connection_kw=None) | Q(connection_kw__gt=0))
                & (Q(installed_kw=None) | Q(installed_kw__gte=0)),
                name="site_power_not_negative",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A dated bond of a company to a group; the end is exclusive, null is open.

    `visibility` is how far the other members see the company's curve. With `agreed_at` the company accepts that its
    data can be worked out from the totals of the group where few others stand behind them. `participation` is the
    fraction of its surplus and deficit that enters the group.
    """

    group = models.ForeignKey(Group, models.CASCADE, related_name="memberships")
    company = models.ForeignKey(Company, models.CASCADE, related_name="memberships")
    active_from = models.DateTimeField(null=True, blank=True)
    active_to = models.DateTimeField(null=True, blank=True)
    visibility = models.CharField(
        max_length=12, choices=[(one.value, one.value) for one in Visibility], default=Visibility.TOTALS.value
    )
    participation = models.FloatField(default=1.0)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("group", "company"), name="membership_once"),
            models.CheckConstraint(
                condition=Q(visibility=Visibility.TOTALS.value) | Q(agreed_at__isnull=False),
                name="membership_seen_only_if_agreed",
            ),
            models.CheckConstraint(
                condition=Q(active_from=None) | Q(active_to=None) | Q(active_to__gt=F("active_from")),
                name="membership_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(participation__gt=0, participation__lte=1), name="membership_takes_part"
            ),
        )
