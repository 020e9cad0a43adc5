"""Whose tariffs a page is about, and whether the visitor may see or change them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from energy_synergy.web.access import May, NotAllowed, Refusal, company_or_404, group_or_404
from energy_synergy.web.db.models import Company, CompanyTariff, Group
from energy_synergy.web.queries.tariffs import seen_as_of


@dataclass(frozen=True, slots=True)
class Whose:
    """A company of a group that the visitor may reach."""

    group: Group
    company: Company


def seen_company(request: HttpRequest, slug: str, company_id: int) -> Whose:
    """Return a company whose tariffs the visitor may see: its own people, and who sees every company.

    Raises Http404 for any other.
    """
    group = group_or_404(request, slug)
    return Whose(group, company_or_404(request, group, company_id))


def edited_company(request: HttpRequest, slug: str, company_id: int) -> Whose:
    """Return a company whose tariffs the visitor may change.

    Raises Http404, and NotAllowed for somebody who only sees them, or who saw the company leave.
    """
    group = group_or_404(request, slug)
    company = company_or_404(request, group, company_id, May.EDIT_COMPANY)
    if seen_as_of(request, group, company) is not None:
        raise NotAllowed(group, May.EDIT_COMPANY, Refusal.ROLE)
    return Whose(group, company)


def tariff_or_404(company: Company, tariff_id: int) -> CompanyTariff:
    """Return a tariff of a company that counts; raises Http404 for one that was changed, removed or never there."""
    row = CompanyTariff.objects.filter(pk=tariff_id, company=company, replaced_at=None).first()
    if row is None:
        raise Http404
    return row
