"""Profiles come and go: new, duplicated, shared, archived; companies take a new version."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from energy_synergy.errors import EnergySynergyError
from energy_synergy.ports import AnnualTotal
from energy_synergy.profiles.calendar import Calendar
from energy_synergy.usecases.ingest import ingest_annual_total
from energy_synergy.web import audit
from energy_synergy.web.access import May, actor, group_or_404, open_group_or_404, user_id
from energy_synergy.web.db.models import Group, OwnProfile
from energy_synergy.web.db.own_profiles import (
    NameTaken,
    ProfileText,
    archive_profile,
    create_profile,
    free_name,
    latest_version,
    link_estimate,
    share_profile,
    visible_profiles,
)
from energy_synergy.web.fields import tell
from energy_synergy.web.pages.answers import REFUSED
from energy_synergy.web.pages.profiles.forms import NewProfileForm
from energy_synergy.web.pages.profiles.rights import own_profile_or_404, profile_or_404, profile_rights
from energy_synergy.web.pages.profiles.starts import start_choices, started
from energy_synergy.web.queries.profile_page import load_own_page
from energy_synergy.web.queries.profile_records import ProfileRights, ProfileUse
from energy_synergy.web.wiring import group_store
from energy_synergy.web.words import translated

USUAL_START = "catalogue:flat"


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a profile from one that is there, from values or from a file, and go on to its editor."""
    group = group_or_404(request, slug, May.EDIT_PROFILES)
    rights = profile_rights(request, group)
    starts = start_choices(group, rights)
    if request.method != "POST":
        initial = {"start": request.GET.get("start", USUAL_START), "direction": "consumption"}
        return _new_page(request, group, NewProfileForm(starts, initial=initial))
    form = NewProfileForm(starts, request.POST, request.FILES)
    if not form.is_valid():
        return _new_page(request, group, form)
    calendar, source = form.calendar, ""
    if calendar is None:
        start = started(group, rights, form.cleaned_data["start"] or USUAL_START)
        calendar, source = start.calendar, start.name
    try:
        profile = _create(request, group, rights, form.text(), calendar, source)
    except EnergySynergyError as refusal:
        tell(form, refusal, {NameTaken: "name"})
        return _new_page(request, group, form)
    return redirect("profile", slug=slug, profile_id=profile.pk)


def _new_page(request: HttpRequest, group: Group, form: NewProfileForm) -> HttpResponse:
    context = {"group": group, "form": form}
    return render(request, "profiles/new.html", context, status=REFUSED if form.is_bound else None)


def _create(
    request: HttpRequest, group: Group, rights: ProfileRights, told: ProfileText, calendar: Calendar, source: str
) -> OwnProfile:
    profile = create_profile(
        group,
        told,
        calendar,
        maker_id=user_id(request),
        seen=visible_profiles(group, user_id=rights.user_id, sees_all=rights.manages),
        now=timezone.now(),
        recorded_by=actor(request),
        duplicated_from=source,
    )
    audit.record(request, "profile.created", group=group, profile=profile.pk, name=profile.name)
    return profile


@require_POST
def duplicate(request: HttpRequest, slug: str) -> HttpResponse:
    """Copy a profile of the catalogue or of the group into one of the visitor's own."""
    group = group_or_404(request, slug, May.EDIT_PROFILES)
    rights = profile_rights(request, group)
    start = started(group, rights, request.POST.get("from", ""))
    seen = visible_profiles(group, user_id=rights.user_id, sees_all=rights.manages)
    name = free_name(seen, _("Copy of {name}").format(name=start.name)[:120])
    told = ProfileText(name, start.description[:500], start.sector, start.direction)
    try:
        profile = _create(request, group, rights, told, start.calendar, start.name)
    except EnergySynergyError as refusal:
        messages.error(request, translated(refusal))
        return redirect("profiles", slug=slug)
    return redirect("profile", slug=slug, profile_id=profile.pk)


@require_POST
def share(request: HttpRequest, slug: str, profile_id: int) -> HttpResponse:
    """Let the group's team see and use a profile, or its maker alone."""
    group, profile = _changeable(request, slug, profile_id)
    is_shared = request.POST.get("shared") == "1"
    share_profile(profile, is_shared=is_shared)
    audit.record(request, "profile.shared" if is_shared else "profile.unshared", group=group, profile=profile.pk)
    sentence = (
        _("Everybody in the group can see and use {name} now.")
        if is_shared
        else _("Only its maker and the managers of the group see {name} now. Companies that use it keep their copy.")
    )
    messages.success(request, sentence.format(name=profile.name))
    return redirect("profile", slug=slug, profile_id=profile.pk)


@require_POST
def archive(request: HttpRequest, slug: str, profile_id: int) -> HttpResponse:
    """Put a profile away, or bring it back."""
    group, profile = _changeable(request, slug, profile_id)
    is_away = request.POST.get("archived") == "1"
    archive_profile(profile, now=timezone.now() if is_away else None)
    audit.record(request, "profile.archived" if is_away else "profile.restored", group=group, profile=profile.pk)
    sentence = (
        _("{name} is archived. Companies that use it keep their copy.")
        if is_away
        else _("{name} is in the list again.")
    )
    messages.success(request, sentence.format(name=profile.name))
    return redirect("profile", slug=slug, profile_id=profile.pk)


def _changeable(request: HttpRequest, slug: str, profile_id: int) -> tuple[Group, OwnProfile]:
    group = open_group_or_404(request, slug, May.EDIT_PROFILES)
    return group, own_profile_or_404(group, profile_id, profile_rights(request, group))


@require_POST
def update(request: HttpRequest, slug: str, profile_id: int) -> HttpResponse:
    """Give companies that use an older version the latest one; their annual totals stay."""
    group = open_group_or_404(request, slug, May.IMPORT)
    rights = profile_rights(request, group)
    profile = profile_or_404(group, profile_id, rights)
    asked = set(request.POST.getlist("estimate"))
    chosen = [use for use in load_own_page(group, profile, rights).outdated if str(use.estimate) in asked]
    if not chosen:
        messages.error(request, _("Choose the companies that are to use the new version."))
        return redirect("profile", slug=slug, profile_id=profile.pk)
    try:
        _update(request, group, profile, chosen)
    except EnergySynergyError as refusal:
        messages.error(request, translated(refusal))
        return redirect("profile", slug=slug, profile_id=profile.pk)
    sentence = ngettext(
        "{count} company uses version {version} now.", "{count} companies use version {version} now.", len(chosen)
    )
    messages.success(request, sentence.format(count=len(chosen), version=profile.version))
    return redirect("profile", slug=slug, profile_id=profile.pk)


@transaction.atomic
def _update(request: HttpRequest, group: Group, profile: OwnProfile, chosen: list[ProfileUse]) -> None:
    shown = latest_version(profile)
    for use in chosen:
        total = AnnualTotal(use.direction, shown.option, use.annual_kwh, shown.fields)  # type: ignore[arg-type]
        saved = ingest_annual_total(
            total, store=group_store(), company_id=use.company_id, now=timezone.now(), recorded_by=actor(request)
        )
        link_estimate(saved.import_id, shown)
        told: dict[str, Any] = {"profile": profile.pk, "version": shown.version, "number": saved.import_id}
        audit.record(request, "profile.used", group=group, company_id=use.company_id, **told)
