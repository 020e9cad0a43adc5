"""What was found in what came in: the ledger of how good the data is."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from energy_synergy.web.db.models.groups import Company
from energy_synergy.web.db.models.truth import Import


class OwnFindings(models.Manager["FindingRow"]):
    """The findings that tell of one company alone."""

    def get_queryset(self) -> models.QuerySet[FindingRow]:
        """Leave out what only those may know who see the other company too."""
        return super().get_queryset().filter(other_company=None)


class FindingRow(models.Model):
    """A finding of an import: a sentence template with its values, and the place it speaks of.

    `key` is the same for the same trouble of a company however often it comes; when it comes again, `replaced_by` of
    the row before names the new one, which is open. `meter`, `starts_at` and `ends_at` repeat the place, to filter by.
    A finding that compares with `other_company` is seen only by those who see both: `objects` leaves it out, `every`
    does not. It is open while `resolved_at` is null; how often it was resolved and reopened is in the audit record.
    """

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
    key = models.CharField(max_length=32, blank=True, db_index=True)
    meter = models.CharField(max_length=120, blank=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    other_company = models.ForeignKey(Company, models.CASCADE, null=True, related_name="+")
    replaced_by = models.ForeignKey("self", models.SET_NULL, null=True, related_name="replaces")
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.CharField(max_length=254, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    objects = OwnFindings()
    every = models.Manager["FindingRow"]()

    class Meta:
        base_manager_name = "every"
        constraints = (
            models.CheckConstraint(
                condition=Q(severity__in=("info", "warning", "error")), name="finding_severity_known"
            ),
            models.CheckConstraint(condition=Q(resolved_at=None) | ~Q(reason=""), name="finding_resolved_with_reason"),
        )
