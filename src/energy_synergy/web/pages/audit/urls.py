"""The audit record of a group."""

from __future__ import annotations

from django.urls import path

from energy_synergy.web.pages.audit import views

urlpatterns = [
    path("", views.group_audit, name="audit"),
    path("audit.csv", views.group_audit_csv, name="audit_csv"),
]
