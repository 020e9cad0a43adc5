"""Pages about the people of a group."""

from __future__ import annotations

from django.urls import path

from energy_synergy.web.pages.people import invitation_views, views

urlpatterns = [
    path("", views.people, name="people"),
    path("roles/<int:user_id>/", views.change_role, name="role_change"),
    path("roles/<int:user_id>/withdraw/", views.withdraw_role, name="role_withdraw"),
    path("invitations/new/", invitation_views.invite, name="invitation_new"),
    path("invitations/<int:invitation_id>/withdraw/", invitation_views.withdraw, name="invitation_withdraw"),
]
