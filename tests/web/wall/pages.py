"""The pages of the site, group by group of pages: add a line for each new address."""

from __future__ import annotations

from dataclasses import replace

from tests.web.wall.agreements import AGREEMENT_DOORS
from tests.web.wall.doors import (
    ADMIN,
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
    form,
    page,
)

R = {"slug": "river"}
M = {"slug": "river", "company_id": "{mill}"}
U = {"slug": "river", "token": "{upload}"}
I = {"slug": "river", "import_id": "{import}"}  # noqa: E741
GROUP = {"name": "River", "country": "FR", "timezone": "Europe/Paris", "currency": "EUR", "tolerance": "5"}

SITE_DOORS: tuple[Door, ...] = (
    page("home", KNOWN),
    page("about", PUBLIC),
    page("template_file", PUBLIC, language="en"),
    form("demo_open", KNOWN, 302),
    page("group_new", KNOWN),
    form("group_new", KNOWN, 302, GROUP),
    page("accounts", ADMIN),
    form("account_change", ADMIN, 302, {"is_active": "on"}, user_id="{viewer}"),
    page("site_audit", ADMIN),
    page("site_audit_csv", ADMIN),
)
GROUP_DOORS: tuple[Door, ...] = (
    page("group_figures", SEE, **R),
    page("group_delete", MANAGE, **R),
    form("group_delete", MANAGE, 302, **R),
    page("group_settings", MANAGE, **R),
    form("group_settings", MANAGE, 302, GROUP, **R),
    page("group_scheme", SEE_ALL, **R),
    form("group_scheme", MANAGE, 302, {"scheme": "it_cer"}, **R),
    page("scheme_coefficients", SEE_ALL, ok=422, query="cau=x&year=2026", **R),
    form("group_archive", MANAGE, 302, **R),
    form("group_unarchive", MANAGE, 302, **R),
    form("checklist_dismiss", MANAGE, 302, **R),
    page("people", INVITE, **R),
    page("invitation_new", INVITE, **R),
    form("invitation_new", INVITE, 422, **R),
    form("invitation_new", "ok ok 403 422 403 422 404 in", 200, {"role": "analyst"}, **R),
    form("invitation_new", "ok ok 403 ok 403 422 404 in", 200, {"role": "viewer", "company": "{mill}"}, **R),
    form("invitation_withdraw", MANAGE, 302, invitation_id="{group_invitation}", **R),
    form("invitation_withdraw", EDIT_MILL, 302, invitation_id="{mill_invitation}", **R),
    form("role_change", MANAGE, 302, {"role": "manager"}, user_id="{analyst}", **R),
    form("role_withdraw", MANAGE, 302, user_id="{analyst}", **R),
    form("role_change", EDIT_MILL, 302, {"role": "editor", "company": "{mill}"}, user_id="{viewer}", **R),
    form("role_withdraw", EDIT_MILL, 302, {"company": "{mill}"}, user_id="{viewer}", **R),
    page("audit", MANAGE, **R),
    page("audit_csv", MANAGE, **R),
)
WEEK = "period=week&on=2025-06-02"
TARIFF = {"currency": "EUR", "energy-kind": "flat", "energy-price": "0.2"}
COMPANY_DOORS: tuple[Door, ...] = (
    page("members", SEE, **R),
    page("company_new", MANAGE, **R),
    form("company_new", MANAGE, 302, {"name": "Quarry"}, **R),
    form("company_existing", MANAGE, 422, **R),
    page("company", OF_MILL, periods=True, **M),
    page("company_json", OF_MILL, periods=True, **M),
    page("company_edit", EDIT_MILL, **M),
    form("company_edit", EDIT_MILL, 302, {"name": "Mill"}, **M),
    form("company_membership", MANAGE, 302, **M),
    form("company_leave", EDIT_MILL, 302, {"last_on": "2199-12-31"}, **M),
    page("company_remove", MANAGE, **M),
    form("company_remove", MANAGE, 302, **M),
    page("company_gaps", EDIT_MILL, **M),
    form("company_gaps", EDIT_MILL, 302, {"gaps": "similar_days"}, **M),
    page("company_sharing", OF_MILL, **M),
    form("company_sharing", ANSWER_FOR_MILL, 302, {"level": "hourly"}, **M),
    page("site_new", EDIT_MILL, **M),
    form("site_new", EDIT_MILL, 302, {"name": "Yard"}, **M),
    page("site_edit", EDIT_MILL, site_id="{site}", **M),
    form("site_edit", EDIT_MILL, 302, {"name": "Yard"}, site_id="{site}", **M),
    form("site_remove", EDIT_MILL, 302, site_id="{site}", **M),
    page("company_invoices", EDIT_MILL, **M),
    form(
        "company_invoices",
        EDIT_MILL,
        302,
        {"direction": "consumption", "first_on": "2025-06-01", "last_on": "2025-06-30", "energy_kwh": "4000"},
        **M,
    ),
    form("invoice_remove", EDIT_MILL, 302, invoice_id="{invoice}", **M),
    page("company_tariffs", OF_MILL, query=WEEK, periods=True, **M),
    page("tariff_price_table", OF_MILL, query=WEEK, **M),
    page("tariff_price_csv", OF_MILL, query=WEEK, **M),
    page("tariff_new", EDIT_MILL, **M),
    form("tariff_new", EDIT_MILL, 302, TARIFF, **M),
    page("tariff_edit", EDIT_MILL, tariff_id="{tariff}", **M),
    form("tariff_edit", EDIT_MILL, 302, TARIFF, tariff_id="{tariff}", **M),
    form("tariff_end", EDIT_MILL, 302, {"last_on": "2199-12-31"}, tariff_id="{tariff}", **M),
    form("tariff_remove", EDIT_MILL, 302, tariff_id="{tariff}", **M),
    form("tariff_keep", EDIT_MILL, 302, tariff_id="{tariff}", **M),
    page("group_tariffs", SEE, **R),
    form(
        "tariff_apply",
        "ok ok 403 ok 403 422 404 in",
        302,
        {"template": "example:flat_sme", "companies": "{mill}", "first_on": "2026-01-01"},
        **R,
    ),
    page("tariff_file", SEE, **R),
    page("tariff_empty_file", SEE, **R),
    page("tariff_upload", BRING, **R),
    form("tariff_upload", BRING, 422, {"content": "nothing"}, **R),
    form("tariff_template_remove", MANAGE, 302, template_id="{tariff_template}", **R),
    page("meter_new", EDIT_MILL, **M),
    form("meter_new", EDIT_MILL, 302, {"name": "B", "direction": "production"}, **M),
    page("meter_edit", EDIT_MILL, meter_id="{meter}", **M),
    form("meter_edit", EDIT_MILL, 302, {"name": "B", "direction": "production"}, meter_id="{meter}", **M),
    form("meter_remove", EDIT_MILL, 302, meter_id="{meter}", **M),
)
JUNE = "period=month&on=2025-06-01"
DAY = "period=day&on=2025-06-02"
# Nothing finer than a month leaves where fewer than three companies stand behind a total: a page leads to the month.
MONTHS_ONLY = "ok ok ok 422 422 422 404 in"


