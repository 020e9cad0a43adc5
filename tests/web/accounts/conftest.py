"""An account with a password, and no attempts counted yet."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.core.cache import cache

from energy_synergy.web.accounts.register import create_account
from energy_synergy.web.db.models import Group, GroupRole, User
from energy_synergy.web.db.stores import DatabaseStore
from tests.web.accounts.steps import EMAIL, PASSWORD


@pytest.fixture(autouse=True)
def _no_attempts(settings: SimpleNamespace) -> Iterator[None]:
    """Attempts are counted in the memory of the process: each test begins at none, and hashes passwords in no time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ada(store: DatabaseStore) -> User:
    """An account with a password, the manager of the group `river`."""
    user = create_account(EMAIL, PASSWORD, name="Ada", is_admin=False)
    User.objects.update(is_admin=False)
    GroupRole.objects.create(group=Group.objects.get(slug="river"), user=user, role="manager")
    return user
