"""What others see of a company: told in words, changed by whoever answers for it."""

from __future__ import annotations

import pytest
from django.test import Client

from energy_synergy.ports import AnnualTotal, NewMember
from energy_synergy.web.db.models import AuditEntry, CompanyRole, Membership, Meter
from energy_synergy.web.db.stores import DatabaseStore
from tests.web.conftest import NOW, People


@pytest.fixture
def at(mill: int) -> str:
    """Where Mill says what others see."""
    return f"/g/river/members/{mill}/sharing/"


def use(company: int, direction: str) -> None:
    Meter.objects.create(company_id=company, direction=direction, source="estimate")


def grown(store: DatabaseStore, mill: int, direction: str = "consumption") -> None:
    """Let four companies have a source of one direction, Mill among them."""
    others = [store.add_company("river", NewMember(name), now=NOW, recorded_by="owner") for name in ("Kiln", "Quarry")]
    for company in (mill, store.company_id("river", "Forge"), *others):
        use(company, direction)


def words(client: Client, at: str) -> str:
    return client.get(at).content.decode()


def test_it_tells_that_a_company_is_hidden(people: People, store: DatabaseStore, mill: int, at: str) -> None:
    grown(store, mill)
    page = words(people.mill_editor, at)
    assert "not shown: it is one of the “Other companies”" in page
    assert "any period" in page
    assert "Forge" not in page


def test_it_tells_that_a_single_producer_keeps_others_at_months(
    people: People, store: DatabaseStore, mill: int, at: str
) -> None:
    grown(store, mill)
    use(mill, "production")
    page = words(people.mill_editor, at)
    assert "months and years, nothing finer" in page
    assert "1 company produces." in page
    assert "If Mill agreed, 3 other companies would see any period." in page


@pytest.mark.parametrize(
    ("level", "visibility", "is_agreed", "told"),
    [
        ("protected", "totals", False, "only inside the totals"),
        ("totals", "totals", True, "only inside the totals"),
        ("hourly", "hourly", True, "every hour"),
        ("quarter_hour", "quarter_hour", True, "every quarter of an hour"),
    ],
)
def test_an_editor_says_how_far_the_company_is_seen(
    people: People, mill: int, at: str, level: str, visibility: str, is_agreed: bool, told: str
) -> None:
    page = people.mill_editor.post(at, {"level": level}, follow=True).content.decode()
    bond = Membership.objects.get(company=mill)
    assert (bond.visibility, bond.agreed_at is not None) == (visibility, is_agreed)
    assert told in page
    if is_agreed:
        assert bond.agreed_by is not None
        assert bond.agreed_by.email == "mill_editor@example.org"
        assert "Agreed by mill_editor on" in page


def test_it_writes_down_each_change_once(people: People, at: str) -> None:
    for level in ("hourly", "hourly", "protected"):
        people.mill_editor.post(at, {"level": level})
    entries = AuditEntry.objects.filter(action="company.sharing_changed").order_by("id")
    assert [entry.details for entry in entries] == [
        {"before": "protected", "after": "hourly"},
        {"before": "hourly", "after": "protected"},
    ]


def test_an_agreement_keeps_its_date(people: People, mill: int, at: str) -> None:
    people.mill_editor.post(at, {"level": "totals"})
    before = Membership.objects.get(company=mill).agreed_at
    people.mill_editor.post(at, {"level": "hourly"})
    assert Membership.objects.get(company=mill).agreed_at == before


def test_a_manager_answers_only_for_a_company_without_an_account(people: People, mill: int, at: str) -> None:
    assert people.manager.post(at, {"level": "hourly"}).status_code == 403
    assert "Only an editor of the company can change this." in words(people.manager, at)
    CompanyRole.objects.filter(company=mill).delete()
    assert people.manager.post(at, {"level": "hourly"}).status_code == 302


def test_it_refuses_a_level_that_does_not_exist(people: People, at: str) -> None:
    assert people.mill_editor.post(at, {"level": "everything"}).status_code == 422
    assert people.mill_editor.post(at).status_code == 422


def test_others_neither_see_nor_change_it(people: People, at: str) -> None:
    for client in (people.forge_editor, people.stranger):
        assert (client.get(at).status_code, client.post(at, {"level": "hourly"}).status_code) == (404, 404)
    assert people.mill_viewer.get(at).status_code == 200
    assert people.mill_viewer.post(at, {"level": "hourly"}).status_code == 403
    assert people.analyst.post(at, {"level": "hourly"}).status_code == 403


def test_what_it_grants_holds_at_once(people: People, store: DatabaseStore, mill: int, at: str) -> None:
    grown(store, mill)
    total = AnnualTotal("consumption", "office", 8_760.0)
    for name in ("Mill", "Forge", "Kiln", "Quarry"):
        store.save_annual_total(store.company_id("river", name), total, now=NOW, recorded_by="owner")
    seen = "/g/river/overview.json?period=day&on=2026-06-09"

    def shown() -> list[str]:
        return [one["name"] for one in people.forge_editor.get(seen).json()["members"]]

    assert shown() == ["Forge", "Other companies"]
    people.mill_editor.post(at, {"level": "hourly"})
    Membership.objects.exclude(company=mill).update(agreed_at=NOW)
    assert "Mill" in shown()
