"""The audit record of the whole site."""

from __future__ import annotations

from django.urls import path

from energy_synergy.web.pages.audit import views

urlpatterns = [
    path("", views.site_audit, name="site_audit"),
    path("audit.csv", views.site_audit_csv, name="site_audit_csv"),
]
