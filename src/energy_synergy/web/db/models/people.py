"""Accounts, the roles they hold, invitations and keys of programs."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from energy_synergy.web.db.models.groups import Company, Group


class Theme(models.TextChoices):
    """Light, dark, or as the device says."""

    AUTO = "", _("As on my device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Accounts(BaseUserManager["User"]):
    """Makes accounts; the e-mail address is kept in lower case, so that it is found however it is typed."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Store an account; without a password nobody can sign in to it until one is set."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Store the account of a platform admin."""
        return self.create_user(email, password, is_admin=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        """Return the account of an e-mail address."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person's account; `is_admin` makes it a platform admin's. Language and theme are empty where not chosen."""

    email = models.EmailField(unique=True, max_length=254)
    name = models.CharField(max_length=120, blank=True)
    is_admin = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=5, blank=True)
    theme = models.CharField(max_length=5, choices=Theme, blank=True)
    joined_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[Accounts] = Accounts()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="user_email_once"),)

    def __str__(self) -> str:
        return self.name or self.email


class GroupRole(models.Model):
    """What an account may do in a whole group."""

    class Role(models.TextChoices):
        """A manager runs the group; an analyst reads everything in it."""

        MANAGER = "manager", _("Group manager")
        ANALYST = "analyst", _("Analyst")

    group = models.ForeignKey(Group, models.CASCADE, related_name="roles")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="group_roles")
    role = models.CharField(max_length=7, choices=Role)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("group", "user"), name="group_role_once"),
            models.CheckConstraint(condition=Q(role__in=("manager", "analyst")), name="group_role_known"),
        )


class CompanyRole(models.Model):
    """What an account may do for one company, in every group that the company belongs to."""

    class Role(models.TextChoices):
        """An editor brings data in and decides who sees it; a viewer reads."""

        EDITOR = "editor", _("Company editor")
        VIEWER = "viewer", _("Company viewer")

    company = models.ForeignKey(Company, models.CASCADE, related_name="roles")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="company_roles")
    role = models.CharField(max_length=6, choices=Role)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "user"), name="company_role_once"),
            models.CheckConstraint(condition=Q(role__in=("editor", "viewer")), name="company_role_known"),
        )


class Invitation(models.Model):
    """An offer of a role by link, for a group or for one company of it; only a digest of the link's secret is kept.

    It is open until it is accepted, withdrawn or past `expires_at`.
    """

    group = models.ForeignKey(Group, models.CASCADE, related_name="invitations")
    company = models.ForeignKey(Company, models.CASCADE, null=True, related_name="invitations")
    role = models.CharField(max_length=7)
    email = models.EmailField(max_length=254, blank=True)
    message = models.TextField(blank=True, max_length=2000)
    digest = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(company=None, role__in=("manager", "analyst"))
                | Q(company__isnull=False, role__in=("editor", "viewer")),
                name="invitation_role_fits",
            ),
        )


class ApiKey(models.Model):
    """A key with which a program acts for an account; only its first letters and a digest are kept.

    `scopes` is a list of "read", "write" and "manage"; `group` limits the key to one group.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    group = models.ForeignKey(Group, models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
