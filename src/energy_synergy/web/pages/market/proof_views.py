"""The proofs of a market: of the result on the screen, and of results that are kept."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from energy_synergy.errors import EnergySynergyError
from energy_synergy.web import audit
from energy_synergy.web.access import May, actor, group_or_404, may, open_group_or_404, sight_of
from energy_synergy.web.db.market_records import records_of, save_record
from energy_synergy.web.pages.answers import tells_refusals
from energy_synergy.web.pages.market.params import Asked, asked_of, complain, load_asked, query_of, to_month
from energy_synergy.web.queries.market import LoadedMarket
from energy_synergy.web.queries.market_proof import kept_of, prove_now, prove_record, record_of
from energy_synergy.web.queries.seen import TooFewContributors
from energy_synergy.web.words import translated

KEPT_TYPE = "application/zip"


@require_http_methods(["GET", "HEAD", "POST"])
@tells_refusals
def proof(request: HttpRequest, slug: str) -> HttpResponse:
    """Show every promise of the market with its number; a manager may keep the result."""
    if request.method == "POST":
        open_group_or_404(request, slug, May.MANAGE)
    asked = asked_of(request, slug)
    try:
        loaded = load_asked(request, asked)
    except TooFewContributors:
        return to_month(request, asked)
    if request.method == "POST":
        return _keep(request, asked, loaded)
    complain(request, asked)
    context = {
        "group": asked.facts,
        "period": asked.choice.period,
        "proof": prove_now(loaded),
        "has_tariffs": any(loaded.has_tariffs),
        "currency": loaded.currency,
        "records": records_of(asked.row),
        "query": query_of(asked),
        "may_keep": may(request, asked.row, May.MANAGE) and asked.row.archived_at is None,
    }
    return render(request, "market/proof.html", context)


def _keep(request: HttpRequest, asked: Asked, loaded: LoadedMarket) -> HttpResponse:
    sole = loaded.agreements[0].term.number if loaded.is_agreed and len(loaded.agreements) == 1 else None
    try:
        record, is_new = save_record(
            asked.row,
            kept_of(loaded),
            loaded.timeline,
            agreement_id=sole,
            now=timezone.now(),
            recorded_by=actor(request),
        )
    except EnergySynergyError as refusal:
        messages.error(request, translated(refusal))
        return redirect(f"{request.path}?{query_of(asked)}")
    if is_new:
        audit.record(request, "market.kept", group=asked.row, number=record.pk, digest=record.digest)
        messages.success(request, _("The result was kept. Its proof below rests on what is stored."))
    else:
        messages.info(request, _("This result was kept before, to the last digit."))
    return redirect("market_kept", slug=asked.row.slug, record_id=record.pk)


@require_safe
@tells_refusals
def kept(request: HttpRequest, slug: str, record_id: int) -> HttpResponse:
    """Show the proof of a kept result, computed from nothing but its stored bytes."""
    row = group_or_404(request, slug)
    record = record_of(row, record_id)
    if record is None:
        raise Http404
    is_full = sight_of(request, row).is_full
    context = {
        "group": row,
        "record": record,
        "proof": prove_record(record, is_full=is_full),
        "is_full": is_full,
        "size_kb": len(record.body) / 1024,
        "currency": row.currency,
    }
    return render(request, "market/kept.html", context)


@require_safe
def kept_file(request: HttpRequest, slug: str, record_id: int) -> HttpResponse:
    """Send a kept result as it is stored; it holds the amounts of every company."""
    row = group_or_404(request, slug, May.SEE_ALL)
    record = record_of(row, record_id)
    if record is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{slug}-market-{record.pk}.npz"'}
    return HttpResponse(bytes(record.body), content_type=KEPT_TYPE, headers=headers)
