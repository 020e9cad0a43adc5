"""What each operation answers to each role, and what is sent to it: add a line for each new operation."""

from __future__ import annotations

ROLES = ("admin", "manager", "analyst", "mill_editor", "mill_viewer", "forge_editor", "stranger", "nobody")
DAY = [{"starts_at": "2025-06-02T00:00:00Z", "energy_kwh": 1.5}]
PRICES = "start_utc,EUR/MWh\n2025-06-02T00:00Z,50\n2025-06-02T01:00Z,60\n"
SEASONS = [{"months": list(range(1, 13)), "weekday": {"values": [1.0] * 24}}]
OPEN, MADE = (200, 200, 200, 200, 200, 200, 200, 401), (201, 201, 201, 201, 201, 201, 201, 401)
SEEN = (200, 200, 200, 200, 200, 200, 404, 401)
# The editor of Forge learns nothing of the curve of Mill, which has not agreed and stands alone behind the totals.
PROTECTED = (200, 200, 200, 200, 200, 403, 404, 401)
OF_MILL = (200, 200, 200, 200, 200, 404, 404, 401)
INVITERS = (200, 200, 403, 200, 403, 200, 404, 401)


def editors(code: int) -> tuple[int, ...]:
    """Return what who answers for Mill gets, and what everybody else does."""
    return (code, code, 403, code, 403, 404, 404, 401)


def managers(code: int) -> tuple[int, ...]:
    """Return what who runs the group gets, and what everybody else does."""
    return (code, code, 403, 403, 403, 403, 404, 401)


