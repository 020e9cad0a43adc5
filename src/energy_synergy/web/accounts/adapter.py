"""What is the site's own in signing up and in: by invitation alone, in its words, in the account's language."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from energy_synergy.web.access import forget_visitor, only_company
from energy_synergy.web.accounts import pending
from energy_synergy.web.db.models import Group
from energy_synergy.web.mail import MailNotSent, deliver_mail
from energy_synergy.web.words import translated

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Opens the sign-up to whoever holds an open invitation, and writes mails in the language of the account."""

    error_messages = {  # noqa: RUF012 -- allauth reads it from the class
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is switched off."),
        "duplicate_email": _("This is the address of your account already."),
        "email_password_mismatch": _("The e-mail address or the password is wrong."),
        "email_taken": _("There is an account with this address already. Sign in with it instead."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This code is wrong. Codes change every 30 seconds: take the one shown now."),
        "incorrect_password": _("This password is wrong."),
        "rate_limited": _("Too many attempts. Wait a few minutes and try again."),
        "same_as_current": _("This is the same as before."),
        "too_many_login_attempts": _("Too many attempts with a wrong password or code. Wait five minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Tell whether the visitor came by an invitation that still holds."""
        return pending.pending_invitation(request) is not None

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Lead to what the invitation was for."""
        return pending.landing(request) or super().get_signup_redirect_url(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead somebody who is here for one company to its page, everybody else to the list of groups."""
        found = only_company(request)
        group = Group.objects.filter(pk=found[0]).first() if found else None
        if group is None or found is None:
            return super().get_login_redirect_url(request)
        return reverse("company", args=[group.slug, found[1]])

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead back to the page of the account."""
        return "/account/"

    def login(self, request: HttpRequest, user: Any) -> None:
        """Open the session; whoever asked for this page is somebody else from here on."""
        super().login(request, user)
        forget_visitor(request)
        pending.record_accepted(request)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Say that the account is switched off."""
        return super().respond_user_inactive(request, user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write a mail in the language of the account it is about, else in that of the page, and send it.

        A mail that cannot be sent is told to the visitor and to the log, and does not end the request: the answer
        is the same whether there is an account or not.
        """
        language = getattr(context.get("user"), "language", "") or get_language()
        with override(language):
            message: EmailMessage = self.render_mail(template_prefix, email, {"email": email, **context})
        try:
            deliver_mail(message)
        except MailNotSent as error:
            logger.error("A mail was not sent: %s", error.values["reason"])
            messages.error(self.request, translated(error))

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the owner of an account what changed in it."""
        super().send_notification_mail(template_prefix, user, {"user": user, **(context or {})}, email)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return the ways of proving again who one is, in the site's words."""
        words = {"reauthenticate": gettext("Use the password"), "mfa_reauthenticate": gettext("Use a code")}
        ways = super().get_reauthentication_methods(user)
        return [{**way, "description": words.get(way["id"], way["description"])} for way in ways]
