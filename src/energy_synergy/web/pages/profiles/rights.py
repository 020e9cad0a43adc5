"""What the visitor may see and do of the profiles of a group."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from energy_synergy.web.access import May, NotAllowed, Refusal, companies_of, may, user_id
from energy_synergy.web.db.models import Group, OwnProfile
from energy_synergy.web.db.own_profiles import visible_profiles
from energy_synergy.web.queries.profile_records import ProfileRights


def profile_rights(request: HttpRequest, group: Group) -> ProfileRights:
    """Return the visitor's rights, worked out once for a page."""
    return ProfileRights(
        user_id=user_id(request),
        manages=may(request, group, May.MANAGE),
        edits=may(request, group, May.EDIT_PROFILES),
        companies=companies_of(request, group),
        importable=companies_of(request, group, May.IMPORT),
    )


def profile_or_404(group: Group, profile_id: int, rights: ProfileRights) -> OwnProfile:
    """Return a profile that the visitor sees.

    Raises Http404 for one that is not there and for one that is not theirs to see, without a difference.
    """
    seen = visible_profiles(group, user_id=rights.user_id, sees_all=rights.manages)
    profile = seen.select_related("maker").filter(pk=profile_id).first()
    if profile is None:
        raise Http404
    return profile


def own_profile_or_404(group: Group, profile_id: int, rights: ProfileRights) -> OwnProfile:
    """Return a profile that the visitor may change: its maker may, and who manages the group.

    Raises Http404 where the visitor does not see it, NotAllowed where they only read it.
    """
    profile = profile_or_404(group, profile_id, rights)
    if not rights.may_change(profile.maker_id):
        raise NotAllowed(group, May.EDIT_PROFILES, Refusal.ARCHIVED if group.archived_at else Refusal.ROLE)
    return profile
