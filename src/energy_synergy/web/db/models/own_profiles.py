"""Profiles that people made themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from energy_synergy.web.db.models.groups import Group
from energy_synergy.web.db.models.meters import Direction


class OwnProfile(models.Model):
    """A profile made in a group: its maker's alone until it is shared with the group's team.

    `direction` is empty where the curve fits both; `version` is the number of the latest version. An
    estimate keeps a copy of the version it uses.
    """

    group = models.ForeignKey(Group, models.CASCADE, related_name="own_profiles")
    name = models.CharField(max_length=120)
    description = models.CharField(max_length=500, blank=True)
    sector = models.CharField(max_length=60, blank=True)
    direction = models.CharField(max_length=11, choices=Direction, blank=True)
    is_shared = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    duplicated_from = models.CharField(max_length=120, blank=True)
    maker = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="own_profiles")
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(name=""), name="own_profile_name_not_empty"),)

    def __str__(self) -> str:
        return self.name


class OwnProfileVersion(models.Model):
    """One version of a profile: the option that draws it and the option's fields."""

    profile = models.ForeignKey(OwnProfile, models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    option = models.CharField(max_length=60)
    fields = models.JSONField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=254)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("profile", "version"), name="own_profile_version_once"),)
