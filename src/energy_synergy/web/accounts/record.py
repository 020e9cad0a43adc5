"""What happens to accounts while signing up and in goes into the audit record."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as second_factor_signals
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from energy_synergy.web.accounts.keys import revoke_keys
from energy_synergy.web.audit import record
from energy_synergy.web.db.models import User


@receiver(account_signals.user_logged_in)
def _signed_in(request: HttpRequest, **_more: Any) -> None:
    record(request, "account.signed_in")


@receiver(user_logged_out)
def _signed_out(request: HttpRequest | None, user: User | None, **_more: Any) -> None:
    # Told before the session ends, so the actor is still known.
    if request is not None and user is not None:
        record(request, "account.signed_out")


@receiver(user_login_failed)
def _sign_in_failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_more: Any) -> None:
    # An address that nobody has is left out: people type passwords into the wrong field.
    email = str(credentials.get("email", "")).lower()
    if request is not None and User.objects.filter(email=email).exists():
        record(request, "account.sign_in_failed", email=email)


@receiver(account_signals.password_changed)
def _password_changed(request: HttpRequest, user: User, **_more: Any) -> None:
    record(request, "account.password_changed", email=user.email)


@receiver(account_signals.password_reset)
def _password_reset(request: HttpRequest, user: User, **_more: Any) -> None:
    # Whoever held the account before the link was opened keeps no way in.
    revoked = revoke_keys(user, now=timezone.now())
    record(request, "account.password_reset", email=user.email, revoked_keys=revoked)


@receiver(account_signals.email_changed)
def _email_changed(request: HttpRequest, from_email_address: Any, to_email_address: Any, **_more: Any) -> None:
    before = getattr(from_email_address, "email", "")
    record(request, "account.email_changed", before=before, after=to_email_address.email)


@receiver(second_factor_signals.authenticator_added)
def _added(request: HttpRequest, authenticator: Authenticator, **_more: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        record(request, "account.two_factor_on")


@receiver(second_factor_signals.authenticator_removed)
def _removed(request: HttpRequest, authenticator: Authenticator, **_more: Any) -> None:
    if authenticator.type == Authenticator.Type.TOTP:
        record(request, "account.two_factor_off")


@receiver(second_factor_signals.authenticator_reset)
def _reset(request: HttpRequest, **_more: Any) -> None:
    record(request, "account.recovery_codes_made")


@receiver(second_factor_signals.authentication_failed)
def _code_failed(request: HttpRequest, user: User, **_more: Any) -> None:
    record(request, "account.code_failed", email=user.email)
