"""The reference: the description for programs, and the same as a page for people."""

from __future__ import annotations

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from energy_synergy.web.api.etags import conditional
from energy_synergy.web.api.openapi import description
from energy_synergy.web.api.reference_records import Reference, compute_reference
from energy_synergy.web.api.wire import JSON, as_json


@require_safe
def openapi_json(request: HttpRequest) -> HttpResponse:
    """Send the description of the interface."""
    return conditional(request, HttpResponse(as_json(description()), content_type=JSON))


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Show every operation with what it takes and gives."""
    return render(request, "api/reference.html", {"reference": _reference()})


@cache
def _reference() -> Reference:
    return compute_reference(description())
