"""The page about the product."""

from __future__ import annotations

from django.urls import path

from energy_synergy.web.pages.about import views

urlpatterns = [path("", views.about, name="about")]
