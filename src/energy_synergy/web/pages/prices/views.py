"""Day-ahead prices of a group: the year that is known, a file that is checked and saved, days that are fetched."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from energy_synergy.errors import EnergySynergyError
from energy_synergy.tariffs.price_files.base import PriceResult
from energy_synergy.tariffs.spot import SpotPrices
from energy_synergy.timeline import Timeline, zone
from energy_synergy.usecases.day_ahead import compute_price_change, prices_for, read_group_prices
from energy_synergy.web import audit
from energy_synergy.web.access import May, actor, group_or_404, is_admin, may, open_group_or_404
from energy_synergy.web.db.models import Group
from energy_synergy.web.db.prices import load_layers, remove_own_prices, save_prices
from energy_synergy.web.pages.answers import REFUSED, cacheable, csv_file
from energy_synergy.web.pages.prices.carried import CheckedPrices, carried, carry
from energy_synergy.web.pages.prices.forms import AreaForm, FetchForm, PriceFileForm
from energy_synergy.web.price_fetch import can_fetch, fetch_prices, note_fetched, note_uploaded
from energy_synergy.web.queries.findings import finding_lines
from energy_synergy.web.queries.prices import PRICE_TABLES, load_prices_page
from energy_synergy.web.queries.table_text import LANGUAGES, as_csv
from energy_synergy.web.uploads import passed_limit
from energy_synergy.web.words import translated

YEARS = (1990, 2100)
ONE_DAY = timedelta(days=1)


@require_safe
def prices(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a year of the prices of a group's bidding area."""
    return _page(request, group_or_404(request, slug))


def _page(request: HttpRequest, group: Group, **forms: Any) -> HttpResponse:
    now = timezone.now()
    page = load_prices_page(group, year=_year(request.GET.get("year")), now=now)
    today = now.astimezone(zone(group.timezone)).date()
    fetch_span = {"first_on": date(page.year, 1, 1), "last_on": min(date(page.year, 12, 31), today + ONE_DAY)}
    context = {
        "page": page,
        "group": group,
        "may_change": may(request, group, May.MANAGE) and group.archived_at is None,
        "can_fetch": can_fetch(),
        "area_form": forms.get("area") or AreaForm(initial={"area": group.price_area}),
        "file_form": forms.get("file") or PriceFileForm(),
        "fetch_form": forms.get("fetch") or FetchForm(initial=fetch_span),
        "findings": forms.get("findings", ()),
    }
    is_refused = any(getattr(form, "errors", None) for form in forms.values())
    return render(request, "prices/prices.html", context, status=REFUSED if is_refused else None)


def _year(text: str | None) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or not YEARS[0] <= int(text[:9]) < YEARS[1]:
        raise Http404
    return int(text)


@require_safe
def prices_csv(request: HttpRequest, slug: str, table: str) -> HttpResponse:
    """Send the months, the days or the quarter-hours of a year as a CSV file in one of the languages."""
    group = group_or_404(request, slug)
    language = request.GET.get("lang") or (get_language() or "en").partition("-")[0]
    if language not in LANGUAGES or table not in PRICE_TABLES:
        raise Http404
    with override(language):
        page = load_prices_page(group, year=_year(request.GET.get("year")), now=timezone.now())
        body = as_csv(PRICE_TABLES[table](page), language)
    return cacheable(request, csv_file(body, f"{slug}-prices-{table}-{page.year}.csv"))


