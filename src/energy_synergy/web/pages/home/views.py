"""The list of groups."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from energy_synergy.web.db.models import Group


def home(request: HttpRequest) -> HttpResponse:
    """Show every group that the visitor may see."""
    return render(request, "home/home.html", {"groups": list(Group.objects.order_by("name", "id"))})
