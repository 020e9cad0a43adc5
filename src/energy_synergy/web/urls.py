"""Where each page lives."""

from __future__ import annotations

from django.urls import include, path

from energy_synergy.web.pages.account.look import set_language

urlpatterns = [
    path("", include("energy_synergy.web.pages.home.urls")),
    path("about/", include("energy_synergy.web.pages.about.urls")),
    path("api/", include("energy_synergy.web.api.urls")),
    path("account/", include("energy_synergy.web.pages.account.urls")),
    path("account/", include("allauth.account.urls")),
    path("account/two-factor/", include("allauth.mfa.urls")),
    path("i/", include("energy_synergy.web.pages.invitation.urls")),
    path("language/", set_language, name="set_language"),
    path("people/", include("energy_synergy.web.pages.people.site_urls")),
    path("audit/", include("energy_synergy.web.pages.audit.site_urls")),
    path("g/<slug:slug>/members/", include("energy_synergy.web.pages.members.urls")),
    path("g/<slug:slug>/people/", include("energy_synergy.web.pages.people.urls")),
    path("g/<slug:slug>/audit/", include("energy_synergy.web.pages.audit.urls")),
    path("g/<slug:slug>/", include("energy_synergy.web.pages.settings.urls")),
    path("g/<slug:slug>/settings/scheme/", include("energy_synergy.web.pages.scheme.urls")),
    path("g/<slug:slug>/balance/", include("energy_synergy.web.pages.balance.urls")),
    path("g/<slug:slug>/data/quality/", include("energy_synergy.web.pages.quality.urls")),
    path("g/<slug:slug>/data/", include("energy_synergy.web.pages.data.urls")),
    path("g/<slug:slug>/market/compare/", include("energy_synergy.web.pages.compare.urls")),
    path("g/<slug:slug>/market/agreements/", include("energy_synergy.web.pages.agreements.urls")),
    path("g/<slug:slug>/market/prices/", include("energy_synergy.web.pages.prices.urls")),
    path("g/<slug:slug>/reports/", include("energy_synergy.web.pages.reports.urls")),
    path("g/<slug:slug>/members/<int:company_id>/tariffs/", include("energy_synergy.web.pages.tariffs.company_urls")),
    path("g/<slug:slug>/members/<int:company_id>/", include("energy_synergy.web.pages.company.urls")),
    path("g/<slug:slug>/market/tariffs/", include("energy_synergy.web.pages.tariffs.urls")),
    path("g/<slug:slug>/market/", include("energy_synergy.web.pages.market.urls")),
    path("g/<slug:slug>/profiles/", include("energy_synergy.web.pages.profiles.urls")),
    path("g/<slug:slug>/", include("energy_synergy.web.pages.overview.urls")),
]

handler403 = "energy_synergy.web.pages.refused.not_allowed"
