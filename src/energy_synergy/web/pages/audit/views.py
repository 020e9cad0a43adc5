"""The audit record: of a group for those who run it, of the site for those who run that."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from energy_synergy.web.access import May, group_or_404, is_admin
from energy_synergy.web.db.models import Group
from energy_synergy.web.pages.address import Address
from energy_synergy.web.pages.answers import csv_file
from energy_synergy.web.queries.audit_page import Asked, audit_csv, load_audit

LONGEST = 254
MOST_PAGES = 100_000


@require_safe
def group_audit(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what was done in a group."""
    return _page(request, group_or_404(request, slug, May.AUDIT))


@require_safe
def group_audit_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Send what was done in a group as a file."""
    group = group_or_404(request, slug, May.AUDIT)
    return csv_file(audit_csv(group, _asked(request)), f"{group.slug}-audit.csv")


@require_safe
def site_audit(request: HttpRequest) -> HttpResponse:
    """Show what was done on the whole site."""
    _admin_or_404(request)
    return _page(request, None)


@require_safe
def site_audit_csv(request: HttpRequest) -> HttpResponse:
    """Send what was done on the whole site as a file."""
    _admin_or_404(request)
    return csv_file(audit_csv(None, _asked(request)), "audit.csv")


def _page(request: HttpRequest, group: Group | None) -> HttpResponse:
    page = load_audit(group, _asked(request))
    return render(request, "audit/audit.html", {"page": page, "group": group})


def _asked(request: HttpRequest) -> Asked:
    """Return what the address asks for; what cannot be understood is told and left out."""
    address = Address(request.GET)
    today = timezone.now().date()
    asked = Asked(
        actor=request.GET.get("who", "")[:LONGEST],
        area=request.GET.get("about", "")[:LONGEST],
        first_on=_day(address, "from", today),
        last_on=_day(address, "to", today),
        page=address.whole("page", 1, least=1, most=MOST_PAGES),
    )
    for complaint in address.complaints:
        messages.warning(request, complaint)
    return asked


def _day(address: Address, name: str, today: date) -> date | None:
    if not address.query.get(name):
        return None
    before = len(address.complaints)
    day = address.day(name, today)
    return day if len(address.complaints) == before else None


def _admin_or_404(request: HttpRequest) -> None:
    if not is_admin(request):
        raise Http404
