"""Pages about a group as a whole."""

from __future__ import annotations

from django.urls import path

from energy_synergy.web.pages.settings import views

urlpatterns = [
    path("settings/", views.group_settings, name="group_settings"),
    path("archive/", views.archive, name="group_archive"),
    path("unarchive/", views.unarchive, name="group_unarchive"),
    path("checklist/", views.dismiss_checklist, name="checklist_dismiss"),
]
