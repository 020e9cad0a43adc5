"""Keys with which programs act for an account: made, counted and revoked."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import models

from energy_synergy.web.db.models import ApiKey, Group, User
from energy_synergy.web.digests import KEY_PREFIX, digest_of

SECRET_BYTES = 32
# So much of a key is kept in the clear, to tell it from others: nine of its 43 letters.
SHOWN_LETTERS = 12


def create_key(
    user: User, *, name: str, scope: str, group: Group | None, expires_at: datetime | None, now: datetime
) -> tuple[ApiKey, str]:
    """Store a key and return it with its secret, of which only a digest is kept."""
    secret = KEY_PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    key = ApiKey.objects.create(
        user=user,
        name=name,
        prefix=secret[:SHOWN_LETTERS],
        digest=digest_of(secret),
        scopes=[scope],
        group=group,
        created_at=now,
        expires_at=expires_at,
    )
    return key, secret


def keys_of(user: User) -> models.QuerySet[ApiKey]:
    """Return the keys of an account that were not revoked, the newest first."""
    return ApiKey.objects.filter(user=user, revoked_at=None).select_related("group").order_by("-created_at", "-id")


def revoke_keys(user: User, *, now: datetime, key_id: int | None = None) -> int:
    """Revoke one key of an account, or all of them, and return how many that were."""
    keys = ApiKey.objects.filter(user=user, revoked_at=None)
    return (keys if key_id is None else keys.filter(pk=key_id)).update(revoked_at=now)