@require_POST
def prices_area(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the bidding area whose prices a group uses."""
    group = open_group_or_404(request, slug)
    form = AreaForm(request.POST)
    if not form.is_valid():
        return _page(request, group, area=form)
    before, group.price_area = group.price_area, form.cleaned_data["area"]
    if before != group.price_area:
        group.save(update_fields=["price_area"])
        audit.record(request, "prices.area_changed", group=group, before=before or "–", after=group.price_area or "–")
    return redirect("prices", slug=slug)


@require_POST
def prices_check(request: HttpRequest, slug: str) -> HttpResponse:
    """Read a file of prices and show what it holds and would change; nothing is saved yet."""
    group = open_group_or_404(request, slug)
    form = PriceFileForm(request.POST, request.FILES)
    if refusal := passed_limit(request):
        form.errors.pop("file", None)
        form.add_error("file", refusal)
    if not form.is_valid():
        return _page(request, group, file=form)
    file = form.cleaned_data["file"]
    try:
        result, spot = read_group_prices(
            file, area=group.price_area, currency=group.currency, file_name=file.name or "", hints=form.hints
        )
        text = carry(CheckedPrices(spot, file.name or ""), group_id=group.pk, actor=actor(request))
    except EnergySynergyError as refused:
        form.add_error("file", translated(refused))
        return _page(request, group, file=form, findings=_lines(getattr(refused, "findings", ()), group))
    context = {
        "group": group,
        "file_name": file.name,
        "spot": spot,
        "result": result,
        "change": compute_price_change(_own_before(group, spot), spot),
        "lines": _lines(result.findings, group),
        "carried": text,
        "days": [spot.starts_at.astimezone(zone(group.timezone)), spot.ends_at.astimezone(zone(group.timezone))],
    }
    return render(request, "prices/check.html", context)


def _own_before(group: Group, spot: SpotPrices) -> SpotPrices:
    timeline = Timeline(spot.starts_at, len(spot.price_per_kwh), group.timezone)
    return load_layers(group, timeline).own


def _lines(findings: Any, group: Group) -> Any:
    return finding_lines(findings, group.timezone)


@require_POST
def prices_save(request: HttpRequest, slug: str) -> HttpResponse:
    """Save the prices that were checked, as prices of this group alone."""
    group = open_group_or_404(request, slug)
    try:
        checked = carried(request.POST.get("carried", ""), group_id=group.pk, actor=actor(request))
        spot = prices_for(
            PriceResult("", (checked.spot,), areas=(checked.spot.area,)), group.price_area, group.currency
        )
    except EnergySynergyError as refused:
        messages.error(request, translated(refused))
        return redirect("prices", slug=slug)
    saved = save_prices(spot, group=group, source=checked.file_name, now=timezone.now(), recorded_by=actor(request))
    note_uploaded(request, group, spot.area, checked.file_name, saved)
    messages.success(request, _("The prices were saved."))
    return _to_year(slug, spot.starts_at.astimezone(zone(group.timezone)).year, spot)


def _to_year(slug: str, year: int, spot: SpotPrices | None = None) -> HttpResponse:
    response = redirect("prices", slug=slug)
    # A local year may begin in the last hours of the year before it: the year of most prices is shown.
    shown = year if spot is None else (spot.starts_at + (spot.ends_at - spot.starts_at) / 2).year
    response["Location"] += f"?year={shown}"
    return response


@require_POST
def prices_fetch(request: HttpRequest, slug: str) -> HttpResponse:
    """Fetch prices from ENTSO-E for every group of the area; only whoever runs the site replaces known ones."""
    group = open_group_or_404(request, slug)
    form = FetchForm(request.POST)
    if not form.is_valid():
        return _page(request, group, fetch=form)
    told = form.cleaned_data
    try:
        fetched = fetch_prices(
            group,
            told["first_on"],
            told["last_on"],
            now=timezone.now(),
            recorded_by=actor(request),
            replace=is_admin(request),
        )
    except EnergySynergyError as refused:
        form.add_error(None, translated(refused))
        return _page(request, group, fetch=form)
    note_fetched(request, group, fetched)
    for line in _lines(fetched.findings, group):
        messages.warning(request, line.sentence)
    sentence = _(
        "Fetched from ENTSO-E: {new} quarter-hours with a price that was not known, {changed} with another one."
    )
    messages.success(request, sentence.format(new=fetched.saved.new_slots, changed=fetched.saved.changed_slots))
    return _to_year(slug, fetched.last_on.year)


@require_POST
def prices_remove(request: HttpRequest, slug: str) -> HttpResponse:
    """Let the prices that a group gave itself for a year count no more; those that were fetched stay."""
    group = open_group_or_404(request, slug)
    year = _year(request.POST.get("year"))
    if year is None:
        raise Http404
    timeline = Timeline.from_days(date(year, 1, 1), date(year + 1, 1, 1), group.timezone)
    days = remove_own_prices(group, timeline, now=timezone.now(), recorded_by=actor(request))
    audit.record(request, "prices.removed", group=group, area=group.price_area, year=year, days=days)
    messages.success(request, _("The group's own prices of the year no longer count."))
    return _to_year(slug, year)
