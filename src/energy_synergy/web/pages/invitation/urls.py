"""The address behind which an invitation waits."""

from __future__ import annotations

from django.urls import path

from energy_synergy.web.pages.invitation import views

urlpatterns = [path("<str:secret>/", views.invitation, name="invitation")]
