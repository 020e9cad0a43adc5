"""Day-ahead prices of a group."""

from __future__ import annotations

from django.urls import path

from energy_synergy.web.pages.prices import views

urlpatterns = [
    path("", views.prices, name="prices"),
    path("area/", views.prices_area, name="prices_area"),
    path("check/", views.prices_check, name="prices_check"),
    path("save/", views.prices_save, name="prices_save"),
    path("fetch/", views.prices_fetch, name="prices_fetch"),
    path("remove/", views.prices_remove, name="prices_remove"),
    path("<slug:table>.csv", views.prices_csv, name="prices_csv"),
]
