"""Answers of the interface that were made before or beside it, told as all its refusals are."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from energy_synergy.web.access import API
from energy_synergy.web.api.bodies import CHUNK_BYTES
from energy_synergy.web.api.refusals import refuse
from energy_synergy.web.api.wire import JSON

KEPT_HEADERS = ("Allow", "Retry-After", "Vary", "Content-Language")


class PlainRefusals:
    """Turns a refusal under /api/ that is a page into `{code, message, findings}`: a wrong method, a wrong host.

    What was sent and not read is thrown away, so that the caller hears the refusal instead of a broken line.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path_info.startswith(API) or response.status_code < 400:
            return response
        _throw_away(request)
        if response.headers.get("Content-Type", "").startswith(JSON):
            return response
        kept = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
        return refuse(response.status_code, headers=kept)


def _throw_away(request: HttpRequest) -> None:
    """Read what is left of a body, within the limit of files."""
    try:
        for _ in range(settings.MAX_UPLOAD_BYTES // CHUNK_BYTES):
            if not request.read(CHUNK_BYTES):
                break
    except OSError:
        # The caller is gone.
        return
