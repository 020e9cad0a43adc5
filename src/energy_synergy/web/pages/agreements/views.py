"""The agreements of a group: the list, one of them, what it brings, and its publication, end and withdrawal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from energy_synergy.errors import EnergySynergyError
from energy_synergy.findings import Finding, Severity
from energy_synergy.web import audit
from energy_synergy.web.access import May, group_or_404, may, open_group_or_404, sight_of, user_id
from energy_synergy.web.db import agreements as stored
from energy_synergy.web.db.agreed_keys import fingerprint, parties_of
from energy_synergy.web.db.facts import load_facts_of
from energy_synergy.web.db.models import Agreement, AgreementState, Group
from energy_synergy.web.pages.agreements.forms import EndForm, PublishForm
from energy_synergy.web.pages.answers import REFUSED
from energy_synergy.web.queries.agreement_brings import load_brings
from energy_synergy.web.queries.agreements import (
    ONE_DAY,
    AgreementRecord,
    judge,
    load_agreements,
    record_of,
    visible,
)
from energy_synergy.web.queries.option_words import with_labels
from energy_synergy.web.words import filled, translated


@require_safe
def agreements(request: HttpRequest, slug: str) -> HttpResponse:
    """List the agreements of a group."""
    group = group_or_404(request, slug)
    page = load_agreements(request, group, now=timezone.now())
    return render(request, "agreements/agreements.html", {"group": group, "page": page})


@require_safe
def agreement(request: HttpRequest, slug: str, agreement_id: int) -> HttpResponse:
    """Show an agreement in words; what it brings follows in a part of its own."""
    group = group_or_404(request, slug)
    row = agreement_or_404(request, group, agreement_id)
    return render(request, "agreements/agreement.html", _shown(request, group, row))


@require_safe
def brings(request: HttpRequest, slug: str, agreement_id: int) -> HttpResponse:
    """Show what an agreement brings: to who sees every company for each of them, to others for their own."""
    group = group_or_404(request, slug)
    row = agreement_or_404(request, group, agreement_id)
    return render(request, "agreements/brings.html", brings_of(request, group, stored.details_of(row)))


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, slug: str, agreement_id: int) -> HttpResponse:
    """Show every consequence of an agreement, then publish it."""
    group = open_group_or_404(request, slug) if request.method == "POST" else group_or_404(request, slug, May.MANAGE)
    row = agreement_or_404(request, group, agreement_id)
    if row.state != AgreementState.DRAFT:
        return redirect("agreement", slug=slug, agreement_id=agreement_id)
    form, now = (
        PublishForm(request.POST if request.method == "POST" else None, initial={"seen": fingerprint(row)}),
        timezone.now(),
    )
    found = judge(row, group, now=now)
    needs_tick = any(one.severity is not Severity.INFO for one in found)
    if request.method == "POST" and form.is_valid():
        if needs_tick and not form.cleaned_data["all_the_same"]:
            form.add_error("all_the_same", _("Tick this to publish in spite of what is said above."))
        else:
            try:
                done = stored.publish(row, now=now, user_id=user_id(request), seen=form.cleaned_data["seen"])
            except EnergySynergyError as refusal:
                form.add_error(None, translated(refusal))
            else:
                record(request, "agreement.published", group, done)
                messages.success(request, _("The agreement was published: the members see it now."))
                return redirect("agreement", slug=slug, agreement_id=agreement_id)
    context = {
        **_shown(request, group, row),
        "form": form,
        "needs_tick": needs_tick,
        "findings": [_line(one) for one in found],
        **_ending(row, group, now),
    }
    return render(request, "agreements/publish.html", context, status=REFUSED if form.errors else None)


def _ending(row: Agreement, group: Group, now: datetime) -> dict[str, object]:
    if row.active_from is None:
        return {"ended": None, "refusal": ""}
    try:
        return {"ended": stored.ends_by(row, group, now=now), "refusal": ""}
    except EnergySynergyError as refusal:
        return {"ended": None, "refusal": translated(refusal)}


@require_POST
def end(request: HttpRequest, slug: str, agreement_id: int) -> HttpResponse:
    """Let a published agreement end."""
    group = open_group_or_404(request, slug)
    row, form = agreement_or_404(request, group, agreement_id), EndForm(request.POST)
    if form.is_valid():
        try:
            done = stored.end(row, form.cleaned_data["last_on"] + ONE_DAY, now=timezone.now())
        except EnergySynergyError as refusal:
            form.add_error("last_on", translated(refusal))
        else:
            record(request, "agreement.ended", group, done)
            messages.success(request, _("The end of the agreement was saved."))
            return redirect("agreement", slug=slug, agreement_id=agreement_id)
    context = {**_shown(request, group, row), "ending": form}
    return render(request, "agreements/agreement.html", context, status=REFUSED)


@require_POST
def withdraw(request: HttpRequest, slug: str, agreement_id: int) -> HttpResponse:
    """Withdraw a draft, or an agreement that has not begun."""
    group = open_group_or_404(request, slug)
    row = agreement_or_404(request, group, agreement_id)
    try:
        record(request, "agreement.withdrawn", group, stored.withdraw(row, now=timezone.now()))
        messages.success(request, _("The agreement was withdrawn."))
    except EnergySynergyError as refusal:
        messages.error(request, translated(refusal))
    return redirect("agreements", slug=slug)


def agreement_or_404(request: HttpRequest, group: Group, agreement_id: int) -> Agreement:
    """Return an agreement that the visitor may see.

    Raises Http404 for one that is not there, and for a draft of which the visitor is not to know.
    """
    row = visible(request, group).filter(pk=agreement_id).select_related("drafted_by", "published_by").first()
    if row is None:
        raise Http404
    return row


def brings_of(request: HttpRequest, group: Group, details: stored.AgreementDetails) -> dict[str, Any]:
    """Return what the part of a page says about what an agreement brings."""
    sight = sight_of(request, group)
    only = None if sight.is_full else sight.own
    facts = load_facts_of(group)
    found = load_brings(group, facts, details, now=timezone.now(), only=only)
    return {"group": group, "brings": found, "is_full": sight.is_full}


def record(request: HttpRequest, action: str, group: Group, row: Agreement) -> None:
    """Write down what was done with an agreement."""
    first_on = row.active_from and row.active_from.isoformat()
    last_on = row.active_to and (row.active_to - ONE_DAY).isoformat()
    audit.record(request, action, group=group, agreement=row.pk, title=row.title, first_on=first_on, last_on=last_on)


def _shown(request: HttpRequest, group: Group, row: Agreement) -> dict[str, Any]:
    now, sight = timezone.now(), sight_of(request, group)
    today = stored.today_of(group, now)
    shown: AgreementRecord = record_of(row, group, parties_of(group), sight, today=today, now=now)
    may_manage = group.archived_at is None and may(request, group, May.MANAGE)
    can_end = shown.stage in ("in_force", "coming") and may_manage
    return {
        "group": group,
        "row": shown,
        "may_manage": may_manage,
        "can_withdraw": may_manage and shown.stage in ("draft", "coming"),
        "ending": EndForm(initial={"last_on": shown.last_on}) if can_end else None,
        "is_own": bool(sight.own) and not sight.is_full,
    }


def _line(finding: Finding) -> tuple[str, str, str]:
    told = with_labels(finding)
    return told.severity.value, translated(told), filled(told.advice, told.values)
