"""All groups of the visitor, the demo group, a new group, and the template files."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from energy_synergy.formats.template_csv import write_template
from energy_synergy.ports import NewGroup
from energy_synergy.timeline import zone
from energy_synergy.web import audit
from energy_synergy.web.access import May, actor, group_or_404, may_create_groups, sight_of, user_id
from energy_synergy.web.countries import likely_country
from energy_synergy.web.db.facts import load_facts_of
from energy_synergy.web.db.groups import create_group, free_slug
from energy_synergy.web.demo import FIRST_PAGE, load_demo
from energy_synergy.web.demo import SLUG as DEMO_SLUG
from energy_synergy.web.pages.answers import REFUSED, tells_refusals
from energy_synergy.web.pages.home.figures import figures_json
from energy_synergy.web.pages.home.forms import GroupForm, country_defaults, timezone_names
from energy_synergy.web.queries.group_figures import load_figures
from energy_synergy.web.queries.portfolio import load_portfolio
from energy_synergy.web.wiring import group_store

TEMPLATE_NAMES = {"en": "readings-template.csv", "fr": "modele-releves.csv"}
LONGEST_SEARCH = 80


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show every group that the visitor may see."""
    portfolio = load_portfolio(request, request.GET.get("q", "").strip()[:LONGEST_SEARCH])
    return render(request, "home/home.html", {"portfolio": portfolio, "may_create": may_create_groups(request)})


@require_safe
@tells_refusals
def group_figures(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the key figures of one group in the list."""
    group = group_or_404(request, slug)
    today = timezone.now().astimezone(zone(group.timezone)).date()
    figures = load_figures(group, load_facts_of(group), sight_of(request, group), today=today)
    return JsonResponse(figures_json(figures))


@require_POST
def open_demo(request: HttpRequest) -> HttpResponse:
    """Make the demo group unless it is there, and go to it."""
    if not may_create_groups(request):
        raise PermissionDenied
    load_demo()
    return redirect(FIRST_PAGE)


@require_http_methods(["GET", "POST"])
def new_group(request: HttpRequest) -> HttpResponse:
    """Ask what a group needs to begin, make it and go to its empty dashboard."""
    if not may_create_groups(request):
        raise PermissionDenied
    if request.method == "GET":
        return _new_group_page(request, GroupForm(initial=_guess(request)))
    form = GroupForm(request.POST)
    if not form.is_valid():
        return _new_group_page(request, form)
    told = form.cleaned_data
    new = NewGroup(
        slug=free_slug(told["name"], reserved=DEMO_SLUG),
        name=told["name"],
        timezone=told["timezone"],
        country=told["country"],
        currency=told["currency"],
    )
    group = create_group(new, manager_id=user_id(request), now=timezone.now(), recorded_by=actor(request))
    audit.record(request, "group.created", group=group)
    return redirect("overview", slug=group.slug)


def _guess(request: HttpRequest) -> dict[str, str]:
    country = likely_country(request.headers.get("Accept-Language", ""))
    return {"country": country.code, "timezone": country.timezone, "currency": country.currency}


def _new_group_page(request: HttpRequest, form: GroupForm) -> HttpResponse:
    context = {"form": form, "timezones": timezone_names(), "defaults": country_defaults()}
    return render(request, "home/new_group.html", context, status=REFUSED if form.errors else None)


@require_http_methods(["GET", "POST"])
def delete_group(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask once, then remove a group with everything stored for it."""
    group = group_or_404(request, slug, May.MANAGE)
    if request.method == "GET":
        return render(request, "home/delete_group.html", {"group": group, "facts": load_facts_of(group)})
    group_store().delete_group(group.slug)
    audit.record(request, "group.deleted", group=group)
    gone = _("The demo group was deleted. You can make it again at any time.")
    messages.success(request, gone if group.is_demo else _("{name} was deleted.").format(name=group.name))
    return redirect("home")


@require_safe
def template_file(_request: HttpRequest, language: str) -> HttpResponse:
    """Send the template of a typical day in one of the languages."""
    if language not in TEMPLATE_NAMES:
        raise Http404
    return HttpResponse(
        write_template(language),  # type: ignore[arg-type]
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{TEMPLATE_NAMES[language]}"'},
    )
