"""The settings of a group; archive, and the checklist put away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from energy_synergy.web import audit
from energy_synergy.web.access import May, group_or_404, open_group_or_404
from energy_synergy.web.checklist import put_away
from energy_synergy.web.db.groups import archive_group, change_group, unarchive_group
from energy_synergy.web.db.models import Group
from energy_synergy.web.pages.answers import REFUSED
from energy_synergy.web.pages.home.forms import country_defaults, timezone_names
from energy_synergy.web.pages.settings.forms import SettingsForm


@require_http_methods(["GET", "POST"])
def group_settings(request: HttpRequest, slug: str) -> HttpResponse:
    """Show and change what a group is."""
    if request.method == "GET":
        group = group_or_404(request, slug, May.MANAGE)
        return _settings_page(request, group, SettingsForm(group, initial=_stored(group)))
    group = open_group_or_404(request, slug)
    form = SettingsForm(group, request.POST)
    if not form.is_valid():
        return _settings_page(request, group, form)
    before = _stored(group)
    change_group(group, form.told())
    changed: dict[str, Any] = {name: [before[name], now] for name, now in _stored(group).items() if now != before[name]}
    if changed:
        audit.record(request, "group.changed", group=group, **changed)
    messages.success(request, _("The settings were saved."))
    return redirect("group_settings", slug=slug)


def _stored(group: Group) -> dict[str, str]:
    return {
        "name": group.name,
        "country": group.country,
        "timezone": group.timezone,
        "currency": group.currency,
        "tolerance": f"{100 * group.tolerance:.6g}",
    }


def _settings_page(request: HttpRequest, group: Group, form: SettingsForm) -> HttpResponse:
    context = {"group": group, "form": form, "timezones": timezone_names(), "defaults": country_defaults()}
    return render(request, "settings/settings.html", context, status=REFUSED if form.errors else None)


@require_POST
def archive(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep a group as it is."""
    group = open_group_or_404(request, slug)
    archive_group(group, now=timezone.now())
    audit.record(request, "group.archived", group=group)
    messages.success(request, _("{name} is archived: it can be read and no longer changed.").format(name=group.name))
    return redirect("home")


@require_POST
def unarchive(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a group be changed again."""
    group = group_or_404(request, slug, May.MANAGE)
    unarchive_group(group)
    audit.record(request, "group.unarchived", group=group)
    messages.success(request, _("{name} can be changed again.").format(name=group.name))
    return redirect("group_settings", slug=slug)


@require_POST
def dismiss_checklist(request: HttpRequest, slug: str) -> HttpResponse:
    """Put the checklist of a group away in this browser."""
    group = group_or_404(request, slug, May.MANAGE)
    return put_away(request, redirect("overview", slug=slug), group.pk)
