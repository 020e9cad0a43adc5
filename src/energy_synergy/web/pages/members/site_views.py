"""The sites of a company."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from energy_synergy.errors import EnergySynergyError
from energy_synergy.web import audit
from energy_synergy.web.access import May, company_or_404, group_or_404
from energy_synergy.web.db.models import Company, Group, Site
from energy_synergy.web.db.places import save_site
from energy_synergy.web.fields import tell
from energy_synergy.web.pages.answers import REFUSED
from energy_synergy.web.pages.members.place_forms import SITE_PLACES, SiteForm, stored_site


@require_http_methods(["GET", "POST"])
def new_site(request: HttpRequest, slug: str, company_id: int) -> HttpResponse:
    """Add a site to a company."""
    group = group_or_404(request, slug)
    company = company_or_404(request, group, company_id, May.EDIT_COMPANY)
    return _answer(request, group, company, None)


@require_http_methods(["GET", "POST"])
def edit_site(request: HttpRequest, slug: str, company_id: int, site_id: int) -> HttpResponse:
    """Show and change a site."""
    group = group_or_404(request, slug)
    company = company_or_404(request, group, company_id, May.EDIT_COMPANY)
    return _answer(request, group, company, get_object_or_404(Site, pk=site_id, company=company))


@require_POST
def remove_site(request: HttpRequest, slug: str, company_id: int, site_id: int) -> HttpResponse:
    """Remove a site; its meters stay, without a place."""
    group = group_or_404(request, slug)
    company = company_or_404(request, group, company_id, May.EDIT_COMPANY)
    site = get_object_or_404(Site, pk=site_id, company=company)
    site.delete()
    audit.record(request, "site.removed", group=group, company_id=company.pk, site=site.name)
    messages.success(request, _("The site {name} was removed.").format(name=site.name))
    return redirect("company_edit", slug=slug, company_id=company_id)


def _answer(request: HttpRequest, group: Group, company: Company, site: Site | None) -> HttpResponse:
    form = SiteForm(request.POST if request.method == "POST" else None, initial=stored_site(site) if site else None)
    if form.is_bound and form.is_valid():
        try:
            saved = save_site(company, form.told(), site)
            action = "site.changed" if site else "site.added"
            audit.record(request, action, group=group, company_id=company.pk, site=saved.name)
            messages.success(request, _("The site was saved."))
            return redirect("company_edit", slug=group.slug, company_id=company.pk)
        except EnergySynergyError as refusal:
            tell(form, refusal, SITE_PLACES)
    context = {"group": group, "company": company, "site": site, "form": form}
    return render(request, "members/site.html", context, status=REFUSED if form.errors else None)
