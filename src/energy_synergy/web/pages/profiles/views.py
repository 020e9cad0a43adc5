"""The library of profiles, and the page of one of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from energy_synergy.errors import EnergySynergyError
from energy_synergy.web import audit
from energy_synergy.web.access import May, actor, group_or_404, open_group_or_404
from energy_synergy.web.db.models import Group, OwnProfile
from energy_synergy.web.db.own_profiles import NameTaken, ProfileChanged, save_profile, visible_profiles
from energy_synergy.web.fields import tell
from energy_synergy.web.pages.address import Address
from energy_synergy.web.pages.answers import REFUSED
from energy_synergy.web.pages.profiles.forms import EditorForm
from energy_synergy.web.pages.profiles.rights import own_profile_or_404, profile_or_404, profile_rights
from energy_synergy.web.pages.profiles.starts import start_choices
from energy_synergy.web.pages.profiles.words import editor_words
from energy_synergy.web.queries.profile_page import load_catalogue_page, load_own_page
from energy_synergy.web.queries.profile_records import LibraryChoice, ProfilePage, ProfileRights
from energy_synergy.web.queries.profiles import WHOSE, load_library, ready_profiles
from energy_synergy.web.sectors import SECTIONS

MOST_WORDS = 100


@require_safe
def library(request: HttpRequest, slug: str) -> HttpResponse:
    """List the profiles of the catalogue and of the group, those that fit what was asked for."""
    group = group_or_404(request, slug)
    address = Address(request.GET)
    choice = LibraryChoice(
        words=request.GET.get("q", "")[:MOST_WORDS],
        direction=address.one_of("direction", ("consumption", "production"), ""),
        sector=address.one_of("sector", tuple(SECTIONS), ""),
        whose=address.one_of("whose", WHOSE, ""),
    )
    rights = profile_rights(request, group)
    shown = load_library(group, rights, choice)
    context = {"group": group, "library": shown, "rights": rights, "complaints": address.complaints}
    return render(request, "profiles/library.html", context)


@require_safe
def catalogue(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Show a profile of the catalogue; nobody changes it, everybody who makes profiles can duplicate it."""
    group = group_or_404(request, slug)
    if name not in ready_profiles():
        raise Http404
    rights = profile_rights(request, group)
    return _page(request, group, rights, load_catalogue_page(group, name, rights))


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest, slug: str, profile_id: int) -> HttpResponse:
    """Show a profile that somebody made; save what its maker or a manager changed."""
    if request.method == "POST":
        return _save(request, slug, profile_id)
    group = group_or_404(request, slug)
    rights = profile_rights(request, group)
    row = profile_or_404(group, profile_id, rights)
    version = Address(request.GET).whole("version", row.version, least=1, most=row.version)
    page = load_own_page(group, row, rights, version)
    form = EditorForm(initial=_stored(row)) if page.card.can_change else None
    return _page(request, group, rights, page, form)


def _save(request: HttpRequest, slug: str, profile_id: int) -> HttpResponse:
    group = open_group_or_404(request, slug, May.EDIT_PROFILES)
    rights = profile_rights(request, group)
    row = own_profile_or_404(group, profile_id, rights)
    form, now = EditorForm(request.POST), timezone.now()
    if not form.is_valid():
        return _refused(request, group, rights, row, form)
    told, calendar = form.text(), form.cleaned_data["curve"]
    seen = visible_profiles(group, user_id=rights.user_id, sees_all=rights.manages)
    base = form.cleaned_data["base_version"]
    try:
        is_new = save_profile(row, told, calendar, base_version=base, seen=seen, now=now, recorded_by=actor(request))
    except EnergySynergyError as refusal:
        tell(form, refusal, {NameTaken: "name"})
        return _refused(request, group, rights, row, form, refusal)
    audit.record(request, "profile.changed", group=group, profile=row.pk, name=row.name, version=row.version)
    sentence = _("Saved as version {version}.") if is_new else _("Saved. The curves are as before.")
    messages.success(request, sentence.format(version=row.version))
    return redirect("profile", slug=slug, profile_id=row.pk)


def _refused(
    request: HttpRequest,
    group: Group,
    rights: ProfileRights,
    row: OwnProfile,
    form: EditorForm,
    refusal: EnergySynergyError | None = None,
) -> HttpResponse:
    """Show the editor with everything that was told still in it."""
    row.refresh_from_db()
    page = load_own_page(group, row, rights)
    return _page(request, group, rights, page, form, conflict=refusal if isinstance(refusal, ProfileChanged) else None)


def _page(
    request: HttpRequest,
    group: Group,
    rights: ProfileRights,
    page: ProfilePage,
    form: EditorForm | None = None,
    *,
    conflict: ProfileChanged | None = None,
) -> HttpResponse:
    is_open = form is not None and form.is_bound
    told = _told(form) if form is not None and is_open else None
    base = conflict.version if conflict else form["base_version"].value() if form is not None else page.card.version
    context: dict[str, Any] = {
        "group": group,
        "page": page,
        "card": page.card,
        "rights": rights,
        "form": form,
        "base_version": base,
        "conflict": conflict,
        "starts": start_choices(group, rights) if form else (),
        "words": editor_words(),
        "data": {
            "fields": told or page.fields,
            "can_edit": form is not None,
            "is_open": is_open,
            "version": page.shown_version,
            "urls": {name: reverse(f"profile_{name}", args=[group.slug]) for name in ("start", "measured", "read")},
        },
    }
    return render(request, "profiles/profile.html", context, status=REFUSED if is_open else None)


def _stored(row: OwnProfile) -> dict[str, object]:
    return {
        "name": row.name,
        "description": row.description,
        "sector": row.sector,
        "direction": row.direction,
        "base_version": row.version,
    }


def _told(form: EditorForm) -> dict[str, object] | None:
    """Return the curves that were sent, where they are some: a refused page shows them again."""
    if "curve" in form.cleaned_data:
        fields: dict[str, object] = form.cleaned_data["curve"].fields()
        return fields
    return None
