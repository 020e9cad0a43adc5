"""Surplus and deficit of a group."""

from __future__ import annotations

from django.urls import path

from energy_synergy.web.pages.balance import views

urlpatterns = [
    path("", views.balance, name="balance"),
    path("values.json", views.balance_json, name="balance_json"),
    path("periods.json", views.periods_json, name="balance_periods_json"),
    path("period/", views.period, name="balance_period"),
    path("<slug:chart>.csv", views.balance_csv, name="balance_csv"),
    path("<slug:chart>.html", views.balance_table, name="balance_table"),
]
