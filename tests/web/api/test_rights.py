"""Every operation as every role, with a request that fits: who may, who sees and may not, who sees nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from energy_synergy.web.api.openapi import description
from energy_synergy.web.db.models import (
    Company,
    Group,
    GroupRole,
    Import,
    Invitation,
    Invoice,
    Membership,
    OwnProfile,
    Site,
    User,
)
from tests.web.api.conftest import JSON, Key
from tests.web.conftest import NOW, People

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
    "read_completeness": OF_MILL,
    "read_duration_curve": PROTECTED,
    "read_flows": PROTECTED,
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
BODIES: dict[str, object] = {
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
    "archive",
    "unarchive",
    "leave",
    "undo_import",
    "resolve_findings",
    *(name for name in EXPECTED if name.startswith("change_")),
)


class Undo(Exception):
    """Ends a request so that nothing of it stays in the database."""


@pytest.fixture
def known(people: People, mill: int, dated: str) -> dict[str, Any]:
    """What stands behind the parameters of addresses; the analyst is the one whose role in the group changes."""
    Group.objects.update(price_area="FR", currency="EUR")
    group, now = Group.objects.get(slug="river"), timezone.now()
    people.manager.post(f"/api/v1/groups/river/companies/{mill}/imports", dated, content_type="text/csv")
    elsewhere = Group.objects.create(slug="lake", name="Lake", timezone="Europe/Paris", created_at=NOW)
    other = Company.objects.create(name="Other", color_index=0)
    Membership.objects.create(group=elsewhere, company=other)
    GroupRole.objects.create(group=elsewhere, user=User.objects.get(email="manager@example.org"), role="manager")
    invitation = Invitation.objects.create(
        group=group, company_id=mill, role="viewer", digest="x", created_at=now, expires_at=now + timedelta(days=1)
    )
    made = people.manager.post(
        "/api/v1/groups/river/profiles", {"name": "Ours", "seasons": SEASONS}, content_type=JSON
    ).json()
    OwnProfile.objects.update(is_shared=True)
    meter = Company.objects.get(pk=mill).meters.create(direction="production", name="Empty")
    return {
        "group": "river",
        "company": mill,
        "site": Site.objects.create(company_id=mill, name="Quay").pk,
        "meter": meter.pk,
        "invoice": Invoice.objects.create(
            company_id=mill,
            first_on=date(2025, 6, 1),
            last_on=date(2025, 6, 30),
            energy_kwh=1.0,
            recorded_at=NOW,
            recorded_by="owner",
        ).pk,
        "user": {
            "companies": User.objects.get(email="mill_viewer@example.org").pk,
            "people": User.objects.get(email="analyst@example.org").pk,
        },
        "number": {"imports": Import.objects.get().pk, "invitations": invitation.pk},
        "profile": made["id"],
        "family_name": "sharing",
        "name": {"options": "static", "profiles": "office", "schemes": "it_cer"},
        "company_id": {"memberships": other.pk, "invitations": mill},
    }


def answer(client: Client, method: str, path: str, name: str, known: dict[str, Any], dated: str) -> int:
    """Return the status of one request; nothing of it stays."""
    place = path
    for parameter, value in known.items():
        if f"{{{parameter}}}" in path:
            chosen = next(v for k, v in value.items() if f"/{k}/" in path) if isinstance(value, dict) else value
            place = place.replace(f"{{{parameter}}}", str(chosen))
    body, kind = BODIES.get(name), JSON
    if isinstance(body, dict) and "company_id" in body:
        body = {**body, "company_id": known["company_id"][path.rpartition("/")[2]]}
    if name in ("import_file", "give_prices"):
        body, kind = dated if name == "import_file" else PRICES, "text/csv"
    found = 0
    with suppress(Undo), transaction.atomic():
        found = client.generic(method, place, _encoded(body), content_type=kind).status_code
        raise Undo
    return found


def _encoded(body: object) -> bytes:
    return body.encode() if isinstance(body, str) else b"" if body is None else json.dumps(body).encode()


@pytest.fixture
def walk(known: dict[str, Any], dated: str) -> Callable[[Client], dict[str, int]]:
    """Ask every operation once as somebody, and return the statuses by its name."""

    def ask(client: Client) -> dict[str, int]:
        return {
            operation["operationId"]: answer(client, method.upper(), path, operation["operationId"], known, dated)
            for path, methods in description()["paths"].items()
            for method, operation in methods.items()
        }

    return ask


def test_every_operation_is_in_the_table() -> None:
    names = {one["operationId"] for methods in description()["paths"].values() for one in methods.values()}
    assert names == EXPECTED.keys()


@pytest.mark.parametrize("role", ROLES)
def test_every_operation_answers_a_role_as_it_should(
    role: str, people: People, walk: Callable[[Client], dict[str, int]]
) -> None:
    place = ROLES.index(role)
    assert walk(getattr(people, role)) == {name: codes[place] for name, codes in EXPECTED.items()}


def test_a_key_that_only_reads_changes_nothing(key: Key, walk: Callable[[Client], dict[str, int]]) -> None:
    found = walk(key("manager", "read").client)
    writes = {name for name, codes in EXPECTED.items() if codes[1] in (201, 204) or name in CHANGES}
    assert {name: found[name] for name in writes} == dict.fromkeys(writes, 403)


def test_a_key_that_writes_manages_nothing(key: Key, walk: Callable[[Client], dict[str, int]]) -> None:
    found, manages = walk(key("manager", "write").client), {"make_group", "make_company", "invite", "list_audit"}
    assert {name: found[name] for name in manages} == {**dict.fromkeys(manages, 403), "list_audit": 200}
    assert (found["import_file"], found["change_details"]) == (201, 200)


def test_a_key_of_another_group_sees_nothing_of_this_one(key: Key, walk: Callable[[Client], dict[str, int]]) -> None:
    found = walk(key("manager", group=Group.objects.get(slug="lake")).client)
    of_group = {name for name, codes in EXPECTED.items() if codes[6] == 404}
    assert {name: found[name] for name in of_group} == dict.fromkeys(of_group, 404)
