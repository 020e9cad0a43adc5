"""Pages of the site as a whole."""

from __future__ import annotations

from django.urls import path

from energy_synergy.web.pages.home import views

urlpatterns = [path("", views.home, name="home")]
