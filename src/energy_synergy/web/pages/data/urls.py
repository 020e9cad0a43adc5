"""Pages about a group's data."""

from __future__ import annotations

from django.urls import path

from energy_synergy.web.pages.data import import_results, import_steps, versions, views
from energy_synergy.web.pages.data.calendar import calendar
from energy_synergy.web.pages.data.import_files import import_files
from energy_synergy.web.pages.data.reading_template import reading_template

urlpatterns = [
    path("", views.data, name="data"),
    path("calendar/", calendar, name="data_calendar"),
    path("import/", import_files, name="data_import"),
    path("import/template/", reading_template, name="reading_template"),
    path("import/<int:import_id>/", import_results.import_result, name="import_result"),
    path("import/<int:import_id>/undo/", import_results.undo, name="import_undo"),
    path("import/<uuid:token>/", import_steps.upload, name="upload"),
    path("import/<uuid:token>/progress/", import_steps.upload_progress, name="upload_progress"),
    path("import/<uuid:token>/columns/", import_steps.columns, name="upload_columns"),
    path("import/<uuid:token>/check/", import_steps.check, name="upload_check"),
    path("import/<uuid:token>/company/", import_steps.upload_company, name="upload_company"),
    path("import/<uuid:token>/fix/", import_steps.upload_fix, name="upload_fix"),
    path("import/<uuid:token>/good-rows/", import_steps.good_rows, name="upload_good_rows"),
    path("import/<uuid:token>/bad-rows.csv", import_steps.bad_rows, name="upload_bad_rows"),
    path("import/<uuid:token>/preview.csv", import_steps.preview_csv, name="upload_preview_csv"),
    path("import/<uuid:token>/confirm/", import_steps.confirm, name="upload_confirm"),
    path("import/<uuid:token>/remove/", import_steps.upload_cancel, name="upload_cancel"),
    path("annual-total/", views.save_annual_total, name="annual_total"),
    path("versions/", versions.versions, name="data_versions"),
    path("versions/changes.csv", versions.changes, name="data_changes"),
    path("source/", views.use_source, name="use_source"),
]
