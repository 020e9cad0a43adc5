"""Comparison of sharing keys and prices."""

from __future__ import annotations

from django.urls import path

from energy_synergy.web.pages.compare import views

urlpatterns = [
    path("", views.compare, name="compare"),
    path("draft/", views.compare_draft, name="compare_draft"),
    path("comparison.xlsx", views.compare_xlsx, name="compare_xlsx"),
    path("<slug:table>.csv", views.compare_csv, name="compare_csv"),
]
