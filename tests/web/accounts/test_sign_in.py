"""Signing in and out, passwords, and what strangers learn."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from energy_synergy.web.accounts.keys import create_key
from energy_synergy.web.db.models import ApiKey, AuditEntry, User
from tests.web.accounts.steps import EMAIL, PASSWORD, sign_in, signed_in
from tests.web.conftest import NOW


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


def test_sessions_hold_no_password(ada: User) -> None:
    signed_in(ada)
    assert all(PASSWORD not in str(session.get_decoded()) for session in Session.objects.all())
