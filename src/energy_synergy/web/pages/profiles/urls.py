"""Pages about the profiles of a group."""

from __future__ import annotations

from django.urls import path

from energy_synergy.web.pages.profiles import data, making, views

urlpatterns = [
    path("", views.library, name="profiles"),
    path("new/", making.new, name="profile_new"),
    path("duplicate/", making.duplicate, name="profile_duplicate"),
    path("start/", data.start, name="profile_start"),
    path("measured/", data.measured, name="profile_measured"),
    path("read/", data.read, name="profile_read"),
    path("catalogue/<slug:name>/", views.catalogue, name="profile_catalogue"),
    path("catalogue/<slug:name>/curve.csv", data.catalogue_csv, name="profile_catalogue_csv"),
    path("<int:profile_id>/", views.profile, name="profile"),
    path("<int:profile_id>/curve.csv", data.profile_csv, name="profile_csv"),
    path("<int:profile_id>/share/", making.share, name="profile_share"),
    path("<int:profile_id>/archive/", making.archive, name="profile_archive"),
    path("<int:profile_id>/update/", making.update, name="profile_update"),
]
