"""Conditional requests: what has not changed is not sent again, and what somebody else changed is not overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import gettext

from energy_synergy.web.api.refusals import Refused
from energy_synergy.web.api.schemas.base import Record
from energy_synergy.web.api.wire import as_json

VARY = ("Accept", "Accept-Language", "Authorization", "Cookie")
CHANGED = 412


def tag_of(body: bytes) -> str:
    """Return the tag of a body; the same body has the same tag."""
    return f'"{blake2b(body, digest_size=16).hexdigest()}"'


def conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return an answer with its tag; no body for a caller that has it already."""
    if response.status_code != 200:
        return response
    tag = tag_of(response.content)
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if known == ["*"] or tag in map(_strong, known):
        response = HttpResponseNotModified()
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, VARY)
    return response


def refuse_if_changed(request: HttpRequest, current: Record | Sequence[Record]) -> None:
    """Refuse a change to something that is no longer as the caller read it.

    `current` is what reading it would answer now. Without the header If-Match nothing is refused.
    """
    wanted = parse_etags(request.headers.get("If-Match", ""))
    if wanted and wanted != ["*"] and tag_of(as_json(current)) not in map(_strong, wanted):
        raise Refused(CHANGED, "changed_meanwhile", gettext("Somebody changed this meanwhile. Read it again first."))


def _strong(tag: str) -> str:
    """Return a tag as we gave it; a proxy that packs the answer marks it as weak."""
    return tag.removeprefix("W/")
