"""Drafts of agreements: made, changed, and tried out before they are saved."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from energy_synergy.errors import EnergySynergyError
from energy_synergy.schemes.catalogue import scheme
from energy_synergy.usecases.agreements import Party
from energy_synergy.web.access import May, group_or_404, open_group_or_404, user_id
from energy_synergy.web.db import agreements as stored
from energy_synergy.web.db.agreed_keys import parties_of
from energy_synergy.web.db.models import Agreement, AgreementState, Group
from energy_synergy.web.fields import tell
from energy_synergy.web.pages.agreements.forms import PLACES, AgreementForm, initial_of
from energy_synergy.web.pages.agreements.views import agreement_or_404, brings_of, record
from energy_synergy.web.pages.answers import REFUSED
from energy_synergy.web.words import translated


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Draft an agreement."""
    return _edit(request, slug, None)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, agreement_id: int) -> HttpResponse:
    """Change a draft."""
    return _edit(request, slug, agreement_id)


def _edit(request: HttpRequest, slug: str, agreement_id: int | None) -> HttpResponse:
    group = open_group_or_404(request, slug) if request.method == "POST" else group_or_404(request, slug, May.MANAGE)
    row = None if agreement_id is None else agreement_or_404(request, group, agreement_id)
    if row is not None and row.state != AgreementState.DRAFT:
        return redirect("agreement", slug=slug, agreement_id=row.pk)
    if request.method == "GET":
        parties = _parties(group)
        initial = initial_of(row, parties, interval_minutes=_usual_interval(group))
        return _form_page(request, group, row, AgreementForm(parties, initial=initial, stored=row.key if row else None))
    form = AgreementForm(_parties(group), request.POST, request.FILES, stored=row.key if row else None)
    saved = _saved(request, group, row, form) if form.is_valid() else None
    if saved is None:
        return _form_page(request, group, row, form)
    record(request, "agreement.drafted" if row is None else "agreement.changed", group, saved)
    messages.success(request, _("The draft was saved. Members see it once it is published."))
    return redirect("agreement", slug=slug, agreement_id=saved.pk)


def _saved(request: HttpRequest, group: Group, row: Agreement | None, form: AgreementForm) -> Agreement | None:
    """Store what was told, None with the reasons in the form where it does not fit."""
    now = timezone.now()
    try:
        told, found = form.told(group)
        saved = (
            stored.draft(group, told, now=now, user_id=user_id(request))
            if row is None
            else stored.change(row, told, now=now)
        )
    except EnergySynergyError as refusal:
        _tell_all(form, refusal)
        return None
    for one in found:
        messages.warning(request, translated(one))
    return saved


@require_POST
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what a draft would bring, without saving it."""
    group = open_group_or_404(request, slug)
    form = AgreementForm(_parties(group), request.POST, request.FILES)
    form.fields["title"].required = False
    if not form.is_valid():
        reasons = [reason for one in form.errors.values() for reason in one]
        return render(request, "agreements/brings.html", {"group": group, "reasons": reasons})
    try:
        told, _found = form.told(group)
        stored.check_details(group, told, now=timezone.now())
    except EnergySynergyError as refusal:
        return render(request, "agreements/brings.html", {"group": group, "reasons": [translated(refusal)]})
    return render(request, "agreements/brings.html", brings_of(request, group, told))


def _tell_all(form: AgreementForm, refusal: EnergySynergyError) -> None:
    """Put a refusal into the form, with the findings of a file that could not be read."""
    tell(form, refusal, PLACES)
    for one in getattr(refusal, "findings", ())[:10]:
        form.add_error("file", translated(one))


def _parties(group: Group) -> list[Party]:
    """Return the companies that belong to the group now or later."""
    return [one for one in parties_of(group) if one.belongs(timezone.now(), None)]


def _usual_interval(group: Group) -> int:
    """Return the interval of the group's scheme [minutes], a quarter-hour where it has none."""
    if not group.scheme:
        return 15
    said = scheme(group.scheme, on=stored.today_of(group, timezone.now())).interval
    return 60 if said and all(one.value == 60 for one in said) else 15


def _form_page(request: HttpRequest, group: Group, row: Agreement | None, form: AgreementForm) -> HttpResponse:
    context = {"group": group, "row": row, "form": form}
    return render(request, "agreements/edit.html", context, status=REFUSED if form.errors else None)
