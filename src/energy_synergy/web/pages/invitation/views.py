"""The page of an invitation: what it offers, what will be seen, and the two ways in."""

from __future__ import annotations

from http import HTTPStatus

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from energy_synergy.web import audit
from energy_synergy.web.access import account
from energy_synergy.web.accounts import pending
from energy_synergy.web.db.models import Invitation, User
from energy_synergy.web.invitations import Closed, InvitationClosed, accept, open_invitation
from energy_synergy.web.pages.invitation.forms import AnswerForm
from energy_synergy.web.queries.invitations import load_offer
from energy_synergy.web.words import translated


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Say what an invitation offers; accept it for the account that is signed in, or lead to one."""
    try:
        found = open_invitation(secret, timezone.now())
        return _answer(request, found) if request.method == "POST" else _offer(request, found)
    except InvitationClosed as closed:
        status = HTTPStatus.NOT_FOUND if closed.why == Closed.UNKNOWN else HTTPStatus.GONE
        return render(request, "invitation/closed.html", {"reason": translated(closed), "code": status}, status=status)


def _offer(request: HttpRequest, found: Invitation, form: AnswerForm | None = None) -> HttpResponse:
    offer = load_offer(found)
    form = form or AnswerForm(asks=offer.asks, initial={"agrees": _as_word(pending.pending_answer(request, found))})
    return render(request, "invitation/invitation.html", {"offer": offer, "form": form, "account": account(request)})


def _as_word(answer: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[answer]


def _answer(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Accept at once with an account; else remember the answer and lead to a new account or to the sign-in."""
    form = AnswerForm(request.POST, asks=load_offer(found).asks)
    if not form.is_valid():
        return _offer(request, found, form)
    user = account(request)
    if user is not None:
        return _accept(request, found, user, agrees=form.agrees_given)
    pending.remember(request, found, agrees=form.agrees_given)
    if request.POST.get("way") == "sign_in":
        return redirect(f"{reverse('account_login')}?{urlencode({'next': request.path})}")
    return redirect("account_signup")


@transaction.atomic
def _accept(request: HttpRequest, found: Invitation, user: User, *, agrees: bool) -> HttpResponse:
    accept(found, user, timezone.now(), agrees=agrees)
    audit.record_acceptance(request, found, agrees=agrees)
    request.session.pop(pending.SESSION_KEY, None)
    return redirect(pending.first_page(found))
