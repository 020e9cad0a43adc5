"""Profiles that people made: read, made, changed by versions, shared, archived; and the estimates that copy them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from energy_synergy.errors import EnergySynergyError, marked
from energy_synergy.profiles.calendar import Calendar
from energy_synergy.registry import option
from energy_synergy.web.db.models import Estimate, Group, Import, OwnProfile, OwnProfileVersion

MOST_PROFILES = 500


class ProfileRefused(EnergySynergyError):
    """A profile that cannot be stored as it was told."""

    code = "profile_refused"


class NameTaken(ProfileRefused):
    """Another profile that the maker sees has this name."""

    code = "profile_name_taken"


class ProfileChanged(ProfileRefused):
    """Somebody saved another version meanwhile; `version` is the one that counts now."""

    code = "profile_changed"

    def __init__(self, latest: OwnProfileVersion) -> None:
        super().__init__(
            marked("{who} saved version {version} meanwhile. Yours was not saved yet."),
            who=latest.recorded_by,
            version=latest.version,
        )
        self.version = latest.version


@dataclass(frozen=True, slots=True)
class ProfileText:
    """What is told of a profile besides its curves; `sector` is a section of NACE Rev. 2 or empty."""

    name: str
    description: str = ""
    sector: str = ""
    direction: str = ""


def visible_profiles(group: Group, *, user_id: int | None, sees_all: bool) -> QuerySet[OwnProfile]:
    """Return the profiles of a group that somebody sees: shared ones and their own, or all of them."""
    rows = OwnProfile.objects.filter(group=group)
    if sees_all:
        return rows
    # A profile that the local owner made has no maker: it is nobody's own.
    return rows.filter(is_shared=True) if user_id is None else rows.filter(Q(is_shared=True) | Q(maker_id=user_id))


def calendar_of_version(version: OwnProfileVersion) -> Calendar:
    """Return the profile as one version of it describes it."""
    calendar: Calendar = option("profiles", version.option, **version.fields)
    return calendar


def latest_version(profile: OwnProfile) -> OwnProfileVersion:
    """Return the version that counts; one query."""
    return profile.versions.get(version=profile.version)


@transaction.atomic
def create_profile(
    group: Group,
    told: ProfileText,
    calendar: Calendar,
    *,
    maker_id: int | None,
    seen: QuerySet[OwnProfile],
    now: datetime,
    recorded_by: str,
    duplicated_from: str = "",
) -> OwnProfile:
    """Store a new profile with its first version; it is its maker's alone. `seen` are the profiles that they see.

    Raises NameTaken, and ProfileRefused where the group has too many.
    """
    if OwnProfile.objects.filter(group=group).count() >= MOST_PROFILES:
        raise ProfileRefused(
            marked("A group keeps up to {most} profiles. Ask a manager which ones can go."), most=MOST_PROFILES
        )
    _refuse_taken(seen, told.name)
    profile = OwnProfile.objects.create(
        group=group,
        name=told.name,
        description=told.description,
        sector=told.sector,
        direction=told.direction,
        duplicated_from=duplicated_from,
        maker_id=maker_id,
        created_at=now,
    )
    _add_version(profile, calendar, version=1, now=now, recorded_by=recorded_by)
    return profile


@transaction.atomic
def save_profile(
    profile: OwnProfile,
    told: ProfileText,
    calendar: Calendar,
    *,
    base_version: int,
    seen: QuerySet[OwnProfile],
    now: datetime,
    recorded_by: str,
) -> bool:
    """Store what was changed on top of a version; tell whether the curves changed, which makes a new version.

    Raises ProfileChanged where somebody saved another version meanwhile, NameTaken.
    """
    _refuse_taken(seen.exclude(pk=profile.pk), told.name)
    is_changed: bool = latest_version(profile).fields != calendar.fields()
    version = base_version + is_changed
    rows = OwnProfile.objects.filter(pk=profile.pk, version=base_version)
    facts = {"name": told.name, "description": told.description, "sector": told.sector, "direction": told.direction}
    # Of two who save at once one finds no row any more.
    if not rows.update(**facts, version=version):
        profile.refresh_from_db()
        raise ProfileChanged(latest_version(profile))
    profile.refresh_from_db()
    if is_changed:
        _add_version(profile, calendar, version=version, now=now, recorded_by=recorded_by)
    return is_changed


def _refuse_taken(seen: QuerySet[OwnProfile], name: str) -> None:
    if seen.filter(name__iexact=name, archived_at=None).exists():
        raise NameTaken(marked("There is a profile named {name} already. Choose another name."), name=name)


def _add_version(profile: OwnProfile, calendar: Calendar, *, version: int, now: datetime, recorded_by: str) -> None:
    OwnProfileVersion.objects.create(
        profile=profile,
        version=version,
        option=Calendar.name,
        fields=calendar.fields(),
        recorded_at=now,
        recorded_by=recorded_by,
    )


def share_profile(profile: OwnProfile, *, is_shared: bool) -> None:
    """Let the team of the group see and use a profile, or its maker alone."""
    profile.is_shared = is_shared
    profile.save(update_fields=["is_shared"])


def archive_profile(profile: OwnProfile, *, now: datetime | None) -> None:
    """Put a profile away at an instant, or bring it back; what copies it keeps its figures."""
    profile.archived_at = now
    profile.save(update_fields=["archived_at"])


def link_estimate(import_id: int, version: OwnProfileVersion) -> None:
    """Write down of which profile, in which version, the estimate of an import is a copy."""
    profile = version.profile
    Estimate.objects.filter(source_import_id=import_id).update(own_profile=profile, own_version=version.version)
    row = Import.objects.get(pk=import_id)
    row.series = [{**facts, "own_profile": profile.name, "own_version": version.version} for facts in row.series]
    row.save(update_fields=["series"])


def free_name(seen: QuerySet[OwnProfile], name: str) -> str:
    """Return a name that no profile has which somebody sees: the name itself, or with a number behind it."""
    taken = {one.lower() for one in seen.filter(archived_at=None).values_list("name", flat=True)}
    stem = name[:110]
    return next(one for one in (name, *(f"{stem} ({n})" for n in range(2, len(taken) + 3))) if one.lower() not in taken)
