"""Groups."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router
from ninja.responses import Status

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.ports import NewGroup
from energy_synergy.timeline import zone
from energy_synergy.web import audit
from energy_synergy.web.access import (
    May,
    actor,
    group_or_404,
    groups_of,
    may,
    may_create_groups,
    open_group_or_404,
    user_id,
)
from energy_synergy.web.api.etags import refuse_if_changed
from energy_synergy.web.api.operations import changes, creates, reads, removes
from energy_synergy.web.api.paging import page_of_rows
from energy_synergy.web.api.schemas.base import Page, PageQuery, Slug
from energy_synergy.web.api.schemas.groups import GroupChange, GroupIn, GroupOut
from energy_synergy.web.countries import BY_CODE, CURRENCIES
from energy_synergy.web.db.groups import (
    GroupSettings,
    archive_group,
    change_group,
    create_group,
    free_slug,
    unarchive_group,
)
from energy_synergy.web.db.models import Group
from energy_synergy.web.demo import SLUG as DEMO_SLUG
from energy_synergy.web.queries.group_records import group_record, load_group_record, with_reach
from energy_synergy.web.wiring import group_store

router = Router()
GroupSlug = Path[Slug]
USUAL_ZONE, USUAL_CURRENCY = "Europe/Paris", "EUR"


@reads(router, "", Page[GroupOut], summary="Your groups")
def list_groups(request: HttpRequest, page: Query[PageQuery]) -> Page[GroupOut]:
    """List the groups that you may see, archived ones among them."""
    rows = with_reach(groups_of(request))

    def show(row: Group) -> GroupOut:
        return GroupOut(**asdict(group_record(row)), rights=_rights(request, row))

    return page_of_rows(request, rows, page, show)


@creates(router, "", GroupOut, summary="Make a group")
def make_group(request: HttpRequest, told: GroupIn, response: HttpResponse) -> Status[GroupOut]:
    """Make an empty group; you are its manager."""
    if not may_create_groups(request):
        raise PermissionDenied
    country = BY_CODE.get(told.country)
    new = NewGroup(
        slug=free_slug(told.name, reserved=DEMO_SLUG),
        name=told.name,
        timezone=told.timezone or (country.timezone if country else USUAL_ZONE),
        country=told.country,
        currency=told.currency or (country.currency if country else USUAL_CURRENCY),
    )
    _refuse_unknown(new.country, new.timezone, new.currency)
    row = create_group(new, manager_id=user_id(request), now=timezone.now(), recorded_by=actor(request))
    audit.record(request, "group.created", group=row)
    response.headers["Location"] = f"/api/v1/groups/{row.slug}"
    return Status(201, _of_maker(request, row))


def _of_maker(request: HttpRequest, row: Group) -> GroupOut:
    """Return a group with every right: who asks was known before it was there."""
    who = GroupOut(**asdict(load_group_record(row)), rights=_rights(request, row))
    return who if who.rights else who.model_copy(update={"rights": [right.value for right in May]})


def _refuse_unknown(country: str, timezone_name: str, currency: str) -> None:
    """Refuse a place, a clock or a money that the product does not know."""
    zone(timezone_name)
    if country and country not in BY_CODE:
        raise UnknownCountry(
            marked("The country {name} is not known here. Known are: {known}. Or leave it empty."),
            name=country,
            known=", ".join(BY_CODE),
        )
    if currency not in CURRENCIES:
        raise UnknownCurrency(
            marked("The currency {name} is not known here. Known are: {known}."),
            name=currency,
            known=", ".join(CURRENCIES),
        )


class UnknownCountry(InvalidValue):
    """A country that is not listed."""

    code = "unknown_country"


class UnknownCurrency(InvalidValue):
    """A currency that is not listed."""

    code = "unknown_currency"


@reads(router, "/{group}", GroupOut, summary="A group")
def read_group(request: HttpRequest, group: GroupSlug) -> GroupOut:
    """Tell what is written of a group."""
    return shown_group(request, group_or_404(request, group))


def shown_group(request: HttpRequest, row: Group) -> GroupOut:
    """Return a group as the caller sees it."""
    return GroupOut(**asdict(load_group_record(row)), rights=_rights(request, row))


def _rights(request: HttpRequest, row: Group) -> list[str]:
    return [right.value for right in May if may(request, row, right)]


@changes(router, "/{group}", GroupOut, summary="Change a group")
def change_group_settings(request: HttpRequest, group: GroupSlug, told: GroupChange) -> GroupOut:
    """Change what is written of a group; a field that is left out stays as it is."""
    row = open_group_or_404(request, group)
    refuse_if_changed(request, shown_group(request, row))
    before = GroupSettings(row.name, row.timezone, row.country, row.currency, row.tolerance)
    after = replace(before, **told.told())
    _refuse_unknown(after.country, after.timezone, after.currency)
    change_group(row, after)
    old, new = asdict(before), asdict(after)
    changed: dict[str, Any] = {name: [old[name], new[name]] for name in old if old[name] != new[name]}
    if changed:
        audit.record(request, "group.changed", group=row, **changed)
    return shown_group(request, row)


@creates(router, "/{group}/archive", GroupOut, status=200, summary="Archive a group")
def archive(request: HttpRequest, group: GroupSlug) -> GroupOut:
    """Keep a group as it is: from now on it is only read."""
    row = open_group_or_404(request, group)
    archive_group(row, now=timezone.now())
    audit.record(request, "group.archived", group=row)
    return shown_group(request, row)


@creates(router, "/{group}/unarchive", GroupOut, status=200, summary="Take a group out of the archive")
def unarchive(request: HttpRequest, group: GroupSlug) -> GroupOut:
    """Let a group be changed again."""
    row = group_or_404(request, group, May.MANAGE)
    unarchive_group(row)
    audit.record(request, "group.unarchived", group=row)
    return shown_group(request, row)


@removes(router, "/{group}", summary="Delete a group")
def delete_group(request: HttpRequest, group: GroupSlug) -> Status[None]:
    """Remove a group with everything stored for it, and the companies that belong to no other one."""
    row = group_or_404(request, group, May.MANAGE)
    group_store().delete_group(row.slug)
    audit.record(request, "group.deleted", group=row)
    return Status(204, None)
