"""The tariffs of a group: who has one, and the templates that companies may be given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from energy_synergy.tariffs.tariff import Tariff
from energy_synergy.web import audit
from energy_synergy.web.access import May, actor, group_or_404, open_group_or_404
from energy_synergy.web.db.models import Company, Group, TariffTemplate
from energy_synergy.web.db.tariffs import put_tariff
from energy_synergy.web.pages.answers import REFUSED
from energy_synergy.web.pages.tariffs.end_form import ApplyForm
from energy_synergy.web.queries.tariffs_group import GroupTariffs, load_group_tariffs, tariff_named


@require_safe
def group_tariffs(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the tariffs of the companies that the visitor sees, and the templates."""
    group = group_or_404(request, slug)
    return _page(request, load_group_tariffs(request, group))


def _page(request: HttpRequest, page: GroupTariffs, form: ApplyForm | None = None) -> HttpResponse:
    context = {"group": page.group, "page": page, "form": form or _form(page)}
    return render(request, "tariffs/group.html", context, status=REFUSED if form is not None else None)


def _form(page: GroupTariffs, data: Mapping[str, Any] | None = None) -> ApplyForm:
    templates = [
        (_("Templates of the group"), [(one.key, one.title) for one in page.templates]),
        (_("Examples with invented prices"), [(one.key, one.title) for one in page.examples]),
    ]
    chosen = [str(line.id) for line in page.editable if line.state == "none"]
    names = [(line.id, line.name) for line in page.editable]
    return ApplyForm([one for one in templates if one[1]], names, data, initial={"companies": chosen})


@require_POST
def tariff_apply(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a template to companies from a day on."""
    group = group_or_404(request, slug, May.EDIT_COMPANY)
    page = load_group_tariffs(request, group)
    form = _form(page, request.POST)
    if not form.is_valid():
        return _page(request, page, form)
    told = form.cleaned_data
    tariff = tariff_named(group, told["template"])
    if tariff is None:
        raise Http404
    given = tariff.model_copy(update={"active_from": told["first_on"], "active_to": None})
    count = _give(request, group, given, told["companies"])
    messages.success(
        request,
        ngettext("{count} company has the tariff.", "{count} companies have the tariff.", count).format(count=count),
    )
    return redirect("group_tariffs", slug=slug)


@transaction.atomic
def _give(request: HttpRequest, group: Group, tariff: Tariff, companies: list[int]) -> int:
    rows = Company.objects.filter(pk__in=companies).order_by("pk")
    for company in rows:
        if put_tariff(company, tariff, now=timezone.now(), recorded_by=actor(request))[1]:
            first_on = tariff.active_from and tariff.active_from.isoformat()
            told = {"title": tariff.title, "first_on": first_on}
            audit.record(request, "tariff.added", group=group, company_id=company.pk, **told)
    return len(rows)


@require_POST
def tariff_template_remove(request: HttpRequest, slug: str, template_id: int) -> HttpResponse:
    """Remove a template; the tariffs that came from it stay."""
    group = open_group_or_404(request, slug)
    row = TariffTemplate.objects.filter(pk=template_id, group=group).first()
    if row is None:
        raise Http404
    row.delete()
    audit.record(request, "tariff.template_removed", group=group, title=row.title)
    messages.success(request, _("The template was removed."))
    return redirect("group_tariffs", slug=slug)
