"""The forms of signing up and in, dressed as the other forms of the site."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as allauth_forms
from allauth.account.models import EmailAddress
from allauth.core import context
from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from energy_synergy.web.accounts.pending import pending_answer, pending_invitation, settle
from energy_synergy.web.db.models import Invitation
from energy_synergy.web.fields import LineField
from energy_synergy.web.invitations import InvitationClosed, accept

LABELS: dict[str, Any] = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "password1": _("Password"),
    "password2": _("The same password again"),
    "oldpassword": _("Current password"),
    "remember": _("Stay signed in on this device for two weeks"),
    "code": _("Code"),
}
PASSWORD_RULES = _("At least 10 characters. Neither a common password nor your name or address.")


class Dressed:
    """Gives each field the site's label and look; placeholders go, for a label says it for good."""

    labels: ClassVar[dict[str, Any]] = {}
    hints: ClassVar[dict[str, Any]] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name) or LABELS.get(name) or field.label
            field.help_text = self.hints.get(name, "")
            field.widget.attrs.pop("placeholder", None)
            is_box = isinstance(field.widget, forms.CheckboxInput)
            field.widget.attrs["class"] = "form-check-input" if is_box else "form-control"


class LoginForm(Dressed, allauth_forms.LoginForm):
    """Address and password."""


class ReauthenticateForm(Dressed, allauth_forms.ReauthenticateForm):
    """The password once more, before something that matters."""


class ResetPasswordForm(Dressed, allauth_forms.ResetPasswordForm):
    """The address to which a link to a new password goes."""


class ResetPasswordKeyForm(Dressed, allauth_forms.ResetPasswordKeyForm):
    """A new password, behind the link of a mail."""

    labels: ClassVar[dict[str, Any]] = {"password1": _("New password")}
    hints: ClassVar[dict[str, Any]] = {"password1": PASSWORD_RULES}


class ChangePasswordForm(Dressed, allauth_forms.ChangePasswordForm):
    """A new password for whoever knows the old one."""

    labels: ClassVar[dict[str, Any]] = {"password1": _("New password")}
    hints: ClassVar[dict[str, Any]] = {"password1": PASSWORD_RULES}


class AddEmailForm(Dressed, allauth_forms.AddEmailForm):
    """Another address for the account; it counts once its link was opened."""

    labels: ClassVar[dict[str, Any]] = {"email": _("New e-mail address")}

    def save(self, request: HttpRequest) -> Any:
        """Keep the new address beside the one in use, which allauth would drop while it is not confirmed itself."""
        user: Any = self.user
        EmailAddress.objects.filter(user_id=user.pk, email=user.email).update(verified=True)
        return super().save(request)


class SignupForm(Dressed, allauth_forms.SignupForm):
    """A new account for somebody who is invited."""

    field_order = ("name", "email", "password1", "password2")
    hints: ClassVar[dict[str, Any]] = {"password1": PASSWORD_RULES}

    name = LineField(label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        invitation = pending_invitation(context.request)
        address = {"email": invitation.email} if invitation else {}
        super().__init__(*args, **{**kwargs, "initial": {**address, **(kwargs.get("initial") or {})}})

    def try_save(self, request: HttpRequest) -> tuple[Any, HttpResponse | None]:
        """Store the account with the role of the invitation: both or neither."""
        invitation = pending_invitation(request)
        if invitation is None:
            return None, redirect("account_signup")
        try:
            with transaction.atomic():
                return self._save_with_role(request, invitation), None
        except InvitationClosed:
            # Accepted or withdrawn while the form was filled in: the page of the sign-up says so.
            return None, redirect("account_signup")

    def _save_with_role(self, request: HttpRequest, invitation: Invitation) -> Any:
        agrees = pending_answer(request, invitation) or False
        user = self.save(request)
        accept(invitation, user, timezone.now(), agrees=agrees)
        settle(request, invitation, agrees=agrees)
        return user

    def save(self, request: HttpRequest) -> Any:
        """Store the account with its name and the language of the page."""
        user: Any = super().save(request)
        user.name = self.cleaned_data["name"].strip()
        user.language = (get_language() or "en").partition("-")[0]
        user.save(update_fields=["name", "language"])
        return user
