"""Keys of programs: what they open, for how long, and that they are shown once."""

from __future__ import annotations

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils import timezone

from energy_synergy.web import access
from energy_synergy.web.access import May
from energy_synergy.web.accounts.keys import create_key, revoke_keys
from energy_synergy.web.accounts.register import create_account
from energy_synergy.web.db.models import ApiKey, AuditEntry, Group, User
from energy_synergy.web.db.stores import DatabaseStore
from energy_synergy.web.digests import digest_of
from tests.web.conftest import NOW, People

PASSWORD = "seven sailing boats"


@pytest.fixture(autouse=True)
def _no_attempts(settings: SimpleNamespace) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def ada(store: DatabaseStore) -> Client:
    """Somebody who has just typed their password."""
    create_account("ada@example.org", PASSWORD)
    client = Client()
    client.post("/account/login/", {"login": "ada@example.org", "password": PASSWORD})
    client.post("/account/reauthenticate/", {"password": PASSWORD, "next": "/account/"})
    return client


def make(client: Client, **other: str) -> str:
    """Make a key by the page, and return what it shows."""
    form = {"name": "Nightly import", "scope": "read", "group": "", "life": "30", **other}
    return client.post("/account/keys/new/", form).content.decode()


def asked_with(secret: str, path: str = "/api/v1/groups") -> access.Visitor:
    return access.visitor(RequestFactory().get(path, headers={"Authorization": f"Bearer {secret}"}))


def test_it_is_shown_once_and_kept_as_a_digest(ada: Client) -> None:
    secret = re.search(r">(es_[\w-]{43})<", make(ada)).group(1)  # type: ignore[union-attr]
    kept = ApiKey.objects.get()
    assert kept.digest == digest_of(secret)
    assert secret not in ada.get("/account/").content.decode()
    assert f"{secret[:12]}…" in ada.get("/account/").content.decode()
    assert asked_with(secret).user == User.objects.get()
    assert secret not in str(AuditEntry.objects.get(action="key.created").details)


def test_the_answer_with_the_secret_is_kept_nowhere(ada: Client) -> None:
    form = {"name": "k", "scope": "read", "group": "", "life": "30"}
    assert "no-store" in ada.post("/account/keys/new/", form).headers["Cache-Control"]


def test_it_asks_for_the_password_first(ada: Client) -> None:
    other = Client()
    other.post("/account/login/", {"login": "ada@example.org", "password": PASSWORD})
    assert other.get("/account/keys/new/").headers["Location"].startswith("/account/reauthenticate/")
    make(other)
    assert not ApiKey.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"name": ""}, "This field is required"), ({"scope": "root"}, "valid choice"), ({"group": "999"}, "valid choice")],
)
def test_it_refuses_a_key_that_cannot_be(ada: Client, wrong: dict[str, str], words: str) -> None:
    shown = make(ada, **wrong)
    assert words in shown
    assert not ApiKey.objects.exists()


def test_it_offers_no_group_of_others(people: People) -> None:
    user = User.objects.get(name="stranger")
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    client.post("/account/reauthenticate/", {"password": PASSWORD, "next": "/account/"})
    assert "River" not in client.get("/account/keys/new/").content.decode()
    assert "valid choice" in make(client, group=str(Group.objects.get().pk))


@pytest.mark.parametrize(
    ("scope", "allowed"),
    [("read", {May.SEE}), ("write", {May.SEE, May.IMPORT}), ("manage", {May.SEE, May.IMPORT, May.MANAGE})],
)
def test_it_reaches_as_far_as_its_scope(people: People, scope: str, allowed: set[May]) -> None:
    secret = key_of("manager", scope=scope)
    request = RequestFactory().get("/api/v1/groups", headers={"Authorization": f"Bearer {secret}"})
    group = Group.objects.get()
    rights = {right for right in (May.SEE, May.IMPORT, May.MANAGE) if access.may(request, group, right)}
    assert rights == allowed


def key_of(name: str, **other: object) -> str:
    """Make a key for somebody, and return its secret."""
    asked = {"name": "k", "scope": "read", "group": None, "expires_at": None, "now": NOW, **other}
    return create_key(User.objects.get(name=name), **asked)[1]  # type: ignore[arg-type]


def test_it_never_may_more_than_its_owner(people: People) -> None:
    secret = key_of("mill_viewer", scope="manage")
    request = RequestFactory().get("/api/v1/groups", headers={"Authorization": f"Bearer {secret}"})
    assert not access.may(request, Group.objects.get(), May.MANAGE)


def test_it_opens_no_page(people: People) -> None:
    secret = key_of("manager", scope="manage")
    headers = {"Authorization": f"Bearer {secret}"}
    assert people.nobody.get("/g/river/data/", headers=headers).status_code == 302


def test_it_ends(people: People) -> None:
    over = key_of("manager", expires_at=timezone.now() - timedelta(seconds=1))
    open_still = key_of("manager", expires_at=timezone.now() + timedelta(days=1))
    assert [asked_with(secret).is_known for secret in (over, open_still, "es_guessed")] == [False, True, False]
    User.objects.filter(name="manager").update(is_active=False)
    assert not asked_with(open_still).is_known


def test_it_is_revoked_at_once(ada: Client) -> None:
    secret = re.search(r">(es_[\w-]{43})<", make(ada)).group(1)  # type: ignore[union-attr]
    ada.post(f"/account/keys/{ApiKey.objects.get().pk}/revoke/")
    assert not asked_with(secret).is_known
    assert "There is no key yet." in ada.get("/account/").content.decode()
    assert AuditEntry.objects.filter(action="key.revoked").count() == 1


def test_nobody_revokes_the_key_of_another(people: People) -> None:
    key_of("manager")
    path = f"/account/keys/{ApiKey.objects.get().pk}/revoke/"
    assert [client.post(path).status_code for client in (people.stranger, people.nobody)] == [404, 302]
    assert ApiKey.objects.get().revoked_at is None
    assert revoke_keys(User.objects.get(name="manager"), now=NOW) == 1


def test_its_use_is_noted(people: People) -> None:
    secret = key_of("manager")
    assert ApiKey.objects.get().last_used_at is None
    asked_with(secret)
    assert ApiKey.objects.get().last_used_at is not None
