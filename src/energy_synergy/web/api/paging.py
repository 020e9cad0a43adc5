"""Lists in pages: each page says where the next one begins, so that nothing is told twice or left out meanwhile."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import TypeVar

import orjson
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext

from energy_synergy.web.api.refusals import Refused
from energy_synergy.web.api.request_findings import field_finding
from energy_synergy.web.api.schemas.base import Item, Page, PageQuery

Row = TypeVar("Row", bound=Model)
Value = TypeVar("Value")
CURSOR = "cursor"


def page_of_rows(
    request: HttpRequest,
    rows: QuerySet[Row],
    asked: PageQuery,
    show: Callable[[Row], Item],
    *,
    newest_first: bool = False,
) -> Page[Item]:
    """Return a page of rows by their number; rows that come or go meanwhile shift no other."""
    after = number_of(asked.cursor)
    if after is not None:
        rows = rows.filter(pk__lt=after) if newest_first else rows.filter(pk__gt=after)
    found = list(rows.order_by("-pk" if newest_first else "pk")[: asked.limit + 1])
    shown = found[: asked.limit]
    following = next_address(request, int(shown[-1].pk)) if len(found) > asked.limit else None
    return Page(items=[show(row) for row in shown], next=following)


def page_of(
    request: HttpRequest, values: Sequence[Value], asked: PageQuery, show: Callable[[Value], Item]
) -> Page[Item]:
    """Return a page of what was computed, by place; the same question gives the same list."""
    first = number_of(asked.cursor) or 0
    end = first + asked.limit
    following = next_address(request, end) if end < len(values) else None
    return Page(items=[show(value) for value in values[first:end]], next=following)


def next_address(request: HttpRequest, number: int) -> str:
    """Return the address of the same list from a place on."""
    cursor = base64.urlsafe_b64encode(orjson.dumps([number])).decode().rstrip("=")
    query = {**request.GET.dict(), CURSOR: cursor}
    return f"{request.path}?{urlencode(sorted((name, str(value)) for name, value in query.items()))}"


def number_of(cursor: str | None) -> int | None:
    """Return the place that a cursor of ours names, None for none; refuses any other."""
    if cursor is None:
        return None
    try:
        (number,) = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, TypeError):
        number = None
    if type(number) is not int or not 0 <= number < 2**53:
        sentence = gettext("This cursor is none of ours. Leave it out for the first page, then follow `next`.")
        raise Refused(
            422, "invalid_cursor", sentence, [field_finding("query.cursor", "cursor", sentence, value=cursor)]
        )
    return number
