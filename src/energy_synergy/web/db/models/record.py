"""Who did what, and which requests of programs were answered already."""

from __future__ import annotations

from django.db import models


class AuditEntry(models.Model):
    """Something that was done: when, by whom, from where. The database refuses to change or remove it.

    It points at nothing, so that it stays when a group, a company or an account goes.
    """

    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=254)
    address = models.CharField(max_length=45, blank=True)
    door = models.CharField(max_length=10)
    action = models.CharField(max_length=60)
    group_id = models.BigIntegerField(null=True)
    group_name = models.CharField(max_length=120, blank=True)
    company_id = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = (models.Index(fields=("group_id", "-at", "-id"), name="audit_by_group"),)


class AnsweredRequest(models.Model):
    """The answer to a request that a program marked with an idempotency key: asked again, it is given again."""

    actor = models.CharField(max_length=254)
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.BinaryField(default=bytes)
    headers = models.JSONField(default=dict)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("actor", "key"), name="answered_request_once"),)
