"""The market: tariffs of companies, day-ahead prices, agreements, and results that are kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from energy_synergy.web.db.models.groups import Company, Group

NOW = Q(replaced_at=None)


class CompanyTariff(models.Model):
    """What a company pays the grid and is paid by it, from one local date to another (end exclusive, null is open).

    `body` holds `tariffs.tariff.Tariff.record()`. A change writes a new row and says when the old one was replaced.
    """

    company = models.ForeignKey(Company, models.CASCADE, related_name="tariffs")
    title = models.CharField(max_length=120, blank=True)
    active_from = models.DateField(null=True, blank=True)
    active_to = models.DateField(null=True, blank=True)
    body = models.JSONField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=254)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(active_from=None) | Q(active_to=None) | Q(active_to__gt=F("active_from")),
                name="company_tariff_ends_after_start",
            ),
        )


class TariffTemplate(models.Model):
    """A tariff kept by a group to be given to its companies; `body` as of a company's tariff."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="tariff_templates")
    title = models.CharField(max_length=120)
    body = models.JSONField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=254)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("group", "title"), name="tariff_template_once"),
            models.CheckConstraint(condition=~Q(title=""), name="tariff_template_title_not_empty"),
        )


class DayAheadPrices(models.Model):
    """The day-ahead prices of a bidding area for one UTC day: 96 prices per kWh (float64, NaN where unknown).

    Prices with a group were given by it and are its own; those without one were fetched and serve every group. A newer
    price of the same day replaces the older one, which stays.
    """

    group = models.ForeignKey(Group, models.CASCADE, null=True, blank=True, related_name="day_ahead_prices")
    area = models.CharField(max_length=20)
    currency = models.CharField(max_length=3)
    day = models.DateField()
    prices = models.BinaryField()
    source = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=254, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("group", "area", "currency", "day"), condition=NOW, name="day_ahead_of_group_once"
            ),
            models.UniqueConstraint(
                fields=("area", "currency", "day"), condition=NOW & Q(group=None), name="day_ahead_of_site_once"
            ),
        )


class AgreementState(models.TextChoices):
    """How far an agreement is."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Agreement(models.Model):
    """The choice of a sharing key and a price rule, from one local date to another (end exclusive, null is open).

    `key` and `rule` are `{name, <fields>}`; a field with one entry a member is a table by the company's number, and one
    with coefficients for each slot stands in `coefficients`. A draft may be changed; a published agreement stays as it
    is and may only be given an end. `ended` is the agreement that its publication ended, `ended_until` the end that one
    had before.
    """

    group = models.ForeignKey(Group, models.CASCADE, related_name="agreements")
    title = models.CharField(max_length=120)
    note = models.TextField(max_length=2000, blank=True)
    state = models.CharField(max_length=9, choices=AgreementState, default=AgreementState.DRAFT)
    key = models.JSONField()
    rule = models.JSONField()
    interval_minutes = models.PositiveSmallIntegerField(default=15)
    active_from = models.DateField(null=True, blank=True)
    active_to = models.DateField(null=True, blank=True)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    ended = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    ended_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(title=""), name="agreement_title_not_empty"),
            models.CheckConstraint(condition=Q(state__in=AgreementState.values), name="agreement_state_known"),
            models.CheckConstraint(condition=Q(interval_minutes__in=(15, 60)), name="agreement_interval_known"),
            models.CheckConstraint(
                condition=Q(active_from=None) | Q(active_to=None) | Q(active_to__gt=F("active_from")),
                name="agreement_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(state=AgreementState.PUBLISHED) | Q(published_at__isnull=False, active_from__isnull=False),
                name="agreement_published_with_start",
            ),
        )

    def __str__(self) -> str:
        return self.title


class AgreementCoefficients(models.Model):
    """The coefficients of an agreement's key for the slots of one UTC day, as `usecases.agreed_slots` packs them."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="coefficients")
    day_index = models.IntegerField()
    values = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("agreement", "day_index"), name="agreement_coefficients_once_a_day"),
        )


class MarketRecord(models.Model):
    """A result of the market that is kept as it was computed, so that anybody can check it again.

    `body` is what `trading.kept.write_market` wrote, `digest` its SHA-256.
    """

    group = models.ForeignKey(Group, models.CASCADE, related_name="market_records")
    agreement = models.ForeignKey(Agreement, models.SET_NULL, null=True, blank=True, related_name="market_records")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    key = models.JSONField()
    rule = models.JSONField()
    body = models.BinaryField()
    digest = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=254)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="market_record_ends_after_start"),
        )
