"""Pages of the site as a whole."""

from __future__ import annotations

from django.urls import path

from energy_synergy.web.pages.home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("demo/", views.open_demo, name="demo_open"),
    path("groups/new/", views.new_group, name="group_new"),
    path("g/<slug:slug>/figures.json", views.group_figures, name="group_figures"),
    path("g/<slug:slug>/delete/", views.delete_group, name="group_delete"),
    path("template/<slug:language>.csv", views.template_file, name="template_file"),
]
