"""How pages answer: files, values that a browser may keep, and refusals as objects."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import blake2b

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

from energy_synergy.errors import EnergySynergyError
from energy_synergy.web.words import translated

REFUSED = 422
View = Callable[..., HttpResponse]


def tells_refusals(view: View) -> View:
    """Let a view answer with the reason where the group cannot be computed."""

    @wraps(view)
    def answer(request: HttpRequest, *args: str, **names: str) -> HttpResponse:
        try:
            return view(request, *args, **names)
        except EnergySynergyError as refusal:
            told = {"code": refusal.code, "message": translated(refusal), "findings": []}
            return JsonResponse(told, status=REFUSED)

    return answer


def csv_file(body: bytes, name: str) -> HttpResponse:
    """Return a CSV file under a name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type="text/csv; charset=utf-8", headers=headers)


def cacheable(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let the visitor's browser keep an answer and ask each time whether it still holds."""
    response.headers["ETag"] = f'"{blake2b(response.content, digest_size=16).hexdigest()}"'
    response.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie"])
    return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response
