"""Pages about a group's data."""

from __future__ import annotations

from django.urls import path

from energy_synergy.web.pages.data import views

urlpatterns = [
    path("", views.data, name="data"),
    path("import/", views.import_file, name="data_import"),
    path("import/<int:import_id>/", views.import_result, name="import_result"),
    path("annual-total/", views.save_annual_total, name="annual_total"),
    path("source/", views.use_source, name="use_source"),
]
