"""Secrets of links and programs: only a digest is kept, and a key counts while it is neither old nor revoked."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from energy_synergy.web.db.models import ApiKey

KEY_PREFIX = "es_"
USE_NOTED_EVERY = timedelta(minutes=1)


def digest_of(secret: str) -> str:
    """Return what is kept of a secret of many random letters: it cannot be turned back."""
    return hashlib.sha256(secret.encode()).hexdigest()


def key_shown(request: HttpRequest) -> ApiKey | None:
    """Return the key that a program shows, if it counts now."""
    scheme, _, secret = request.headers["Authorization"].partition(" ")
    if scheme.lower() != "bearer" or not secret.startswith(KEY_PREFIX):
        return None
    now = timezone.now()
    counts = Q(expires_at=None) | Q(expires_at__gt=now)
    keys = ApiKey.objects.select_related("user").filter(counts, revoked_at=None, user__is_active=True)
    key = keys.filter(digest=digest_of(secret.strip())).first()
    if key and (key.last_used_at is None or now - key.last_used_at > USE_NOTED_EVERY):
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=now)
    return key
