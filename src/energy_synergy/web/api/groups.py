"""Groups."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest
from ninja import Query, Router

from energy_synergy.web.access import May, group_or_404, groups_of, may
from energy_synergy.web.api.operations import reads
from energy_synergy.web.api.paging import page_of_rows
from energy_synergy.web.api.schemas.base import Page, PageQuery
from energy_synergy.web.api.schemas.groups import GroupOut
from energy_synergy.web.db.models import Group
from energy_synergy.web.queries.group_records import group_record, load_group_record, with_reach

router = Router()


@reads(router, "", Page[GroupOut], summary="Your groups")
def list_groups(request: HttpRequest, page: Query[PageQuery]) -> Page[GroupOut]:
    """List the groups that you may see, archived ones among them."""
    rows = with_reach(groups_of(request))
    return page_of_rows(
        request, rows, page, lambda row: GroupOut(**asdict(group_record(row)), rights=_rights(request, row))
    )


@reads(router, "/{group}", GroupOut, summary="A group")
def read_group(request: HttpRequest, group: str) -> GroupOut:
    """Tell what is written of a group."""
    return shown_group(request, group_or_404(request, group))


def shown_group(request: HttpRequest, row: Group) -> GroupOut:
    """Return a group as the caller sees it."""
    return GroupOut(**asdict(load_group_record(row)), rights=_rights(request, row))


def _rights(request: HttpRequest, row: Group) -> list[str]:
    return [right.value for right in May if may(request, row, right)]
