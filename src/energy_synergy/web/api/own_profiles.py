"""Profiles that people made in a group: listed, made, changed by versions, shared, put away."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router
from ninja.responses import Status

from energy_synergy.profiles.calendar import Calendar
from energy_synergy.registry import option
from energy_synergy.web import audit
from energy_synergy.web.access import May, NotAllowed, Refusal, actor, group_or_404, may, user_id
from energy_synergy.web.api.etags import refuse_if_changed
from energy_synergy.web.api.groups import GroupSlug
from energy_synergy.web.api.operations import changes, creates, reads
from energy_synergy.web.api.paging import page_of_rows
from energy_synergy.web.api.schemas.base import Number, Page
from energy_synergy.web.api.schemas.own_profiles import (
    OwnProfileChange,
    OwnProfileCurves,
    OwnProfileIn,
    OwnProfileOut,
    OwnProfilesQuery,
    SeasonIn,
    SeasonOut,
)
from energy_synergy.web.db.models import Group, OwnProfile
from energy_synergy.web.db.own_profiles import (
    ProfileText,
    archive_profile,
    calendar_of_version,
    create_profile,
    latest_version,
    save_profile,
    share_profile,
    visible_profiles,
)

router = Router()
ProfileId = Path[Number]
TEXT = ("name", "description", "sector", "direction")


@reads(router, "/{group}/profiles", Page[OwnProfileOut], summary="Profiles made in a group")
def list_own_profiles(request: HttpRequest, group: GroupSlug, asked: Query[OwnProfilesQuery]) -> Page[OwnProfileOut]:
    """List the profiles that were made in a group and that you may use: your own and shared ones."""
    row = group_or_404(request, group)
    profiles = visible(request, row).filter(archived_at__isnull=not asked.archived).select_related("maker")
    return page_of_rows(request, profiles, asked, lambda one: OwnProfileOut(**_facts(request, row, one)))


@creates(router, "/{group}/profiles", OwnProfileCurves, summary="Make a profile")
def make_own_profile(
    request: HttpRequest, group: GroupSlug, told: OwnProfileIn, response: HttpResponse
) -> Status[OwnProfileCurves]:
    """Make a profile of your own; each curve is scaled to 1 kWh."""
    row = group_or_404(request, group, May.EDIT_PROFILES)
    profile = create_profile(
        row,
        ProfileText(told.name, told.description, told.sector, told.direction),
        _calendar(told.seasons),
        maker_id=user_id(request),
        seen=visible(request, row),
        now=timezone.now(),
        recorded_by=actor(request),
    )
    audit.record(request, "profile.created", group=row, profile=profile.pk, name=profile.name)
    response.headers["Location"] = f"/api/v1/groups/{row.slug}/profiles/{profile.pk}"
    return Status(201, _shown(request, row, profile))


@reads(router, "/{group}/profiles/{profile}", OwnProfileCurves, summary="A profile made in a group")
def read_own_profile(request: HttpRequest, group: GroupSlug, profile: ProfileId) -> OwnProfileCurves:
    """Tell the curves of a profile, as its latest version has them."""
    row = group_or_404(request, group)
    return _shown(request, row, profile_or_404(request, row, profile))


@changes(router, "/{group}/profiles/{profile}", OwnProfileCurves, summary="Change a profile")
def change_own_profile(
    request: HttpRequest, group: GroupSlug, profile: ProfileId, told: OwnProfileChange
) -> OwnProfileCurves:
    """Change, share or put away a profile; companies that use it keep the version that they took."""
    row = group_or_404(request, group)
    found = profile_or_404(request, row, profile)
    if not _may_change(request, row, found):
        raise NotAllowed(row, May.EDIT_PROFILES, Refusal.ARCHIVED if row.archived_at else Refusal.ROLE)
    refuse_if_changed(request, _shown(request, row, found))
    sent = told.told()
    if sent.keys() & {*TEXT, "seasons"}:
        _save(request, row, found, told, sent)
    if "is_shared" in sent and told.is_shared != found.is_shared:
        share_profile(found, is_shared=told.is_shared)
        action = "profile.shared" if told.is_shared else "profile.unshared"
        audit.record(request, action, group=row, profile=found.pk)
    if "is_archived" in sent and told.is_archived != (found.archived_at is not None):
        archive_profile(found, now=timezone.now() if told.is_archived else None)
        action = "profile.archived" if told.is_archived else "profile.restored"
        audit.record(request, action, group=row, profile=found.pk)
    return _shown(request, row, found)


def _save(
    request: HttpRequest, group: Group, profile: OwnProfile, told: OwnProfileChange, sent: dict[str, Any]
) -> None:
    text = {name: sent.get(name, getattr(profile, name)) for name in TEXT}
    calendar = _calendar(told.seasons) if "seasons" in sent else calendar_of_version(latest_version(profile))
    save_profile(
        profile,
        ProfileText(**text),
        calendar,
        base_version=profile.version,
        seen=visible(request, group),
        now=timezone.now(),
        recorded_by=actor(request),
    )
    details: dict[str, Any] = {"profile": profile.pk, "name": profile.name, "version": profile.version}
    audit.record(request, "profile.changed", group=group, **details)


def _calendar(seasons: list[SeasonIn]) -> Calendar:
    calendar: Calendar = option("profiles", Calendar.name, seasons=[season.fields() for season in seasons])
    return calendar


def visible(request: HttpRequest, group: Group) -> Any:
    """Return the profiles of a group that the caller may see: a manager sees all of them."""
    return visible_profiles(group, user_id=user_id(request), sees_all=may(request, group, May.MANAGE))


def profile_or_404(request: HttpRequest, group: Group, number: int) -> OwnProfile:
    """Return a profile that the caller may see."""
    found: OwnProfile | None = visible(request, group).select_related("maker").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _may_change(request: HttpRequest, group: Group, profile: OwnProfile) -> bool:
    is_own = profile.maker_id is not None and profile.maker_id == user_id(request)
    return may(request, group, May.EDIT_PROFILES) and (is_own or may(request, group, May.MANAGE))


def _shown(request: HttpRequest, group: Group, profile: OwnProfile) -> OwnProfileCurves:
    calendar = calendar_of_version(latest_version(profile))
    fields: dict[str, Any] = calendar.fields()
    return OwnProfileCurves(
        **_facts(request, group, profile),
        seasons=[SeasonOut.model_validate(one) for one in fields["seasons"]],
        energy_kwh=calendar.typical_day().tolist(),
    )


def _facts(request: HttpRequest, group: Group, profile: OwnProfile) -> dict[str, Any]:
    return {
        "id": profile.pk,
        "name": profile.name,
        "description": profile.description,
        "sector": profile.sector,
        "direction": profile.direction,
        "version": profile.version,
        "is_shared": profile.is_shared,
        "archived_at": profile.archived_at,
        "maker": (profile.maker.name or profile.maker.email) if profile.maker else "",
        "may_change": _may_change(request, group, profile),
    }
