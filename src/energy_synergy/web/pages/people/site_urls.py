"""Pages about the accounts of the whole site."""

from __future__ import annotations

from django.urls import path

from energy_synergy.web.pages.people import account_views

urlpatterns = [
    path("", account_views.accounts, name="accounts"),
    path("<int:user_id>/", account_views.change, name="account_change"),
]
