"""The market of a group."""

from __future__ import annotations

from django.urls import path

from energy_synergy.web.pages.market import explain_views, proof_views, views

urlpatterns = [
    path("", views.market, name="market"),
    path("table/<slug:chart>.html", views.market_table, name="market_table"),
    path("table/<slug:chart>.csv", views.market_csv, name="market_csv"),
    path("trades/", views.trades, name="market_trades"),
    path("trades.csv", views.trades_csv, name="market_trades_csv"),
    path("explain/", explain_views.explain, name="market_explain"),
    path("explain.csv", explain_views.explain_csv, name="market_explain_csv"),
    path("proof/", proof_views.proof, name="market_proof"),
    path("proof/<int:record_id>/", proof_views.kept, name="market_kept"),
    path("proof/<int:record_id>/file/", proof_views.kept_file, name="market_kept_file"),
]
