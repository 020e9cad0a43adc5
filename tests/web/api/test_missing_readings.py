"""What stands in for missing readings: told on the page and by programs, seen in every figure."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest

from energy_synergy.community.sight import FULL_SIGHT
from energy_synergy.usecases.ingest import ingest_file
from energy_synergy.web.db.facts import load_facts_of
from energy_synergy.web.db.models import AuditEntry, Company, Group
from energy_synergy.web.db.stores import DatabaseStore
from energy_synergy.web.pages.overview.params import parse
from energy_synergy.web.queries.overview import load_overview
from energy_synergy.web.queries.report_words import facts_of
from tests.web.api.conftest import Key
from tests.web.conftest import NOW, TIMES, People

DAYS = tuple(range(1, 30))
HOLE = (10, 11)
OVERVIEW = "/g/river/?period=week&on=2025-06-10"
JUNE_10 = (datetime(2025, 6, 9, 22, tzinfo=UTC), datetime(2025, 6, 10, 22, tzinfo=UTC))


@pytest.fixture
def holed(store: DatabaseStore, mill: int) -> int:
    """Mill, which consumed 1.5 kWh in each quarter of June 2025 and was not read on two days."""
    rows = [f"{day:02}/06/2025 {time};1,5\n" for day in DAYS if day not in HOLE for time in TIMES]
    source = io.BytesIO(("time;consumption kWh\n" + "".join(rows)).encode())
    ingest_file(
        source, store=store, company_id=mill, timezone="Europe/Paris", now=NOW, recorded_by="owner", file_name="m.csv"
    )
    return mill


def url(company: int) -> str:
    return f"/g/river/members/{company}/missing/"


def test_nothing_stands_in_until_it_is_told(people: People, holed: int) -> None:
    page = people.mill_editor.get(url(holed)).content.decode()
    assert 'value="leave_missing" checked' in page
    assert "71.4% measured, 0% estimated, 28.6% missing" in people.manager.get(OVERVIEW).content.decode()


def test_similar_days_stand_in_once_they_are_told(people: People, holed: int, store: DatabaseStore) -> None:
    answer = people.mill_editor.post(url(holed), {"gaps": "similar_days", "weeks": "2"})
    assert answer.status_code == 302
    assert Company.objects.get(pk=holed).gaps == {"name": "similar_days", "weeks": 2, "least_days": 2}
    page = people.manager.get(OVERVIEW).content.decode()
    assert "71.4% measured, 28.6% estimated, 0% missing" in page
    assert AuditEntry.objects.filter(action="company.gaps").count() == 1
    (member, _) = store.load_group("river", *JUNE_10).members
    assert member.gaps is not None


def test_a_setting_that_does_not_fit_is_told_beside_it(people: People, holed: int) -> None:
    answer = people.mill_editor.post(url(holed), {"gaps": "similar_days", "weeks": "9"})
    assert answer.status_code == 422
    assert Company.objects.get(pk=holed).gaps == {}


def test_a_stranger_sees_nothing_of_it(people: People, holed: int) -> None:
    assert people.stranger.get(url(holed)).status_code == 404
    assert people.forge_editor.get(url(holed)).status_code == 404
    assert people.analyst.get(url(holed)).status_code == 403


def test_a_program_says_it_too(key: Key, holed: int) -> None:
    manager, path = key("manager"), f"/groups/river/companies/{holed}/gaps"
    answer = manager.patch(path, {"name": "interpolation", "settings": {"longest_slots": 4}})
    assert answer.json()["gaps"] == {"name": "interpolation", "longest_slots": 4}
    for told in ({"name": "interpolated"}, {"name": "interpolation", "settings": {"longest_slots": 0}}):
        assert manager.patch(path, told).status_code in (404, 422)
    assert manager.patch(path, {"name": "leave_missing"}).json()["gaps"] == {"name": "leave_missing"}


def test_what_stands_in_is_never_told_as_measured(people: People, holed: int) -> None:
    people.mill_editor.post(url(holed), {"gaps": "similar_days"})
    page = people.manager.get("/g/river/data/quality/?period=month&on=2025-06-01").content.decode()
    assert "<b>96.7%</b> of the values are there: <b>90.0%</b> measured, <b>6.7%</b> estimated." in page


def test_a_report_says_what_is_measured_estimated_and_missing(people: People, holed: int) -> None:
    group = Group.objects.get(slug="river")
    people.mill_editor.post(url(holed), {"gaps": "similar_days"})
    facts = load_facts_of(group)
    choice = parse({"period": "week", "on": "2025-06-10"}, facts, today=NOW.date()).choice
    told = facts_of(load_overview(group, facts, choice, FULL_SIGHT).overview)
    assert "71.4% measured, 28.6% estimated, 0% missing" in told
