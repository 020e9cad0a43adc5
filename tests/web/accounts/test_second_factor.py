"""The second factor: asked for, recovered from, encrypted."""

from __future__ import annotations

import re
import time
from types import SimpleNamespace

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client

from energy_synergy.web.accounts.second_factor import SecondFactorAdapter
from energy_synergy.web.db.models import User
from tests.web.accounts.steps import confirm, sign_in, signed_in


def code_of(secret: str, *, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


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
