"""Answers of the interface that were made before or beside it, told as all its refusals are."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from energy_synergy.web.access import API
from energy_synergy.web.api.refusals import refuse
from energy_synergy.web.api.wire import JSON

KEPT_HEADERS = ("Allow", "Retry-After", "Vary", "Content-Language")


class PlainRefusals:
    """Turns a refusal under /api/ that is a page into `{code, message, findings}`: a wrong method, a wrong host."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_told = response.headers.get("Content-Type", "").startswith(JSON)
        if not request.path_info.startswith(API) or response.status_code < 400 or is_told:
            return response
        kept = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
        return refuse(response.status_code, headers=kept)
