"""The second factor: its secrets are encrypted before they reach the database, its forms dressed as ours."""

from __future__ import annotations

import base64
import logging
from functools import cache
from typing import Any, ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import forms as base_forms
from allauth.mfa.totp import forms as totp_forms
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.forms import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from energy_synergy.web.accounts.forms import Dressed

logger = logging.getLogger(__name__)
PURPOSE = b"energy-synergy two-factor secrets"


@cache
def _cipher(secret_key: str) -> Fernet:
    """Return the cipher of a site: its key is derived from the secret key, so that a copied database is not enough."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret_key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


class SecondFactorAdapter(DefaultMFAAdapter):
    """Encrypts what the database keeps of authenticators and of recovery codes."""

    error_messages = {  # noqa: RUF012 -- allauth reads it from the class
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is wrong. Codes change every 30 seconds: take the one shown now."),
        "cannot_generate_recovery_codes": _("Recovery codes belong to two-factor sign-in: turn it on first."),
    }

    def encrypt(self, text: str) -> str:
        """Return a secret as it is stored."""
        return _cipher(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a stored secret; refuses with a sentence where the key of the site is no longer the same."""
        try:
            return _cipher(settings.SECRET_KEY).decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            logger.error("Two-factor secrets cannot be read: the file secret_key is not the one they were stored with.")
            raise ValidationError(
                gettext("The key of this site was replaced, so codes cannot be checked. Whoever runs it can help.")
            ) from error


class AuthenticateForm(Dressed, base_forms.AuthenticateForm):
    """Asks for a code while signing in."""

    labels: ClassVar[dict[str, Any]] = {"code": _("Code of the app, or a recovery code")}


class ReauthenticateForm(Dressed, base_forms.ReauthenticateForm):
    """Asks for a code before something that matters."""

    labels: ClassVar[dict[str, Any]] = {"code": _("Code of the app, or a recovery code")}


class ActivateForm(Dressed, totp_forms.ActivateTOTPForm):
    """Asks for the first code of a new authenticator."""

    labels: ClassVar[dict[str, Any]] = {"code": _("Code that the app shows now")}
