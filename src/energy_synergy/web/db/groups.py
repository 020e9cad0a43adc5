"""Writing groups: made, changed, archived; each in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.text import slugify

from energy_synergy.ports import NewGroup
from energy_synergy.timeline import first_instant, zone
from energy_synergy.web.db import saving
from energy_synergy.web.db.models import Group, GroupRole, Membership

LONGEST_STEM = 40


@dataclass(frozen=True, slots=True)
class GroupSettings:
    """What a group's manager says of it; `tolerance` is a fraction."""

    name: str
    timezone: str
    country: str
    currency: str
    tolerance: float


def free_slug(name: str, *, reserved: str) -> str:
    """Return an address for a name that no group has yet and that is not reserved."""
    stem = slugify(name)[:LONGEST_STEM] or "group"
    taken = {reserved, *Group.objects.filter(slug__startswith=stem).values_list("slug", flat=True)}
    return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)


@transaction.atomic
def create_group(new: NewGroup, *, manager_id: int | None, now: datetime, recorded_by: str) -> Group:
    """Store a new group, with its maker as its manager if it is an account that makes it."""
    saving.create_group(new, now=now, recorded_by=recorded_by)
    group = Group.objects.get(slug=new.slug)
    if manager_id is not None:
        GroupRole.objects.create(group=group, user_id=manager_id, role=GroupRole.Role.MANAGER)
    return group


@transaction.atomic
def change_group(group: Group, told: GroupSettings) -> None:
    """Store what a group is; in another time zone its memberships begin and end on the same dates as before."""
    if told.timezone != group.timezone:
        _move_memberships(group, told.timezone)
    group.name, group.timezone, group.country = told.name, told.timezone, told.country
    group.currency, group.tolerance = told.currency, told.tolerance
    group.save(update_fields=["name", "timezone", "country", "currency", "tolerance"])


def _move_memberships(group: Group, timezone: str) -> None:
    rows = list(Membership.objects.filter(group=group))
    for row in rows:
        row.active_from = _moved(row.active_from, group.timezone, timezone)
        row.active_to = _moved(row.active_to, group.timezone, timezone)
    Membership.objects.bulk_update(rows, ["active_from", "active_to"])


def _moved(moment: datetime | None, before: str, after: str) -> datetime | None:
    return moment and first_instant(local_date(moment, before), after)


def local_date(moment: datetime, timezone: str) -> date:
    """Return the date of an instant on the calendar of a zone."""
    return moment.astimezone(zone(timezone)).date()


def last_date(active_to: datetime | None, timezone: str) -> date | None:
    """Return the last local day before an exclusive end."""
    return active_to and local_date(active_to - timedelta(microseconds=1), timezone)


def archive_group(group: Group, *, now: datetime) -> None:
    """Keep a group as it is: from now on it is only read."""
    Group.objects.filter(pk=group.pk, archived_at=None).update(archived_at=now)


def unarchive_group(group: Group) -> None:
    """Let a group be changed again."""
    Group.objects.filter(pk=group.pk).update(archived_at=None)
