"""The page of an account: who it is, how it is protected, which keys it has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator

from energy_synergy.web.accounts.keys import keys_of
from energy_synergy.web.accounts.sessions import other_sessions
from energy_synergy.web.db.models import User


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key as the list shows it; `group` is empty where it opens all groups."""

    id: int
    name: str
    prefix: str
    scope: str
    group: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    has_expired: bool


@dataclass(frozen=True, slots=True)
class AccountPage:
    """An account as its owner sees it."""

    name: str
    email: str
    is_admin: bool
    has_two_factor: bool
    other_sessions: int
    keys: tuple[KeyRow, ...]


def load_account(user: User, session_key: str | None, now: datetime) -> AccountPage:
    """Return the page of an account; three queries."""
    keys = tuple(
        KeyRow(
            id=key.pk,
            name=key.name,
            prefix=key.prefix,
            scope=key.scopes[0] if key.scopes else "",
            group=key.group.name if key.group else "",
            created_at=key.created_at,
            expires_at=key.expires_at,
            last_used_at=key.last_used_at,
            has_expired=key.expires_at is not None and key.expires_at <= now,
        )
        for key in keys_of(user)
    )
    return AccountPage(
        name=user.name,
        email=user.email,
        is_admin=user.is_admin,
        has_two_factor=Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists(),
        other_sessions=other_sessions(user, session_key, now=now),
        keys=keys,
    )
