"""Pages about the agreements of a group."""

from __future__ import annotations

from django.urls import path

from energy_synergy.web.pages.agreements import form_views, views

urlpatterns = [
    path("", views.agreements, name="agreements"),
    path("new/", form_views.new, name="agreement_new"),
    path("check/", form_views.check, name="agreement_check"),
    path("<int:agreement_id>/", views.agreement, name="agreement"),
    path("<int:agreement_id>/edit/", form_views.edit, name="agreement_edit"),
    path("<int:agreement_id>/brings/", views.brings, name="agreement_brings"),
    path("<int:agreement_id>/publish/", views.publish, name="agreement_publish"),
    path("<int:agreement_id>/end/", views.end, name="agreement_end"),
    path("<int:agreement_id>/withdraw/", views.withdraw, name="agreement_withdraw"),
]
