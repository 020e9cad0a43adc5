"""Reports of a group and of its companies."""

from __future__ import annotations

from django.urls import path

from energy_synergy.web.pages.reports import views

urlpatterns = [
    path("", views.reports, name="reports"),
    path("group.<slug:kind>", views.group_file, name="group_report"),
    path("company-<int:company_id>.<slug:kind>", views.company_file, name="company_report"),
]
