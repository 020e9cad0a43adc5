"""Where the interface lives; what is not there is told as every other refusal."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt

from energy_synergy.web.api.api import api
from energy_synergy.web.api.reference import openapi_json, reference
from energy_synergy.web.api.refusals import refuse


@csrf_exempt
def nothing_here(_request: HttpRequest) -> HttpResponse:
    """Answer for an address that no operation has."""
    return refuse(404)


urlpatterns = [
    path("v1/openapi.json", openapi_json, name="api_schema"),
    path("v1/docs", reference, name="api_reference"),
    path("v1/", api.urls),
    re_path(r"", nothing_here),
]
