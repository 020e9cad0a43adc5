"""Accounts: signing in and out, passwords, the second factor, and what strangers learn."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client

from energy_synergy.web.accounts.keys import create_key
from energy_synergy.web.accounts.register import create_account
from energy_synergy.web.accounts.second_factor import SecondFactorAdapter
from energy_synergy.web.db.models import ApiKey, AuditEntry, Group, GroupRole, User
from energy_synergy.web.db.stores import DatabaseStore
from tests.web.conftest import NOW, People

PASSWORD = "seven sailing boats"
EMAIL = "ada@example.org"


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


def sign_in(client: Client, password: str = PASSWORD, email: str = EMAIL, **more: str) -> Any:
    return client.post("/account/login/", {"login": email, "password": password, **more})


def signed_in(user: User) -> Client:
    client = Client()
    sign_in(client)
    return client


def confirm(client: Client, path: str = "/account/") -> None:
    """Type the password once more, as something that matters asks for."""
    client.post("/account/reauthenticate/", {"password": PASSWORD, "next": path})


def code_of(secret: str, *, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def test_it_signs_in_and_begins_a_new_session(client: Client, ada: User) -> None:
    before = client.get("/account/login/") and client.session.session_key
    answer = sign_in(client, next="/g/river/data/")
    assert answer.headers["Location"] == "/g/river/data/"
    assert client.session.session_key != before
    assert client.get("/g/river/data/").status_code == 200


def test_it_finds_the_address_however_it_is_typed(client: Client, ada: User) -> None:
    assert sign_in(client, email="  ADA@Example.org ").status_code == 302


def test_it_leads_nowhere_else_after_the_sign_in(client: Client, ada: User) -> None:
    assert sign_in(client, next="https://evil.example/").headers["Location"] == "/"


def test_it_says_the_same_of_an_unknown_address_and_a_wrong_password(client: Client, ada: User) -> None:
    answers = [sign_in(client, "wrong"), sign_in(client, "wrong", "nobody@example.org")]
    pages = [re.sub(r'value="[^"]*"', "", answer.content.decode()) for answer in answers]
    assert pages[0] == pages[1]
    assert "The e-mail address or the password is wrong." in pages[0]


def test_it_takes_as_long_for_an_unknown_address(client: Client, ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    for name in ("check_password", "set_password"):
        monkeypatch.setattr(User, name, lambda _user, raw: hashed.append(raw) or False)
    sign_in(client, "wrong")
    sign_in(client, "wrong", "nobody@example.org")
    assert hashed == ["wrong", "wrong"]


def test_it_slows_down_whoever_guesses(client: Client, ada: User) -> None:
    answers = [sign_in(client, f"guess {n}") for n in range(6)]
    assert "Too many attempts" in answers[-1].content.decode()
    assert sign_in(client).status_code == 200


def test_it_shows_a_page_for_too_many_attempts(client: Client, ada: User) -> None:
    answers = [client.post("/account/login/", {}) for _ in range(31)]
    assert answers[-1].status_code == 429
    assert "Too many attempts" in answers[-1].content.decode()


def test_it_shows_a_page_for_an_account_that_is_switched_off(client: Client, ada: User) -> None:
    User.objects.update(is_active=False)
    assert "switched off" in client.get(sign_in(client).headers["Location"]).content.decode()
    assert client.get("/g/river/").status_code == 302


def test_it_signs_out_by_a_form_alone(ada: User) -> None:
    client = signed_in(ada)
    assert "Sign out?" in client.get("/account/logout/").content.decode()
    assert client.get("/g/river/data/").status_code == 200
    client.post("/account/logout/")
    assert client.get("/g/river/data/").status_code == 302


def test_it_wants_the_token_of_the_form(ada: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = sign_in(strict)
    assert answer.status_code == 403
    assert "This form has expired." in answer.content.decode()


def test_it_mails_a_link_to_a_new_password(client: Client, ada: User) -> None:
    key, _ = create_key(ada, name="k", scope="read", group=None, expires_at=None, now=NOW)
    other = signed_in(ada)
    assert "a mail with a link is on its way" not in client.get("/account/password/reset/").content.decode()
    client.post("/account/password/reset/", {"email": EMAIL})
    path = re.search(r"http://testserver(/\S+)", mail.outbox[-1].body).group(1)  # type: ignore[union-attr]
    form = client.get(path).headers["Location"]
    new = "eight rowing boats"
    assert client.post(form, {"password1": new, "password2": new}).status_code == 302
    assert other.get("/g/river/data/").status_code == 302
    assert sign_in(client, new).status_code == 302
    assert ApiKey.objects.get(pk=key.pk).revoked_at is not None
    assert "does not hold" in Client().get(path).content.decode()


def test_it_tells_nobody_which_addresses_have_an_account(client: Client, ada: User) -> None:
    answers = [client.post("/account/password/reset/", {"email": email}) for email in (EMAIL, "no@example.org")]
    assert [answer.headers["Location"] for answer in answers] == ["/account/password/reset/done/"] * 2
    assert [sent.to for sent in mail.outbox] == [[EMAIL], ["no@example.org"]]
    assert {sent.subject for sent in mail.outbox} == {"A new password for Energy Synergy"}


def test_it_says_that_it_sends_no_mail(client: Client, ada: User, settings: SimpleNamespace) -> None:
    assert "This site sends no mail." in client.get("/account/password/reset/done/").content.decode()
    settings.MAIL_IS_SENT = True
    assert "a mail with a link is on its way" in client.get("/account/password/reset/done/").content.decode()


def test_it_goes_on_where_the_mail_server_does_not_answer(
    client: Client, ada: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def unreachable(self: object) -> None:
        raise TimeoutError("timed out")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", unreachable)
    answer = client.post("/account/password/reset/", {"email": EMAIL}, follow=True)
    assert "was not sent: timed out" in answer.content.decode()
    assert "/account/password/reset/key/" not in caplog.text


def test_it_writes_mails_in_the_language_of_the_account(client: Client, ada: User) -> None:
    User.objects.update(language="fr")
    client.post("/account/password/reset/", {"email": EMAIL})
    assert "Bonjour" in mail.outbox[-1].body


@pytest.mark.parametrize("password", ["short", "password123", "ada@example.org"])
def test_it_refuses_a_weak_password(ada: User, password: str) -> None:
    client = signed_in(ada)
    form = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert client.post("/account/password/change/", form).status_code == 200
    assert User.objects.get().check_password(PASSWORD)


def test_a_new_password_ends_the_other_sessions(ada: User) -> None:
    here, there = signed_in(ada), signed_in(ada)
    new = {"oldpassword": PASSWORD, "password1": "eight rowing boats", "password2": "eight rowing boats"}
    assert here.post("/account/password/change/", new).headers["Location"] == "/account/"
    assert [client.get("/account/").status_code for client in (here, there)] == [200, 302]
    assert mail.outbox[-1].subject == "Your password was changed"


def test_it_signs_out_in_other_browsers(ada: User) -> None:
    here, there = signed_in(ada), signed_in(ada)
    assert "1 other browser is signed in" in here.get("/account/").content.decode()
    here.post("/account/sessions/end/")
    assert [client.get("/account/").status_code for client in (here, there)] == [200, 302]


def turn_on(client: Client) -> str:
    """Turn two-factor sign-in on and return its secret."""
    confirm(client)
    shown = client.get("/account/two-factor/totp/activate/").content.decode()
    assert 'src="data:image/svg+xml;base64,' in shown
    secret = re.search(r'id="totp-key"[^>]*>(\w+)<', shown).group(1)  # type: ignore[union-attr]
    answer = client.post("/account/two-factor/totp/activate/", {"code": code_of(secret)})
    assert answer.headers["Location"] == "/account/two-factor/recovery-codes/"
    return secret


def test_a_second_factor_is_asked_for_after_the_password(ada: User) -> None:
    secret = turn_on(signed_in(ada))
    client = Client()
    assert sign_in(client).headers["Location"] == "/account/two-factor/authenticate/"
    assert client.get("/g/river/data/").status_code == 302
    wrong = client.post("/account/two-factor/authenticate/", {"code": "000000"})
    assert "This code is wrong" in wrong.content.decode()
    client.post("/account/two-factor/authenticate/", {"code": code_of(secret, steps=1)})
    assert client.get("/g/river/data/").status_code == 200


def test_a_recovery_code_counts_once(ada: User) -> None:
    owner = signed_in(ada)
    turn_on(owner)
    code = re.search(r"<li>(\d{8})</li>", owner.get("/account/two-factor/recovery-codes/").content.decode())
    for is_first in (True, False):
        client = Client()
        sign_in(client)
        client.post("/account/two-factor/authenticate/", {"code": code.group(1)})  # type: ignore[union-attr]
        assert (client.get("/g/river/data/").status_code == 200) == is_first


def test_recovery_codes_are_shown_and_downloaded_after_the_password_alone(ada: User) -> None:
    owner = signed_in(ada)
    turn_on(owner)
    text = owner.get("/account/two-factor/recovery-codes/download/")
    assert len(re.findall(r"^\d{8}$", text.content.decode(), re.MULTILINE)) == 10
    other = Client()
    other.force_login(ada, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "reauthenticate" in other.get("/account/two-factor/recovery-codes/").headers["Location"]


def test_a_second_factor_is_turned_off_after_the_password(ada: User) -> None:
    owner = signed_in(ada)
    turn_on(owner)
    owner.post("/account/two-factor/totp/deactivate/")
    assert not Authenticator.objects.exists()
    assert mail.outbox[-1].subject == "Two-factor sign-in is off"


def test_secrets_of_the_second_factor_are_encrypted(ada: User) -> None:
    secret = turn_on(signed_in(ada))
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert SecondFactorAdapter().decrypt(kept) == secret


def test_a_replaced_key_of_the_site_is_said(ada: User, settings: SimpleNamespace) -> None:
    turn_on(signed_in(ada))
    settings.SECRET_KEY = "another one"
    client = Client()
    sign_in(client)
    shown = client.post("/account/two-factor/authenticate/", {"code": "123456"}).content.decode()
    assert "The key of this site was replaced" in shown


def test_a_new_address_counts_once_its_link_was_opened(ada: User) -> None:
    client = signed_in(ada)
    confirm(client)
    client.post("/account/email/", {"action_add": "", "email": "ada@new.example"})
    assert User.objects.get().email == EMAIL
    assert "Waiting for ada@new.example" in client.get("/account/email/").content.decode()
    path = re.search(r"http://testserver(/\S+)", mail.outbox[-1].body).group(1)  # type: ignore[union-attr]
    client.post(path)
    assert User.objects.get().email == "ada@new.example"
    assert sign_in(Client(), email="ada@new.example").status_code == 302


def test_name_language_and_theme_hold_on_every_device(ada: User) -> None:
    signed_in(ada).post("/account/", {"name": "Ada L.", "language": "fr", "theme": "dark"})
    shown = signed_in(ada).get("/about/").content.decode()
    assert '<html lang="fr" data-bs-theme="dark" data-theme="dark">' in shown
    assert "Ada L." in shown


def test_the_top_bar_changes_what_the_account_has_chosen(ada: User) -> None:
    client = signed_in(ada)
    client.post("/language/", {"language": "fr", "next": "/about/"})
    assert User.objects.get().language == ""
    User.objects.update(language="en", theme="light")
    client.post("/language/", {"language": "fr", "next": "/about/"})
    client.post("/account/theme/", {"theme": "dark"})
    assert (User.objects.get().language, User.objects.get().theme) == ("fr", "dark")
    assert client.post("/account/theme/", {"theme": "pink"}).status_code == 400


def first_form(**other: str) -> dict[str, str]:
    return {"name": "Ada", "email": EMAIL, "password": PASSWORD, "again": PASSWORD, **other}


def test_the_local_owner_makes_the_first_account(client: Client, store: DatabaseStore) -> None:
    assert client.get("/account/").headers["Location"] == "/account/first/"
    assert client.post("/account/first/", first_form()).headers["Location"] == "/account/"
    assert User.objects.get().is_admin
    assert client.get("/g/river/delete/").status_code == 200
    assert Client().get("/g/river/").status_code == 302
    assert [entry.action for entry in AuditEntry.objects.all()] == ["account.created"]


@pytest.mark.parametrize("wrong", [{"again": "another password"}, {"email": "ada"}, {"password": "x", "again": "x"}])
def test_the_first_account_is_made_well_or_not_at_all(
    client: Client, store: DatabaseStore, wrong: dict[str, str]
) -> None:
    answer = client.post("/account/first/", first_form(**wrong))
    assert (answer.status_code, User.objects.count()) == (200, 0)
    assert 'role="alert"' in answer.content.decode()


def test_the_first_account_is_made_once(people: People) -> None:
    assert [client.get("/account/first/").status_code for client in (people.admin, people.nobody)] == [404, 302]


def test_it_says_which_right_is_missing_and_who_can_grant_it(people: People) -> None:
    shown = people.mill_viewer.get("/g/river/data/import/").content.decode()
    for words in ("the right to bring in data", "These people manage River and can grant it: manager", "an editor of"):
        assert words in shown
    GroupRole.objects.all().delete()
    assert "run the site and can grant it: admin" in people.mill_viewer.get("/g/river/delete/").content.decode()


def test_it_says_that_a_group_is_archived(people: People) -> None:
    Group.objects.update(archived_at=NOW)
    assert "This group is archived." in people.manager.get("/g/river/data/import/").content.decode()


def test_it_writes_down_who_came_in_and_who_tried(client: Client, ada: User) -> None:
    sign_in(client, "wrong")
    sign_in(client, "secret typed here", "not an address")
    sign_in(client)
    client.post("/account/logout/")
    told = [(entry.action, entry.actor) for entry in AuditEntry.objects.order_by("id")]
    assert told == [
        ("account.sign_in_failed", "nobody"),
        ("account.signed_in", EMAIL),
        ("account.signed_out", EMAIL),
    ]


PAGES = ("/account/", "/account/email/", "/account/password/change/", "/account/two-factor/", "/account/keys/new/")


@pytest.mark.parametrize("path", PAGES)
def test_an_account_page_asks_a_stranger_to_sign_in(people: People, path: str) -> None:
    assert people.nobody.get(path).headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize("path", ["/account/", "/account/two-factor/", "/account/email/", "/account/password/change/"])
def test_an_account_page_takes_few_queries(
    ada: User, path: str, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    client = signed_in(ada)
    for number in range(5):
        create_key(ada, name=f"k{number}", scope="read", group=Group.objects.get(), expires_at=None, now=NOW)
    client.get(path)  # The first visit may store the address where allauth looks for it.
    with django_assert_max_num_queries(10):
        assert client.get(path).status_code == 200


def test_sessions_hold_no_password(ada: User) -> None:
    signed_in(ada)
    assert all(PASSWORD not in str(session.get_decoded()) for session in Session.objects.all())
