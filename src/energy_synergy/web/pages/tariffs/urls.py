"""Pages about the tariffs of a group."""

from __future__ import annotations

from django.urls import path

from energy_synergy.web.pages.tariffs import group_views as views
from energy_synergy.web.pages.tariffs.file_views import tariff_empty_file, tariff_file, tariff_upload

urlpatterns = [
    path("", views.group_tariffs, name="group_tariffs"),
    path("apply/", views.tariff_apply, name="tariff_apply"),
    path("templates/<int:template_id>/remove/", views.tariff_template_remove, name="tariff_template_remove"),
    path("tariffs.csv", tariff_file, name="tariff_file"),
    path("empty.csv", tariff_empty_file, name="tariff_empty_file"),
    path("upload/", tariff_upload, name="tariff_upload"),
]
