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

from energy_synergy.tariffs.tariff import read_tariff
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
from energy_synergy.web.db.tariffs import save_tariff, save_template
from tests.web.agreements.made import coming_agreement
from tests.web.api.conftest import JSON, Key
from tests.web.api.rights import BODIES, CHANGES, EXPECTED, PRICES, ROLES, SEASONS
from tests.web.conftest import NOW, People
from tests.web.wall.market import market_record

JUNE = {"first_on": date(2025, 6, 1), "last_on": date(2025, 6, 30)}
INVOICE = {**JUNE, "energy_kwh": 1.0, "recorded_at": NOW, "recorded_by": "owner"}


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
    tariff = read_tariff({"title": "Ours", "energy": 0.3})
    return {
        "group": "river",
        "company": mill,
        "agreement": coming_agreement(group).pk,
        "tariff": save_tariff(Company.objects.get(pk=mill), tariff, now=NOW, recorded_by="owner").pk,
        "template": save_template(group, tariff, now=NOW, recorded_by="owner").pk,
        "site": Site.objects.create(company_id=mill, name="Quay").pk,
        "meter": meter.pk,
        "result": market_record(group, ["Mill", "Forge"]),
        "invoice": Invoice.objects.create(**INVOICE, company_id=mill).pk,
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
