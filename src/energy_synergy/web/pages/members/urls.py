"""Pages about the companies of a group."""

from __future__ import annotations

from django.urls import path

from energy_synergy.web.pages.members import views
from energy_synergy.web.pages.members.company_views import edit, leave, membership, remove
from energy_synergy.web.pages.members.gap_views import gaps
from energy_synergy.web.pages.members.invoice_views import invoices, remove_invoice
from energy_synergy.web.pages.members.meter_views import edit_meter, new_meter, remove_meter
from energy_synergy.web.pages.members.sharing_views import sharing
from energy_synergy.web.pages.members.site_views import edit_site, new_site, remove_site

urlpatterns = [
    path("", views.members, name="members"),
    path("new/", views.new_company, name="company_new"),
    path("existing/", views.add_existing, name="company_existing"),
    path("<int:company_id>/edit/", edit, name="company_edit"),
    path("<int:company_id>/membership/", membership, name="company_membership"),
    path("<int:company_id>/leave/", leave, name="company_leave"),
    path("<int:company_id>/remove/", remove, name="company_remove"),
    path("<int:company_id>/sharing/", sharing, name="company_sharing"),
    path("<int:company_id>/missing/", gaps, name="company_gaps"),
    path("<int:company_id>/sites/new/", new_site, name="site_new"),
    path("<int:company_id>/sites/<int:site_id>/", edit_site, name="site_edit"),
    path("<int:company_id>/sites/<int:site_id>/remove/", remove_site, name="site_remove"),
    path("<int:company_id>/invoices/", invoices, name="company_invoices"),
    path("<int:company_id>/invoices/<int:invoice_id>/remove/", remove_invoice, name="invoice_remove"),
    path("<int:company_id>/meters/new/", new_meter, name="meter_new"),
    path("<int:company_id>/meters/<int:meter_id>/", edit_meter, name="meter_edit"),
    path("<int:company_id>/meters/<int:meter_id>/remove/", remove_meter, name="meter_remove"),
]
