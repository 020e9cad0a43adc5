"""Quality of a group's readings."""

from __future__ import annotations

from django.urls import path

from energy_synergy.web.pages.quality import ledger_views, views

urlpatterns = [
    path("", views.quality, name="quality"),
    path("ledger/", ledger_views.quality_ledger, name="quality_ledger"),
    path("ledger/findings.csv", ledger_views.quality_ledger_csv, name="quality_ledger_csv"),
    path("ledger/resolve/", ledger_views.quality_resolve, name="quality_resolve"),
    path("ledger/reopen/", ledger_views.quality_reopen, name="quality_reopen"),
    path("<slug:table>.csv", views.quality_csv, name="quality_csv"),
]