# What each operation answers to the roles in their order; of Mill, where it is about a company.
EXPECTED: dict[str, tuple[int, ...]] = {
    "add_membership": managers(201),
    # A coming agreement, which was published: it is a draft no more.
    "change_agreement": managers(409),
    "publish_agreement": managers(409),
    "draft_agreement": managers(201),
    "end_agreement": managers(200),
    "list_agreements": SEEN,
    "read_agreement": SEEN,
    "read_agreement_brings": SEEN,
    "read_agreement_in_force": SEEN,
    "withdraw_agreement": managers(200),
    # The profile is the manager's own, and shared.
    "change_own_profile": (200, 200, 403, 403, 403, 403, 404, 401),
    "archive": managers(200),
    "change_company_role": editors(200),
    "change_dates": managers(200),
    "change_details": editors(200),
    "change_group_role": managers(200),
    "change_group_settings": managers(200),
    "change_group_scheme": managers(200),
    "change_meter": editors(200),
    # Mill has an account of its own, so that it alone says who sees it.
    "change_sharing": (403, 403, 403, 200, 403, 404, 404, 401),
    "change_missing": editors(200),
    "change_price_area": managers(200),
    "change_site": editors(200),
    "delete_group": managers(204),
    # No token is set: whoever may ask is told so.
    "fetch_prices": managers(422),
    "give_prices": managers(201),
    "import_file": editors(201),
    "invite": editors(201),
    "leave": editors(200),
    "list_audit": managers(200),
    "list_companies": SEEN,
    "list_families": OPEN,
    "list_findings": SEEN,
    "list_groups": OPEN,
    "list_import_findings": OF_MILL,
    "list_imports": SEEN,
    "list_invitations": INVITERS,
    "list_invoices": OF_MILL,
    "list_ledger": SEEN,
    "list_meters": OF_MILL,
    "list_options": OPEN,
    "list_own_profiles": SEEN,
    "list_people": INVITERS,
    "list_periods": PROTECTED,
    "list_price_areas": OPEN,
    "list_prices": SEEN,
    "list_profiles": OPEN,
    "list_readings": OF_MILL,
    "list_schemes": OPEN,
    "list_company_tariffs": OF_MILL,
    "list_tariffs": SEEN,
    "list_tariff_templates": SEEN,
    "make_tariff": editors(201),
    "make_tariff_template": (201, 201, 403, 201, 403, 201, 404, 401),
    "change_tariff": editors(200),
    "read_company_tariff": OF_MILL,
    "remove_company_tariff": editors(204),
    "remove_tariff_template": managers(204),
    "list_sites": OF_MILL,
    "list_sources": OF_MILL,
    "make_company": managers(201),
    "make_group": MADE,
    "make_invoice": editors(201),
    "make_meter": editors(201),
    "make_own_profile": (201, 201, 403, 201, 403, 201, 404, 401),
    "make_site": editors(201),
    "read_balance": PROTECTED,
    "read_buckets": PROTECTED,
    "read_carpet": PROTECTED,
    "read_company": OF_MILL,
    "read_company_overview": OF_MILL,
    "read_comparison": PROTECTED,
    "read_completeness": OF_MILL,
    "read_duration_curve": PROTECTED,
    "read_flows": PROTECTED,
    "list_market_results": SEEN,
    "read_explained": OF_MILL,
    "read_kept_proof": SEEN,
    "read_market": PROTECTED,
    "read_market_proof": PROTECTED,
    "read_trade_matrix": PROTECTED,
    # Without a seller and a buyer it says what is missing; the wall asks with both.
    "read_trades": (422, 422, 422, 422, 422, 422, 422, 401),
    "read_group": SEEN,
    "read_group_scheme": (200, 200, 200, 403, 403, 403, 404, 401),
    # Nothing is agreed: whoever may ask is told so.
    "read_coefficient_file": (422, 422, 422, 403, 403, 403, 404, 401),
    "read_import": OF_MILL,
    "read_me": OPEN,
    "read_meter": OF_MILL,
    "read_option": OPEN,
    "read_overview": PROTECTED,
    "read_own_profile": SEEN,
    "read_price_area": SEEN,
    "read_profile": OPEN,
    "read_quality": PROTECTED,
    "read_scheme": OPEN,
    "read_site": OF_MILL,
    "read_typical_day": PROTECTED,
    "remove": managers(204),
    "remove_empty_meter": editors(204),
    "remove_invoice": editors(204),
    "remove_site": editors(204),
    "reopen_findings": (404, 404, 403, 404, 403, 404, 404, 401),
    "resolve_findings": (200, 200, 403, 200, 403, 200, 404, 401),
    "save_annual_total": editors(201),
    "send_readings": editors(201),
    "unarchive": managers(200),
    "undo_import": editors(200),
    "use_source": editors(200),
    "withdraw": editors(204),
    "withdraw_company_role": editors(204),
    "withdraw_group_role": managers(204),
}
FLAT_PRICE = {"name": "flat", "price_per_kwh": 0.2}
BODIES: dict[str, object] = {
    "change_agreement": {"title": "Other"},
    "draft_agreement": {"title": "New", "key": {"name": "pro_rata"}, "rule": {"name": "mid_market_rate"}},
    "end_agreement": {"last_on": "2199-06-30"},
    "make_tariff": {"energy": FLAT_PRICE, "first_on": "2026-01-01"},
    "change_tariff": {"energy": FLAT_PRICE},
    "make_tariff_template": {"title": "New", "energy": FLAT_PRICE},
    "make_invoice": {"first_on": "2025-06-01", "last_on": "2025-06-30", "energy_kwh": 4000.0},
    "reopen_findings": {"findings": [999_999]},
    "resolve_findings": {"code": "gap", "reason": "known"},
    "change_price_area": {"area": "DE-LU"},
    "fetch_prices": {"first_on": "2025-06-01", "last_on": "2025-06-02"},
    "change_own_profile": {"description": "New"},
    "make_group": {"name": "New"},
    "make_own_profile": {"name": "New", "seasons": SEASONS},
    "change_group_settings": {"tolerance": 0.1},
    "change_group_scheme": {"scheme": "it_cer"},
    "make_company": {"name": "New"},
    "change_details": {"sector": "Food"},
    "add_membership": {"company_id": 0},
    "change_dates": {"first_on": "2025-01-01"},
    "leave": {"last_on": "2199-01-01"},
    "change_sharing": {"visibility": "hourly", "is_agreed": True},
    "change_missing": {"name": "interpolation", "settings": {"longest_slots": 4}},
    "make_site": {"name": "New"},
    "change_site": {"name": "New"},
    "make_meter": {"direction": "production", "name": "New"},
    "change_meter": {"name": "New"},
    "send_readings": {"direction": "consumption", "readings": DAY},
    "use_source": {"direction": "consumption", "kind": "readings"},
    "save_annual_total": {"annual_kwh": 1000.0, "profile": "office"},
    "change_group_role": {"role": "analyst"},
    "change_company_role": {"role": "editor"},
    "invite": {"role": "viewer", "company_id": 0},
}

CHANGES = (
    "end_agreement",
    "publish_agreement",
    "withdraw_agreement",
    "archive",
    "unarchive",
    "leave",
    "undo_import",
    "resolve_findings",
    *(name for name in EXPECTED if name.startswith("change_")),
)
