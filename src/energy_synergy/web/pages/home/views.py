"""The list of groups, the demo group, a new group, and the template files."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from energy_synergy.formats.template_csv import write_template
from energy_synergy.ports import NewGroup
from energy_synergy.web.access import May, actor, group_or_404, groups_of, may_create_groups
from energy_synergy.web.db.facts import load_cards
from energy_synergy.web.db.models import Group
from energy_synergy.web.demo import FIRST_PAGE, load_demo
from energy_synergy.web.demo import SLUG as DEMO_SLUG
from energy_synergy.web.pages.home.forms import GroupForm, timezone_names
from energy_synergy.web.wiring import group_store

TEMPLATE_NAMES = {"en": "readings-template.csv", "fr": "modele-releves.csv"}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show every group that the visitor may see."""
    visible = frozenset(groups_of(request).values_list("slug", flat=True))
    cards = [card for card in load_cards() if card.slug in visible]
    return render(request, "home/home.html", {"cards": cards, "has_demo": any(card.is_demo for card in cards)})


@require_POST
def open_demo(_request: HttpRequest) -> HttpResponse:
    """Make the demo group unless it is there, and go to it."""
    load_demo()
    return redirect(FIRST_PAGE)


@require_http_methods(["GET", "POST"])
def new_group(request: HttpRequest) -> HttpResponse:
    """Ask for a name and a time zone, then make an empty group and go to its data."""
    if not may_create_groups(request):
        raise PermissionDenied
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        new = NewGroup(_free_slug(form.cleaned_data["name"]), form.cleaned_data["name"], form.cleaned_data["timezone"])
        group_store().create_group(new, now=timezone.now(), recorded_by=actor(request))
        return redirect("data", slug=new.slug)
    return render(request, "home/new_group.html", {"form": form, "timezones": timezone_names()})


@require_http_methods(["GET", "POST"])
def delete_group(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask once, then remove a group with everything stored for it."""
    group = group_or_404(request, slug, May.MANAGE)
    if request.method == "POST":
        group_store().delete_group(group.slug)
        return redirect("home")
    return render(request, "home/delete_group.html", {"group": group})


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


def _free_slug(name: str) -> str:
    """Return an address for a name that no group has yet."""
    stem = slugify(name)[:40] or "group"
    taken = {DEMO_SLUG, *Group.objects.filter(slug__startswith=stem).values_list("slug", flat=True)}
    return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)
