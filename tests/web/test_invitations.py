"""Invitations: what a link offers, who may take it, and that it is taken once."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from energy_synergy.errors import InvalidValue
from energy_synergy.web.db.models import (
    AuditEntry,
    Company,
    CompanyRole,
    Group,
    GroupRole,
    Invitation,
    Membership,
    User,
)
from energy_synergy.web.db.stores import DatabaseStore
from energy_synergy.web.invitations import (
    LIFETIME,
    Closed,
    InvitationClosed,
    NoAccountYet,
    accept,
    create_invitation,
    open_invitation,
    send_invitation,
    withdraw,
)
from energy_synergy.web.mail import MailNotSent
from tests.web.conftest import NOW, People

PASSWORD = "seven sailing boats"


@pytest.fixture(autouse=True)
def _no_attempts(settings: SimpleNamespace) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


def invite(role: str = "editor", company: str | None = "Mill", **other: Any) -> tuple[Invitation, str]:
    """Return an invitation to the group `river`, made now, and its secret."""
    asked = {"email": "new@example.org", "message": "", "made_by": None, "now": timezone.now(), **other}
    found = Company.objects.get(name=company) if company else None
    return create_invitation(group=Group.objects.get(slug="river"), company=found, role=role, **asked)


def sign_up(client: Client, secret: str, **answers: str) -> Any:
    """Accept an invitation with a new account, and return the last answer."""
    client.post(f"/i/{secret}/", {"way": "new", "agrees": "yes", **answers})
    form = {"name": "Nora New", "email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    return client.post("/account/signup/", {**form, **answers})


def test_it_keeps_no_secret(people: People) -> None:
    invitation, secret = invite()
    kept = " ".join(str(value) for value in Invitation.objects.values_list()[0])
    assert secret not in kept
    assert open_invitation(secret, timezone.now()) == invitation


def test_it_makes_no_invitation_before_the_first_account(store: DatabaseStore) -> None:
    with pytest.raises(NoAccountYet):
        invite()


@pytest.mark.parametrize(("role", "company"), [("manager", "Mill"), ("editor", None), ("owner", None)])
def test_it_refuses_a_role_that_does_not_fit(people: People, role: str, company: str | None) -> None:
    with pytest.raises(InvalidValue, match="cannot be offered"):
        invite(role, company)


def test_it_refuses_a_company_that_left(people: People) -> None:
    Membership.objects.update(active_to=NOW)
    with pytest.raises(InvalidValue, match="not in the group"):
        invite()


def closed_by(secret: str) -> Closed:
    with pytest.raises(InvitationClosed) as refused:
        open_invitation(secret, timezone.now())
    return refused.value.why


def test_it_is_open_until_it_is_old_withdrawn_or_its_group_ends(people: People) -> None:
    _, old = invite(now=timezone.now() - LIFETIME)
    taken_back, withdrawn = invite()
    _, left = invite()
    withdraw(taken_back, now=timezone.now())
    assert [closed_by(secret) for secret in ("guessed", old, withdrawn)] == ["unknown", "expired", "withdrawn"]
    Group.objects.update(archived_at=NOW)
    assert closed_by(left) == "ended"


def test_it_is_withdrawn_once(people: People) -> None:
    invitation, _ = invite()
    withdraw(invitation, now=timezone.now())
    with pytest.raises(InvitationClosed, match="withdrawn"):
        withdraw(invitation, now=timezone.now())


def test_it_is_accepted_once(people: People) -> None:
    invitation, _ = invite()
    first, second = User.objects.get(name="stranger"), User.objects.get(name="analyst")
    accept(invitation, first, timezone.now(), agrees=False)
    stale = Invitation(pk=invitation.pk, **{name: getattr(invitation, name) for name in ("group", "company", "role")})
    stale.expires_at = timezone.now() + timedelta(days=1)
    with pytest.raises(InvitationClosed):
        accept(stale, second, timezone.now(), agrees=False)
    assert CompanyRole.objects.filter(user=second).count() == 0


def test_it_never_makes_a_role_smaller(people: People) -> None:
    manager, editor = User.objects.get(name="manager"), User.objects.get(name="mill_editor")
    accept(invite("analyst", None)[0], manager, timezone.now(), agrees=False)
    accept(invite("viewer")[0], editor, timezone.now(), agrees=False)
    assert GroupRole.objects.get(user=manager).role == "manager"
    assert CompanyRole.objects.get(user=editor).role == "editor"


def test_it_widens_a_role(people: People) -> None:
    analyst, viewer = User.objects.get(name="analyst"), User.objects.get(name="mill_viewer")
    accept(invite("manager", None)[0], analyst, timezone.now(), agrees=False)
    accept(invite("editor")[0], viewer, timezone.now(), agrees=True)
    assert GroupRole.objects.get(user=analyst).role == "manager"
    assert CompanyRole.objects.get(user=viewer).role == "editor"


def test_it_says_what_it_offers_to_a_stranger(people: People) -> None:
    _, secret = invite(made_by=User.objects.get(name="manager"), message="See you on Monday")
    page = people.nobody.get(f"/i/{secret}/")
    assert page.headers["Cache-Control"].startswith("max-age=0")
    shown = page.content.decode()
    for words in ("Mill is invited to the group River", "Invited by manager", "See you on Monday", "Company editor"):
        assert words in shown
    assert "Forge" not in shown


@pytest.mark.parametrize(("role", "company"), [("viewer", "Mill"), ("analyst", None), ("manager", None)])
def test_it_asks_only_an_editor_for_the_agreement(people: People, role: str, company: str | None) -> None:
    shown = people.nobody.get(f"/i/{invite(role, company)[1]}/").content.decode()
    assert 'name="agrees"' not in shown
    assert 'name="agrees"' in people.nobody.get(f"/i/{invite()[1]}/").content.decode()


def test_it_wants_an_answer_from_an_editor(people: People) -> None:
    invitation, secret = invite()
    answer = people.stranger.post(f"/i/{secret}/")
    assert "Choose yes or no" in answer.content.decode()
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


@pytest.mark.parametrize(("agrees", "is_agreed"), [("yes", True), ("no", False)])
def test_it_is_accepted_by_an_account_that_is_signed_in(people: People, agrees: str, is_agreed: bool) -> None:
    _, secret = invite()
    answer = people.stranger.post(f"/i/{secret}/", {"agrees": agrees})
    bond = Membership.objects.get(company__name="Mill")
    assert answer.headers["Location"] == "/g/river/data/import/"
    assert (bond.agreed_at is not None, bond.agreed_by is not None) == (is_agreed, is_agreed)
    assert people.stranger.get("/g/river/data/import/").status_code == 200
    assert list(AuditEntry.objects.values_list("action", "actor")) == [
        ("invitation.accepted", "stranger@example.org"),
        ("role.granted", "stranger@example.org"),
    ]


def test_it_does_not_ask_again_once_the_company_agreed(people: People) -> None:
    Membership.objects.update(agreed_at=NOW, agreed_by=User.objects.get(name="mill_editor"))
    _, secret = invite()
    assert 'name="agrees"' not in people.stranger.get(f"/i/{secret}/").content.decode()
    people.stranger.post(f"/i/{secret}/")
    assert Membership.objects.get(company__name="Mill").agreed_by.name == "mill_editor"  # type: ignore[union-attr]


def test_a_new_account_comes_with_the_role(people: People) -> None:
    _, secret = invite()
    answer = sign_up(people.nobody, secret)
    user = User.objects.get(email="new@example.org")
    assert answer.headers["Location"] == "/g/river/data/import/"
    assert (user.name, user.language, user.is_admin) == ("Nora New", "en", False)
    assert CompanyRole.objects.get(user=user).role == "editor"
    assert Membership.objects.get(company__name="Mill").agreed_by == user
    assert people.nobody.get("/g/river/data/").status_code == 200
    told = [entry.action for entry in AuditEntry.objects.filter(actor="new@example.org").order_by("id")]
    assert told == ["account.created", "invitation.accepted", "role.granted", "account.signed_in"]


def test_a_sign_up_needs_an_invitation(people: People) -> None:
    assert "by invitation" in people.nobody.get("/account/signup/").content.decode()
    form = {"name": "N", "email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    people.nobody.post("/account/signup/", form)
    assert not User.objects.filter(email="new@example.org").exists()


def test_no_account_is_left_where_the_invitation_went_meanwhile(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    invitation, secret = invite()
    people.nobody.post(f"/i/{secret}/", {"way": "new", "agrees": "no"})

    def too_late(*_arguments: object, **_names: object) -> None:
        raise InvitationClosed(Closed.ACCEPTED)

    monkeypatch.setattr("energy_synergy.web.accounts.forms.accept", too_late)
    form = {"name": "N", "email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    assert people.nobody.post("/account/signup/", form).headers["Location"] == "/account/signup/"
    assert not User.objects.filter(email="new@example.org").exists()
    withdraw(invitation, now=timezone.now())
    assert "by invitation" in people.nobody.get("/account/signup/").content.decode()


def test_a_sign_up_fills_the_address_in(people: People) -> None:
    _, secret = invite()
    people.nobody.post(f"/i/{secret}/", {"way": "new", "agrees": "no"})
    assert 'value="new@example.org"' in people.nobody.get("/account/signup/").content.decode()


def test_a_sign_up_with_an_address_that_is_taken_says_so(people: People) -> None:
    _, secret = invite()
    shown = sign_up(people.nobody, secret, email="analyst@example.org").content.decode()
    assert "There is an account with this address already" in shown
    assert Invitation.objects.get().accepted_at is None


def test_it_leads_back_after_the_sign_in_and_remembers_the_answer(people: People) -> None:
    user = User.objects.get(name="stranger")
    user.set_password(PASSWORD)
    user.save()
    _, secret = invite()
    answer = people.nobody.post(f"/i/{secret}/", {"way": "sign_in", "agrees": "no"})
    assert answer.headers["Location"] == f"/account/login/?next=%2Fi%2F{secret}%2F"
    people.nobody.post("/account/login/", {"login": user.email, "password": PASSWORD, "next": f"/i/{secret}/"})
    shown = people.nobody.get(f"/i/{secret}/").content.decode()
    assert "You are signed in as stranger@example.org" in shown
    assert re.search(r'value="no"[^>]*checked', shown)


@pytest.mark.parametrize(("why", "code"), [("unknown", 404), ("accepted", 410), ("withdrawn", 410), ("expired", 410)])
def test_a_link_that_does_not_hold_says_why(people: People, why: str, code: int) -> None:
    invitation, secret = invite()
    changes = {"accepted": "accepted_at", "withdrawn": "withdrawn_at", "expired": "expires_at"}
    Invitation.objects.filter(pk=invitation.pk).update(**({changes[why]: NOW} if why in changes else {}))
    answer = people.nobody.get(f"/i/{'x' if why == 'unknown' else secret}/")
    assert answer.status_code == code
    assert "does not hold" in answer.content.decode()


@pytest.mark.parametrize(("language", "subject"), [("en", "Invitation to the energy group River & Sea")])
def test_it_is_mailed(people: People, language: str, subject: str) -> None:
    Group.objects.update(name="River & Sea")
    invitation, _ = invite(made_by=User.objects.get(name="manager"))
    send_invitation(invitation, "https://es.example/i/abc/", language=language)
    (sent,) = mail.outbox
    assert (sent.subject, sent.to) == (subject, ["new@example.org"])
    assert "https://es.example/i/abc/" in sent.body
    assert "manager invites you to the group River & Sea" in sent.body


def test_it_says_that_the_mail_server_refused(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(self: object) -> None:
        raise ConnectionRefusedError(111, "Connection refused")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", unreachable)
    with pytest.raises(MailNotSent, match=r"new@example.org was not sent: Connection refused"):
        send_invitation(invite()[0], "https://es.example/i/abc/", language="en")


def test_it_is_kept_as_a_file_where_no_mail_is_sent(
    people: People, tmp_path: Path, settings: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_BACKEND, settings.MAIL_DIR = "energy_synergy.web.mail.KeptMail", tmp_path / "mail"
    send_invitation(invite()[0], "https://es.example/i/abc/", language="en")
    (kept,) = settings.MAIL_DIR.iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert b"https://es.example/i/abc/" in kept.read_bytes()
    monkeypatch.setattr("energy_synergy.web.mail.MOST_KEPT", 2)
    for _ in range(3):
        send_invitation(invite()[0], "https://es.example/i/xyz/", language="en")
    assert len(list(settings.MAIL_DIR.iterdir())) == 2
    assert not kept.exists()
