"""The page of one company in a group."""

from __future__ import annotations

from django.urls import path

from energy_synergy.web.pages.company import views

urlpatterns = [
    path("", views.company, name="company"),
    path("company.json", views.company_json, name="company_json"),
    path("charts/<slug:chart>.csv", views.company_csv, name="company_csv"),
    path("charts/<slug:chart>.html", views.company_table, name="company_table"),
]
