"""The overview of a group."""

from __future__ import annotations

from django.urls import path
from django.views.generic import RedirectView

urlpatterns = [path("", RedirectView.as_view(pattern_name="data"), name="overview")]
