"""The overview of a group."""

from __future__ import annotations

from django.urls import path

from energy_synergy.web.pages.overview import views

urlpatterns = [
    path("", views.overview, name="overview"),
    path("overview.json", views.overview_json, name="overview_json"),
    path("overview/<slug:chart>.csv", views.overview_csv, name="overview_csv"),
    path("overview/<slug:chart>.html", views.overview_table, name="overview_table"),
]
