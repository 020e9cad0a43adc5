"""The ledger over the interface: pages, filters, resolving and reopening, and what is refused."""

from __future__ import annotations

import pytest

from energy_synergy.web.db.models import AuditEntry
from energy_synergy.web.db.stores import DatabaseStore
from tests.web.api.conftest import Caller, Key
from tests.web.quality.test_ledger import bring

LEDGER = "/groups/river/ledger"


@pytest.fixture
def caller(store: DatabaseStore, mill: int, key: Key) -> Caller:
    """The editor of Mill, which has two findings of gaps."""
    bring(store, mill)
    bring(store, mill, "b.csv", day=5)
    return key("mill_editor")


def gaps(caller: Caller, query: str = "") -> list[dict[str, object]]:
    return caller.get(f"{LEDGER}?code=gap&{query}").json()["items"]  # type: ignore[no-any-return]


def test_it_works(caller: Caller, mill: int) -> None:
    newest, oldest = gaps(caller)
    assert (newest["company_id"], newest["is_open"], newest["place"]["starts_at"][:10]) == (mill, True, "2025-06-05")  # type: ignore[index]
    assert gaps(caller, "last_on=2025-06-03") == [oldest]
    assert gaps(caller, "limit=1") == [newest]


def test_it_resolves_and_reopens_by_number(caller: Caller) -> None:
    number = gaps(caller)[0]["id"]
    told = {"findings": [number], "reason": "known"}
    assert caller.post(f"{LEDGER}/resolve", told).json() == {"changed": 1}
    assert caller.post(f"{LEDGER}/resolve", told).json() == {"changed": 0}
    (resolved,) = gaps(caller, "state=resolved")
    assert (resolved["reason"], resolved["resolved_by"]) == ("known", "mill_editor@example.org")
    assert caller.post(f"{LEDGER}/reopen", {"findings": [number]}).json() == {"changed": 1}
    assert len(gaps(caller, "state=open")) == 2
    assert AuditEntry.objects.filter(action="finding.resolved", door="api").count() == 1


def test_it_resolves_all_of_a_kind(caller: Caller) -> None:
    assert caller.post(f"{LEDGER}/resolve", {"code": "gap", "reason": "known"}).json() == {"changed": 2}
    assert gaps(caller, "state=open") == []


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"reason": "known"}, "findings_needed"),
        ({"findings": [1], "code": "gap", "reason": "known"}, "findings_needed"),
        ({"code": "gap", "reason": " "}, "invalid_request"),
        ({"code": "gap"}, "invalid_request"),
    ],
)
def test_it_refuses_what_is_not_said(caller: Caller, told: object, code: str) -> None:
    answer = caller.post(f"{LEDGER}/resolve", told)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_it_refuses_the_whole_where_one_is_not_there(caller: Caller) -> None:
    number = gaps(caller)[0]["id"]
    assert caller.post(f"{LEDGER}/resolve", {"findings": [number, 99_999], "reason": "x"}).status_code == 404
    assert len(gaps(caller, "state=open")) == 2
