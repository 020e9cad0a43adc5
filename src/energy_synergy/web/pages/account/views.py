"""The visitor's own account: name, language, protection, keys; and the first account of a site."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from energy_synergy.web import audit
from energy_synergy.web.access import account, forget_visitor, groups_of, is_local_owner
from energy_synergy.web.accounts.keys import create_key, revoke_keys
from energy_synergy.web.accounts.register import AccountRefused, create_account
from energy_synergy.web.accounts.sessions import end_other_sessions
from energy_synergy.web.db.models import User
from energy_synergy.web.pages.account.forms import LIVES, FirstAccountForm, KeyForm, ProfileForm
from energy_synergy.web.queries.account import load_account
from energy_synergy.web.words import translated

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def _own_account(request: HttpRequest) -> User:
    user = account(request)
    if user is None:
        raise Http404
    return user


@never_cache
@require_http_methods(["GET", "POST"])
def my_account(request: HttpRequest) -> HttpResponse:
    """Show the account, and keep its name, language and theme; the local owner has none and may make the first."""
    if is_local_owner(request):
        return redirect("account_first")
    user = _own_account(request)
    kept = {"name": user.name, "language": user.language, "theme": user.theme}
    form = ProfileForm(request.POST or None, initial=kept)
    if request.method == "POST" and form.is_valid():
        User.objects.filter(pk=user.pk).update(**form.cleaned_data)
        audit.record(request, "account.changed", **form.cleaned_data)
        return redirect("account")
    page = load_account(user, request.session.session_key, timezone.now())
    return render(request, "account/account.html", {"page": page, "form": form})


@sensitive_post_parameters("password", "again")
@never_cache
@require_http_methods(["GET", "POST"])
def first_account(request: HttpRequest) -> HttpResponse:
    """Make the account of the platform admin, and sign in to it; from then on everybody has to sign in."""
    if not is_local_owner(request):
        raise Http404
    form = FirstAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _make_first(request, form):
        return redirect("account")
    return render(request, "account/first.html", {"form": form})


def _make_first(request: HttpRequest, form: FirstAccountForm) -> bool:
    """Make the account and sign in; False with an error in the form where the register refuses."""
    asked = form.cleaned_data
    try:
        user = create_account(asked["email"], asked["password"], name=asked["name"], is_admin=True)
    except AccountRefused as refusal:
        form.add_error("email" if "email" in refusal.values else "password", translated(refusal))
        return False
    login(request, user, backend=BACKEND)
    forget_visitor(request)
    audit.record(request, "account.created", email=user.email, is_admin=True)
    return True


@never_cache
@require_http_methods(["GET", "POST"])
@reauthentication_required
def new_key(request: HttpRequest) -> HttpResponse:
    """Make a key for a program; its secret is in this one answer and nowhere else."""
    user, now = _own_account(request), timezone.now()
    form = KeyForm(request.POST or None, groups=groups_of(request))
    if request.method != "POST" or not form.is_valid():
        return render(request, "account/new_key.html", {"form": form})
    asked = form.cleaned_data
    life = LIVES[asked["life"]]
    with transaction.atomic():
        key, secret = create_key(
            user,
            name=asked["name"],
            scope=asked["scope"],
            group=asked["group"],
            expires_at=now + life if life else None,
            now=now,
        )
        details = {"name": key.name, "prefix": key.prefix, "scope": asked["scope"]}
        audit.record(request, "key.created", group=key.group, **details)
    return render(request, "account/key_made.html", {"name": key.name, "secret": secret})


@require_POST
def revoke_key(request: HttpRequest, key_id: int) -> HttpResponse:
    """Revoke one of the own keys at once."""
    if not revoke_keys(_own_account(request), now=timezone.now(), key_id=key_id):
        raise Http404
    audit.record(request, "key.revoked", key=key_id)
    messages.success(request, _("The key no longer counts."))
    return redirect("account")


@require_POST
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """End the own sessions in all other browsers."""
    ended = end_other_sessions(_own_account(request), request.session.session_key, now=timezone.now())
    audit.record(request, "account.sessions_ended", count=ended)
    sentence = ngettext("Signed out in {n} other browser.", "Signed out in {n} other browsers.", ended)
    messages.success(request, sentence.format(n=ended))
    return redirect("account")
