"""Pages about the tariffs of one company."""

from __future__ import annotations

from django.urls import path

from energy_synergy.web.pages.tariffs import company_views as views
from energy_synergy.web.pages.tariffs.form_views import tariff_edit, tariff_new

urlpatterns = [
    path("", views.company_tariffs, name="company_tariffs"),
    path("prices.csv", views.tariff_price_csv, name="tariff_price_csv"),
    path("prices.html", views.tariff_price_table, name="tariff_price_table"),
    path("new/", tariff_new, name="tariff_new"),
    path("<int:tariff_id>/", tariff_edit, name="tariff_edit"),
    path("<int:tariff_id>/end/", views.tariff_end, name="tariff_end"),
    path("<int:tariff_id>/remove/", views.tariff_remove, name="tariff_remove"),
    path("<int:tariff_id>/keep/", views.tariff_keep, name="tariff_keep"),
]
