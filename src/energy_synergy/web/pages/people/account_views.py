"""The accounts of the site, for whoever runs it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from energy_synergy.errors import EnergySynergyError
from energy_synergy.web import audit
from energy_synergy.web.access import is_admin
from energy_synergy.web.db.models import User
from energy_synergy.web.db.roles import change_account
from energy_synergy.web.pages.people.forms import AccountForm
from energy_synergy.web.queries.people import load_accounts
from energy_synergy.web.words import translated

LONGEST_SEARCH = 80


@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """Show the accounts of the site."""
    _admin_or_404(request)
    page = load_accounts(request.GET.get("q", "").strip()[:LONGEST_SEARCH], request.GET.get("page", ""))
    return render(request, "people/accounts.html", {"page": page})


@require_POST
def change(request: HttpRequest, user_id: int) -> HttpResponse:
    """Let an account sign in or not, and run the site or not."""
    _admin_or_404(request)
    user = get_object_or_404(User, pk=user_id)
    form = AccountForm(request.POST)
    form.is_valid()
    told = form.cleaned_data
    if (user.is_active, user.is_admin) != (told["is_active"], told["is_admin"]):
        try:
            change_account(user.pk, is_active=told["is_active"], is_admin=told["is_admin"])
            audit.record(request, "account.rights_changed", person=user.email, **told)
            messages.success(request, _("The account of {person} was changed.").format(person=user))
        except EnergySynergyError as refusal:
            messages.error(request, translated(refusal))
    return redirect("accounts")


def _admin_or_404(request: HttpRequest) -> None:
    if not is_admin(request):
        raise Http404
