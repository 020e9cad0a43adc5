"""The visitor's own account; what allauth serves lies beside it."""

from __future__ import annotations

from django.urls import path

from energy_synergy.web.pages.account import look, views

urlpatterns = [
    path("", views.my_account, name="account"),
    path("first/", views.first_account, name="account_first"),
    path("theme/", look.set_theme, name="account_theme"),
    path("keys/new/", views.new_key, name="key_new"),
    path("keys/<int:key_id>/revoke/", views.revoke_key, name="key_revoke"),
    path("sessions/end/", views.sign_out_elsewhere, name="sessions_end"),
]
