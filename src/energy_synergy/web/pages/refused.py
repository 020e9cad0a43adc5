"""The page for somebody who may not do what they asked for: it says which right is missing and who can grant it."""

from __future__ import annotations

from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from energy_synergy.web.access import NotAllowed
from energy_synergy.web.queries.grantors import load_grantors


def not_allowed(request: HttpRequest, exception: PermissionDenied) -> HttpResponse:
    """Answer where a page raised PermissionDenied."""
    ask = None
    if isinstance(exception, NotAllowed):
        ask = load_grantors(exception.group, exception.right, exception.why.value)
    return render(request, "403.html", {"ask": ask}, status=HTTPStatus.FORBIDDEN)
