"""The programming interface: add a line for each new route and method."""

from __future__ import annotations

from dataclasses import replace

from tests.web.wall.agreements import AGREEMENT_ROUTES
from tests.web.wall.doors import (
    ANSWER_FOR_MILL,
    BRING,
    BRING_FOR_MILL,
    EDIT_MILL,
    INVITE,
    KNOWN,
    MANAGE,
    OF_ITS_MAKER,
    OF_MILL,
    OF_OTHERS,
    PUBLIC,
    SEE,
    SEE_ALL,
    Door,
    route,
)

G = {"group": "river"}
M = {"group": "river", "company": "{mill}"}
JUNE = "period=month&on=2025-06-01"
# As on the pages: of a small group members get months and nothing finer.
MONTHS_ONLY = "ok ok ok 403 403 403 404 in"
YEAR = {"months": list(range(1, 13)), "weekday": {"values": [1.0] * 96}}
PROFILE = {"name": "Drawn", "direction": "consumption", "seasons": [YEAR]}
READINGS = [{"starts_at": "2025-07-01T00:00:00Z", "energy_kwh": 1.0}]

FLAT_PRICE = {"name": "flat", "price_per_kwh": 0.2}
SITE_ROUTES: tuple[Door, ...] = (
    Door("api_schema", PUBLIC),
    Door("api_reference", PUBLIC),
    Door("without a name: api/", "404 404 404 404 404 404 404 404", path="/api/nothing"),
    route("api-root", "404 404 404 404 404 404 404 404"),
    route("read_me", KNOWN),
    route("list_groups", KNOWN),
    route("make_group", KNOWN, method="POST", ok=201, told={"name": "New", "country": "FR"}),
    route("list_families", KNOWN),
    route("list_options", KNOWN, family_name="sharing"),
    route("read_option", KNOWN, family_name="sharing", name="pro_rata"),
    route("list_profiles", KNOWN),
    route("read_profile", KNOWN, name="office"),
    route("list_schemes", KNOWN),
    route("read_scheme", KNOWN, name="it_cer"),
)
PRICE_ROUTES: tuple[Door, ...] = (
    route("list_price_areas", KNOWN),
    route("read_price_area", SEE, **G),
    route("change_price_area", MANAGE, method="PATCH", told={"area": "FR"}, **G),
    route("list_prices", SEE, **G),
    replace(
        route("give_prices", "422 422 403 403 403 403 404 in", method="POST", told={"body": "{file}"}, **G),
        content_type="text/csv",
    ),
    route(
        "fetch_prices",
        "422 422 403 403 403 403 404 in",
        method="POST",
        told={"first_on": "2025-06-01", "last_on": "2025-06-02"},
        **G,
    ),
)
GROUP_ROUTES: tuple[Door, ...] = (
    route("read_group", SEE, **G),
    route("change_group_settings", MANAGE, method="PATCH", told={"name": "River"}, **G),
    route("delete_group", MANAGE, method="DELETE", ok=204, **G),
    route("archive", MANAGE, method="POST", **G),
    route("unarchive", MANAGE, method="POST", **G),
    route("list_people", INVITE, **G),
    route("change_group_role", MANAGE, method="PATCH", told={"role": "manager"}, user="{analyst}", **G),
    route("withdraw_group_role", MANAGE, method="DELETE", ok=204, user="{analyst}", **G),
    route("list_invitations", INVITE, **G),
    route("invite", "ok ok 403 403 403 403 404 in", method="POST", ok=201, told={"role": "analyst"}, **G),
    route(
        "invite",
        EDIT_MILL,
        method="POST",
        ok=201,
        told={"role": "viewer", "company_id": "{mill}"},
        **G,
    ),
    route("withdraw", MANAGE, method="DELETE", ok=204, number="{group_invitation}", **G),
    route("withdraw", EDIT_MILL, method="DELETE", ok=204, number="{mill_invitation}", **G),
    route("list_audit", MANAGE, **G),
    route("list_tariffs", SEE, **G),
    route("list_tariff_templates", SEE, **G),
    route("make_tariff_template", BRING, method="POST", ok=201, told={"title": "New", "energy": FLAT_PRICE}, **G),
    route("remove_tariff_template", MANAGE, method="DELETE", ok=204, template="{tariff_template}", **G),
    route("read_group_scheme", SEE_ALL, **G),
    route("change_group_scheme", MANAGE, method="PATCH", told={"scheme": "it_cer"}, **G),
    route("read_coefficient_file", SEE_ALL, ok=422, query="cau=x&year=2026", **G),
)
COMPANY_ROUTES: tuple[Door, ...] = (
    route("list_companies", SEE, **G),
    route("make_company", MANAGE, method="POST", ok=201, told={"name": "Quarry"}, **G),
    route("add_membership", MANAGE, method="POST", ok=404, told={"company_id": "{mill}"}, **G),
    route("read_company", OF_MILL, **M),
    route("change_details", EDIT_MILL, method="PATCH", told={"sector": "Food"}, **M),
    route("remove", MANAGE, method="DELETE", ok=204, **M),
    route("change_dates", MANAGE, method="PATCH", told={"last_on": "2199-12-31"}, **M),
    route("leave", EDIT_MILL, method="POST", told={"last_on": "2199-12-31"}, **M),
    route("change_missing", EDIT_MILL, method="PATCH", told={"name": "similar_days"}, **M),
    route("change_sharing", ANSWER_FOR_MILL, method="PATCH", told={"visibility": "hourly", "is_agreed": True}, **M),
    route("change_company_role", EDIT_MILL, method="PATCH", told={"role": "editor"}, user="{viewer}", **M),
    route("withdraw_company_role", EDIT_MILL, method="DELETE", ok=204, user="{viewer}", **M),
    route("list_sites", OF_MILL, **M),
    route("make_site", EDIT_MILL, method="POST", ok=201, told={"name": "Yard"}, **M),
    route("read_site", OF_MILL, site="{site}", **M),
    route("change_site", EDIT_MILL, method="PATCH", told={"name": "Yard"}, site="{site}", **M),
    route("remove_site", EDIT_MILL, method="DELETE", ok=204, site="{site}", **M),
    route("list_invoices", OF_MILL, **M),
    route(
        "make_invoice",
        EDIT_MILL,
        method="POST",
        ok=201,
        told={"first_on": "2025-06-01", "last_on": "2025-06-30", "energy_kwh": 4000.0},
        **M,
    ),
    route("remove_invoice", EDIT_MILL, method="DELETE", ok=204, invoice="{invoice}", **M),
    route("list_company_tariffs", OF_MILL, query="history=true", **M),
    route("make_tariff", EDIT_MILL, method="POST", ok=201, told={"energy": FLAT_PRICE}, **M),
    route("read_company_tariff", OF_MILL, tariff="{tariff}", **M),
    route("change_tariff", EDIT_MILL, method="PATCH", told={"last_on": "2199-12-31"}, tariff="{tariff}", **M),
    route("remove_company_tariff", EDIT_MILL, method="DELETE", ok=204, tariff="{tariff}", **M),
    route("list_meters", OF_MILL, **M),
    route("make_meter", EDIT_MILL, method="POST", ok=201, told={"name": "B", "direction": "production"}, **M),
    route("read_meter", OF_MILL, meter="{meter}", **M),
    route("change_meter", EDIT_MILL, method="PATCH", told={"name": "B"}, meter="{meter}", **M),
    route("remove_empty_meter", EDIT_MILL, method="DELETE", ok=204, meter="{meter}", **M),
)
DATA_ROUTES: tuple[Door, ...] = (
    route("list_readings", OF_MILL, **M),
    route(
        "send_readings",
        BRING_FOR_MILL,
        method="POST",
        ok=201,
        told={"direction": "consumption", "readings": READINGS},
        **M,
    ),
    route("list_sources", OF_MILL, **M),
    route(
        "use_source",
        BRING_FOR_MILL,
        method="PATCH",
        told={"direction": "consumption", "kind": "readings"},
        **M,
    ),
    replace(
        route("import_file", BRING_FOR_MILL, method="POST", ok=201, told={"body": "{file}"}, **M),
        content_type="text/csv",
    ),
    route(
        "save_annual_total",
        BRING_FOR_MILL,
        method="POST",
        ok=201,
        told={"annual_kwh": 1000, "profile": "office"},
        **M,
    ),
    route("list_imports", SEE, **G),
    route("read_import", OF_MILL, number="{import}", **G),
    route("list_import_findings", OF_MILL, number="{import}", **G),
    route("undo_import", BRING_FOR_MILL, method="POST", number="{import}", **G),
    route("list_findings", SEE, **G),
    route("list_ledger", SEE, **G),
    route("resolve_findings", BRING, method="POST", told={"code": "gap", "reason": "known"}, **G),
    route("reopen_findings", BRING, method="POST", ok=404, told={"findings": [999_999]}, **G),
    route("read_completeness", OF_MILL, query="year=2025", **M),
    route("list_own_profiles", SEE, **G),
    route("make_own_profile", BRING, method="POST", ok=201, told=PROFILE, **G),
    route("read_own_profile", SEE, profile="{profile}", **G),
    route("read_own_profile", OF_ITS_MAKER, profile="{hidden_profile}", **G),
    route("change_own_profile", MANAGE, method="PATCH", told={"description": "x"}, profile="{profile}", **G),
    route("read_quality", SEE, query=JUNE, periods=True, **G),
)
ANALYSIS_ROUTES: tuple[Door, ...] = (
    route("read_overview", SEE, query=JUNE, periods=True, **G),
    route("read_buckets", SEE, query=JUNE, periods=True, **G),
    route("read_flows", SEE, query=JUNE, periods=True, **G),
    route("read_comparison", SEE, query=JUNE, periods=True, **G),
    route("read_market", SEE, query=JUNE, periods=True, **G),
    route("read_trade_matrix", MONTHS_ONLY, query=JUNE, periods=True, **G),
    route("read_trades", OF_OTHERS, query=f"{JUNE}&seller={{forge}}&buyer={{mill}}", periods=True, **G),
    route("read_explained", OF_MILL, query=JUNE, periods=True, **M),
    route("read_market_proof", SEE, query=JUNE, periods=True, **G),
    route("list_market_results", SEE, **G),
    route("read_kept_proof", SEE, result="{market_record}", **G),
    route("read_balance", MONTHS_ONLY, query=JUNE, periods=True, **G),
    route("read_typical_day", MONTHS_ONLY, periods=True, **G),
    route("list_periods", MONTHS_ONLY, query=JUNE, periods=True, **G),
    route("read_duration_curve", MONTHS_ONLY, query=JUNE, periods=True, **G),
    route("read_carpet", MONTHS_ONLY, query=JUNE, periods=True, **G),
    route("read_company_overview", OF_MILL, query=JUNE, periods=True, **M),
)
API_DOORS = (
    SITE_ROUTES + GROUP_ROUTES + COMPANY_ROUTES + DATA_ROUTES + ANALYSIS_ROUTES + AGREEMENT_ROUTES + PRICE_ROUTES
)
