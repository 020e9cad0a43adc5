"""Pages about the country scheme of a group."""

from __future__ import annotations

from django.urls import path

from energy_synergy.web.pages.scheme import views

urlpatterns = [
    path("", views.scheme, name="group_scheme"),
    path("coefficients/", views.coefficients, name="scheme_coefficients"),
]
