"""What an import brought, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from energy_synergy.errors import EnergySynergyError
from energy_synergy.ports import UNDO_FOR, Undone, UndoRefused, refuse_undo
from energy_synergy.web import audit
from energy_synergy.web.access import May, actor, company_or_404, group_or_404, may
from energy_synergy.web.db.facts import load_findings_by_import
from energy_synergy.web.db.models import Group, Import
from energy_synergy.web.queries.data import profile_label
from energy_synergy.web.queries.findings import finding_lines
from energy_synergy.web.wiring import group_store
from energy_synergy.web.words import detected_words, translated

SHOWN_FINDINGS = 200


@require_safe
def import_result(request: HttpRequest, slug: str, import_id: int) -> HttpResponse:
    """Show what one import brought."""
    group, row = _import_or_404(request, slug, import_id, May.SEE)
    findings = finding_lines(load_findings_by_import([row])[row.pk], group.timezone)
    context = {
        "group": group,
        "row": row,
        "detected": detected_words(row.detected),
        "series": [_series_line(one) for one in row.series],
        "findings": findings[:SHOWN_FINDINGS],
        "more_findings": max(0, len(findings) - SHOWN_FINDINGS),
        "undo_until": _undo_until(row) if may(request, group, May.IMPORT, row.company_id) else None,
        "undone_by_import": Import.objects.filter(undoes=row).first(),
    }
    return render(request, "data/result.html", context)


@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, slug: str, import_id: int) -> HttpResponse:
    """Ask whether an import shall be taken back, and do it."""
    group, row = _import_or_404(request, slug, import_id, May.IMPORT)
    if request.method == "GET":
        if _undo_until(row) is None:
            return redirect("import_result", slug=slug, import_id=import_id)
        return render(request, "data/undo.html", {"group": group, "row": row, "undo_until": _undo_until(row)})
    try:
        undone = group_store().undo_import(row.pk, now=timezone.now(), recorded_by=actor(request))
    except EnergySynergyError as refusal:
        messages.error(request, translated(refusal))
        return redirect("import_result", slug=slug, import_id=import_id)
    audit.record(request, "import.undone", group=group, company_id=row.company_id, number=row.pk, kept=undone.days_kept)
    messages.success(request, _undone_sentence(undone))
    return redirect("import_result", slug=slug, import_id=import_id)


def _import_or_404(request: HttpRequest, slug: str, import_id: int, right: May) -> tuple[Group, Import]:
    group = group_or_404(request, slug)
    row = get_object_or_404(Import.objects.select_related("company", "undoes"), pk=import_id)
    company_or_404(request, group, row.company_id, right)
    return group, row


def _undo_until(row: Import) -> datetime | None:
    """Return until when an import can be taken back; None where it cannot."""
    try:
        refuse_undo(row.recorded_at, undone_at=row.undone_at, is_undo=row.undoes_id is not None, now=timezone.now())
    except UndoRefused:
        return None
    return row.recorded_at + UNDO_FOR


def _undone_sentence(undone: Undone) -> str:
    sentences = [_("The import was undone: what was there before it counts again.")]
    if undone.days_kept:
        kept = ngettext(
            "{n} day was changed by a later import and stays.",
            "{n} days were changed by a later import and stay.",
            undone.days_kept,
        )
        sentences.append(kept.format(n=undone.days_kept))
    if undone.source_changed:
        sentences.append(_("The source in use went back too."))
    return " ".join(sentences)


def _series_line(facts: Mapping[str, Any]) -> dict[str, Any]:
    instants = {name: datetime.fromisoformat(facts[name]) for name in ("starts_at", "ends_at") if facts.get(name)}
    return {**facts, **instants, "profile": facts.get("own_profile") or profile_label(facts.get("profile", ""))}
