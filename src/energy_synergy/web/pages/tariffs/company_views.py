"""The tariffs of one company: the list, its prices over a week, and what changes a tariff."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from energy_synergy.errors import EnergySynergyError
from energy_synergy.tariffs.tariff import read_tariff
from energy_synergy.web import audit
from energy_synergy.web.access import May, actor, may, may_answer_for
from energy_synergy.web.db.models import CompanyTariff
from energy_synergy.web.db.tariffs import end_tariff, remove_tariff, save_template
from energy_synergy.web.pages.answers import cacheable, csv_file
from energy_synergy.web.pages.tariffs.end_form import EndForm
from energy_synergy.web.pages.tariffs.period import price_period
from energy_synergy.web.queries.overview_charts import chart_script
from energy_synergy.web.queries.table_text import LANGUAGES, as_csv, as_text
from energy_synergy.web.queries.tariff_prices import PriceCurve, load_price_curve, price_table
from energy_synergy.web.queries.tariffs import load_company_tariffs
from energy_synergy.web.tariff_door import Whose, edited_company, seen_company, tariff_or_404
from energy_synergy.web.words import translated


@require_safe
def company_tariffs(request: HttpRequest, slug: str, company_id: int) -> HttpResponse:
    """Show the tariffs of a company, what is wrong with them, and the prices that they make."""
    whose = seen_company(request, slug, company_id)
    page = load_company_tariffs(request, whose.group, whose.company)
    curve = load_price_curve(whose.group, whose.company, page.tariffs, price_period(request, whose.group))
    context = {
        "group": whose.group,
        "company": whose.company,
        "page": page,
        "curve": curve,
        "period": curve.period,
        "query": f"period={curve.period.kind}&on={curve.period.starts_on.isoformat()}",
        "chart_script": chart_script({"prices": curve.as_values()}, "tariff-data"),
        "may_edit": may(request, whose.group, May.EDIT_COMPANY, company_id),
        "may_keep": _may_keep(request, whose),
        "end_form": EndForm(),
    }
    return render(request, "tariffs/company.html", context)


def _may_keep(request: HttpRequest, whose: Whose) -> bool:
    """Tell whether the visitor may show a tariff of the company to the whole group, as a template."""
    is_theirs = may_answer_for(request, whose.group, whose.company.pk)
    return is_theirs and may(request, whose.group, May.EDIT_PROFILES)


def _curve(request: HttpRequest, slug: str, company_id: int) -> tuple[Whose, PriceCurve]:
    whose = seen_company(request, slug, company_id)
    page = load_company_tariffs(request, whose.group, whose.company)
    return whose, load_price_curve(whose.group, whose.company, page.tariffs, price_period(request, whose.group))


@require_safe
def tariff_price_table(request: HttpRequest, slug: str, company_id: int) -> HttpResponse:
    """Show the prices of a company as a table."""
    whose, curve = _curve(request, slug, company_id)
    query = f"period={curve.period.kind}&on={curve.period.starts_on.isoformat()}"
    context = {"table": as_text(price_table(curve)), "group": whose.group, "company": whose.company, "query": query}
    return render(request, "tariffs/prices.html", context)


@require_safe
def tariff_price_csv(request: HttpRequest, slug: str, company_id: int) -> HttpResponse:
    """Send the prices of a company as a CSV file."""
    language = (get_language() or "en").partition("-")[0]
    with override(language if language in LANGUAGES else "en"):
        whose, curve = _curve(request, slug, company_id)
        body = as_csv(price_table(curve), language if language in LANGUAGES else "en")
    name = f"{slug}-company-{whose.company.pk}-prices-{curve.period.kind}-{curve.period.starts_on.isoformat()}.csv"
    return cacheable(request, csv_file(body, name))


@require_POST
def tariff_end(request: HttpRequest, slug: str, company_id: int, tariff_id: int) -> HttpResponse:
    """Let a tariff end after a day."""
    whose = edited_company(request, slug, company_id)
    row = tariff_or_404(whose.company, tariff_id)
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the last day of the tariff."))
        return redirect("company_tariffs", slug=slug, company_id=company_id)
    try:
        end_tariff(row, form.active_to, now=timezone.now(), recorded_by=actor(request))
    except EnergySynergyError as refusal:
        messages.error(request, translated(refusal))
    else:
        _note(request, "tariff.ended", whose, row, last_on=form.cleaned_data["last_on"].isoformat())
        messages.success(request, _("The tariff ends."))
    return redirect("company_tariffs", slug=slug, company_id=company_id)


@require_POST
def tariff_remove(request: HttpRequest, slug: str, company_id: int, tariff_id: int) -> HttpResponse:
    """Remove a tariff; it stays in the history."""
    whose = edited_company(request, slug, company_id)
    row = tariff_or_404(whose.company, tariff_id)
    try:
        remove_tariff(row, now=timezone.now())
    except EnergySynergyError as refusal:
        messages.error(request, translated(refusal))
    else:
        _note(request, "tariff.removed", whose, row)
        messages.success(request, _("The tariff was removed. It stays in the history."))
    return redirect("company_tariffs", slug=slug, company_id=company_id)


@require_POST
def tariff_keep(request: HttpRequest, slug: str, company_id: int, tariff_id: int) -> HttpResponse:
    """Keep a tariff as a template, which everybody in the group sees."""
    whose = edited_company(request, slug, company_id)
    row = tariff_or_404(whose.company, tariff_id)
    if not _may_keep(request, whose):
        messages.error(request, _("Only the company itself can show its prices to the whole group."))
        return redirect("company_tariffs", slug=slug, company_id=company_id)
    try:
        save_template(whose.group, read_tariff(row.body), now=timezone.now(), recorded_by=actor(request))
    except EnergySynergyError as refusal:
        messages.error(request, translated(refusal))
        return redirect("company_tariffs", slug=slug, company_id=company_id)
    audit.record(request, "tariff.kept", group=whose.group, company_id=company_id, title=row.title)
    messages.success(request, _("Kept as a template of the group."))
    return redirect("group_tariffs", slug=slug)


def _note(request: HttpRequest, action: str, whose: Whose, row: CompanyTariff, **more: str) -> None:
    first_on = row.active_from and row.active_from.isoformat()
    told = {"title": row.title, "first_on": first_on, **more}
    audit.record(request, action, group=whose.group, company_id=whose.company.pk, **told)
