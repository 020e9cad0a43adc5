"""Files on their way in, and how the columns of a company's files were understood."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from energy_synergy.web.db.models.groups import Company, Group
from energy_synergy.web.db.models.truth import Import


class Upload(models.Model):
    """A file that was sent and is not imported yet; the row is the queue of the checks.

    `token` is its name on disk and in addresses. `told` holds what the visitor said of it (mapping, fixes), `report`
    what the last check found. A check is claimed by a conditional update of `state` and `lease_until`, and done
    again when the lease passes; `progress` runs from 0 to 1.
    """

    class State(models.TextChoices):
        """How far the file is."""

        WAITING = "waiting", _("Waiting for its check")
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Checked")
        REFUSED = "refused", _("Cannot be read")
        SAVING = "saving", _("Being saved")
        IMPORTED = "imported", _("Imported")
        CANCELLED = "cancelled", _("Cancelled")

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(Group, models.CASCADE, related_name="uploads")
    company = models.ForeignKey(Company, models.CASCADE, null=True, related_name="uploads")
    file_name = models.CharField(max_length=255)
    size_bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    progress = models.FloatField(default=0.0)
    lease_until = models.DateTimeField(null=True)
    format = models.CharField(max_length=60, blank=True)
    told = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    refusal = models.JSONField(default=dict)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    uploaded_by = models.CharField(max_length=254)
    uploaded_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    source_import = models.OneToOneField(Import, models.SET_NULL, null=True, related_name="upload")

    class Meta:
        indexes = (models.Index(fields=("group", "state", "-uploaded_at"), name="upload_open"),)
        constraints = (
            models.CheckConstraint(condition=Q(progress__gte=0, progress__lte=1), name="upload_progress_fraction"),
        )


class ColumnMapping(models.Model):
    """How the columns of a company's files with one kind of header were understood last time.

    `signature` is a digest of the header; it is empty for the mapping of a source without a header.
    """

    company = models.ForeignKey(Company, models.CASCADE, related_name="column_mappings")
    signature = models.CharField(max_length=64)
    format = models.CharField(max_length=60, blank=True)
    told = models.JSONField(default=dict)
    used_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("company", "signature"), name="column_mapping_once"),)
