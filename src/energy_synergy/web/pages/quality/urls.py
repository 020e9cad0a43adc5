"""Quality of a group's readings."""

from __future__ import annotations

from django.urls import path

from energy_synergy.web.pages.quality import views

urlpatterns = [
    path("", views.quality, name="quality"),
    path("<slug:table>.csv", views.quality_csv, name="quality_csv"),
]