def each(name: str, codes: str, *charts: str, **args: str) -> tuple[Door, ...]:
    """Return a chart's address for each chart of a page: the first is asked as every role, all are searched."""
    doors = [page(name, codes, query=JUNE, periods=True, chart=chart, **args) for chart in charts]
    return tuple(replace(door, is_searched_alone=place > 0) for place, door in enumerate(doors))


ANALYSIS_DOORS: tuple[Door, ...] = (
    page("overview", SEE, query=JUNE, periods=True, **R),
    page("overview", "ok ok ok 302 302 302 404 in", query=DAY, **R),
    page("overview_json", SEE, query=JUNE, periods=True, **R),
    page("overview_json", MONTHS_ONLY, query=DAY, **R),
    *each("overview_csv", SEE, "balance", "buckets", "members", "flows", "states", **R),
    *each("overview_table", SEE, "balance", "buckets", "members", "flows", "states", **R),
    *each("overview_csv", MONTHS_ONLY, "heatmap", **R),
    *each("overview_table", MONTHS_ONLY, "heatmap", **R),
    page("balance", SEE, query=JUNE, periods=True, **R),
    page("balance_json", MONTHS_ONLY, query=JUNE, periods=True, **R),
    page("balance_periods_json", MONTHS_ONLY, query=JUNE, periods=True, **R),
    page("balance_period", MONTHS_ONLY, query=f"{JUNE}&at=2025-05-31T22:00Z", periods=True, **R),
    *each("balance_csv", SEE, "months", **R),
    *each("balance_table", SEE, "months", **R),
    *each("balance_csv", MONTHS_ONLY, "duration", "carpet", "multiples", "periods", **R),
    *each("balance_table", MONTHS_ONLY, "duration", "carpet", "multiples", "periods", **R),
    page("compare", SEE, query=JUNE, periods=True, **R),
    page("compare", "ok ok ok 302 302 302 404 in", query=DAY, **R),
    *(page("compare_csv", SEE, query=JUNE, periods=True, table=one, **R) for one in ("combinations", "companies")),
    page("compare_xlsx", SEE, query=JUNE, **R),
    form("compare_draft", MANAGE, 302, {"combination": "equal/k_split"}, **R),
    page("market", SEE, query=JUNE, periods=True, **R),
    page("market", "ok ok ok 302 302 302 404 in", query=DAY, **R),
    *each("market_csv", SEE, "members", **R),
    *each("market_table", SEE, "members", **R),
    *each("market_csv", MONTHS_ONLY, "prices", "matrix", **R),
    *each("market_table", MONTHS_ONLY, "prices", "matrix", **R),
    page("market_trades", OF_OTHERS, query=f"{JUNE}&seller={{forge}}&buyer={{mill}}", periods=True, **R),
    page("market_trades_csv", OF_OTHERS, query=f"{JUNE}&seller={{forge}}&buyer={{mill}}", periods=True, **R),
    page("market_explain", SEE, query=JUNE, periods=True, **R),
    page("market_explain", OF_MILL, query=f"{JUNE}&company={{mill}}", **R),
    page("market_explain_csv", MONTHS_ONLY, query=JUNE, periods=True, **R),
    page("market_proof", SEE, query=JUNE, periods=True, **R),
    form("market_proof", MANAGE, 302, **R),
    page("market_kept", SEE, record_id="{market_record}", **R),
    page("market_kept_file", SEE_ALL, record_id="{market_record}", **R),
    page("reports", SEE, query=JUNE, **R),
    *(page("group_report", SEE, query=JUNE, kind=kind, **R) for kind in ("xlsx", "pdf")),
    *(page("company_report", OF_MILL, query=JUNE, kind=kind, **M) for kind in ("xlsx", "pdf")),
    *each("company_csv", OF_MILL, "curve", "buckets", "days", "buying", "partners", "completeness", **M),
    *each("company_table", OF_MILL, "curve", "buckets", "days", "buying", "partners", "completeness", **M),
)
DATA_DOORS: tuple[Door, ...] = (
    page("data", SEE, **R),
    page("data_calendar", SEE, **R),
    page("data_versions", SEE, periods=True, **R),
    page("data_changes", SEE, periods=True, **R),
    page("quality", SEE, query=JUNE, periods=True, **R),
    *(page("quality_csv", SEE, query=JUNE, periods=True, table=one, **R) for one in ("sources", "found")),
    page("quality_ledger", SEE, query="state=all", **R),
    page("quality_ledger_csv", SEE, query="state=all", **R),
    form("quality_resolve", BRING, 302, {"every": "1", "reason": "known"}, **R),
    form("quality_reopen", BRING, 302, {"every": "1", "state": "resolved"}, **R),
    page("data_import", BRING, **R),
    page("reading_template", BRING_FOR_MILL, query="company={mill}&month=2025-06", **R),
    form("data_import", BRING, 302, **R),
    page("import_result", OF_MILL, **I),
    page("import_undo", BRING_FOR_MILL, **I),
    form("import_undo", BRING_FOR_MILL, 302, **I),
    page("upload", BRING_FOR_MILL, ok=302, **U),
    page("upload_progress", BRING_FOR_MILL, **U),
    page("upload_columns", BRING_FOR_MILL, **U),
    form("upload_columns", BRING_FOR_MILL, 302, {"company": "{mill}"}, **U),
    page("upload_check", BRING_FOR_MILL, **U),
    form("upload_company", BRING_FOR_MILL, 302, {"company": "{mill}"}, **U),
    form("upload_fix", BRING_FOR_MILL, 302, **U),
    form("upload_good_rows", BRING_FOR_MILL, 302, **U),
    page("upload_bad_rows", BRING_FOR_MILL, **U),
    page("upload_preview_csv", BRING_FOR_MILL, **U),
    page("upload_confirm", BRING_FOR_MILL, **U),
    form("upload_confirm", BRING_FOR_MILL, 302, **U),
    form("upload_cancel", BRING_FOR_MILL, 302, **U),
    form("annual_total", BRING, 422, **R),
    form("use_source", BRING, 302, **R),
)
PRICE_DOORS: tuple[Door, ...] = (
    page("prices", SEE, query="year=2025", **R),
    *(page("prices_csv", SEE, query="year=2025", table=one, **R) for one in ("months", "days", "slots")),
    form("prices_area", MANAGE, 302, {"area": "FR"}, **R),
    form("prices_check", MANAGE, 422, **R),
    form("prices_save", MANAGE, 302, **R),
    form("prices_fetch", MANAGE, 422, **R),
    form("prices_remove", MANAGE, 302, {"year": "2025"}, **R),
)
P = {"slug": "river", "profile_id": "{profile}"}
HIDDEN = {"slug": "river", "profile_id": "{hidden_profile}"}
PROFILE_DOORS: tuple[Door, ...] = (
    page("profiles", SEE, **R),
    page("profile_new", BRING, **R),
    form("profile_new", BRING, 422, **R),
    form("profile_duplicate", BRING, 302, {"from": "catalogue:office"}, **R),
    page("profile_start", SEE, query="from=catalogue:office", **R),
    page("profile_start", OF_ITS_MAKER, query="from=own:{hidden_profile}", **R),
    page("profile_measured", OF_MILL, query="company={mill}&direction=consumption", **R),
    form("profile_read", BRING, 422, **R),
    page("profile_catalogue", SEE, name="office", **R),
    page("profile_catalogue_csv", SEE, name="office", **R),
    page("profile", SEE, **P),
    page("profile", OF_ITS_MAKER, **HIDDEN),
    form("profile", MANAGE, 422, **P),
    page("profile_csv", SEE, **P),
    page("profile_csv", OF_ITS_MAKER, **HIDDEN),
    form("profile_share", MANAGE, 302, **P),
    form("profile_archive", MANAGE, 302, **P),
    form("profile_update", BRING, 302, **P),
)
PAGE_DOORS = (
    SITE_DOORS
    + GROUP_DOORS
    + COMPANY_DOORS
    + ANALYSIS_DOORS
    + DATA_DOORS
    + PROFILE_DOORS
    + AGREEMENT_DOORS
    + PRICE_DOORS
)
