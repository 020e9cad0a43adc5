"""The sessions in which an account is signed in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session

from energy_synergy.web.db.models import User


def _sessions_of(user: User, now: datetime) -> Iterator[Session]:
    # What a session holds is signed text: it is read one by one. A site has hundreds of them at most.
    for session in Session.objects.filter(expire_date__gt=now).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            yield session


def other_sessions(user: User, own_key: str | None, *, now: datetime) -> int:
    """Return in how many other browsers an account is signed in."""
    return sum(session.session_key != own_key for session in _sessions_of(user, now))


def end_other_sessions(user: User, own_key: str | None, *, now: datetime) -> int:
    """Sign an account out everywhere but here, and return from how many browsers."""
    keys = [session.session_key for session in _sessions_of(user, now) if session.session_key != own_key]
    Session.objects.filter(session_key__in=keys).delete()
    return len(keys)
