"""Every operation with data that fits its description and with data that does not, as two roles: never a 5xx."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from energy_synergy.web.db.models import Group, Invitation, Site
from energy_synergy.web.wsgi import application
from tests.web.agreements.made import coming_agreement
from tests.web.api.conftest import API, Caller, Key

CONFORMS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
    negative_data_rejection,
]
MODES = {"positive": GenerationMode.POSITIVE, "negative": GenerationMode.NEGATIVE}
EXAMPLES = 6
NOTHING_TO_GET_WRONG = ("read_me", "list_families")
CONFIG = schemathesis.Config.from_dict({"generation": {"with-security-parameters": False}})
SCHEMA = schemathesis.openapi.from_wsgi(f"{API}/openapi.json", application, config=CONFIG)
OPERATIONS = {one.ok().definition.raw["operationId"]: one.ok() for one in SCHEMA.get_all_operations()}


class Undo(Exception):
    """Ends an example so that nothing of it stays in the database."""


@pytest.fixture
def known(manager: Caller, mill: int, dated: str) -> dict[str, Any]:
    """Parameters of addresses behind which there is something."""
    group = Group.objects.get(slug="river")
    now = timezone.now()
    manager.send(f"/groups/river/companies/{mill}/imports", dated.encode())
    site = Site.objects.create(company_id=mill, name="Quay")
    invitation = Invitation.objects.create(
        group=group, company_id=mill, role="viewer", digest="x", created_at=now, expires_at=now + timedelta(days=1)
    )
    (brought,) = manager.get("/groups/river/imports").json()["items"]
    (meter,) = manager.get(f"/groups/river/companies/{mill}/meters").json()["items"]
    (viewer,) = (one for one in manager.get("/groups/river/people").json()["items"] if one["role"] == "viewer")
    seasons = [{"months": list(range(1, 13)), "weekday": {"values": [1.0] * 24}}]
    price = {"name": "flat", "price_per_kwh": 0.2}
    profile = manager.post("/groups/river/profiles", {"name": "Ours", "seasons": seasons}).json()
    return {
        "group": "river",
        "company": mill,
        "agreement": coming_agreement(group).pk,
        "site": site.pk,
        "meter": meter["id"],
        "user": viewer["user_id"],
        "number": {"imports": brought["id"], "invitations": invitation.pk},
        "profile": profile["id"],
        "tariff": manager.post(f"/groups/river/companies/{mill}/tariffs", {"energy": price}).json()["id"],
        "template": manager.post("/groups/river/tariff-templates", {"title": "Ours", "energy": price}).json()["id"],
        "family_name": "sharing",
        "name": {"options": "static", "profiles": "office", "schemes": "it_cer"},
    }


def addresses(path: str, known: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters of one address; some names stand for different things in different places."""
    found = {}
    for name, value in known.items():
        if f"{{{name}}}" in path:
            found[name] = next(v for k, v in value.items() if f"/{k}/" in path) if isinstance(value, dict) else value
    return found


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("role", ["manager", "mill_viewer"])
def test_every_operation_keeps_to_its_description(role: str, mode: str, key: Key, known: dict[str, Any]) -> None:
    headers = key(role).headers
    found = {name: complaint(operation, MODES[mode], headers, known) for name, operation in OPERATIONS.items()}
    assert {name: text for name, text in found.items() if text} == {}


def complaint(operation: Any, mode: GenerationMode, headers: dict[str, str], known: dict[str, Any]) -> str:
    """Return what an operation does against its description, empty for nothing."""
    if mode is GenerationMode.NEGATIVE and operation.definition.raw["operationId"] in NOTHING_TO_GET_WRONG:
        return ""
    there = operation.as_strategy(generation_mode=mode, path_parameters=addresses(operation.path, known))
    anywhere = operation.as_strategy(generation_mode=mode)

    @given(case=st.one_of(there, there, anywhere))
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    def check(case: Any) -> None:
        with suppress(Undo), transaction.atomic():
            case.call_and_validate(headers=headers, checks=CONFORMS)
            raise Undo

    try:
        check()
    except BaseExceptionGroup as failures:
        return "; ".join(map(str, failures.exceptions))
    return ""
