"""What changed between two versions of the readings, as a page and as a file."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest

from energy_synergy.usecases.ingest import ingest_file
from energy_synergy.web.db.models import Import
from energy_synergy.web.db.stores import DatabaseStore
from tests.web.api.conftest import Key
from tests.web.conftest import NOW, TIMES, People

URL = "/g/river/data/versions/"
JUNE = "period=month&on=2025-06-01"


def bring(store: DatabaseStore, company: int, day: str, kwh: str, later: int) -> int:
    """Import a day of readings some days later than the first; return the number of the import."""
    text = "time;consumption kWh\n" + "".join(f"{day} {time};{kwh}\n" for time in TIMES)
    at = NOW + timedelta(days=later)
    source = io.BytesIO(text.encode())
    ingest_file(
        source, store=store, company_id=company, timezone="Europe/Paris", now=at, recorded_by="owner", file_name="m.csv"
    )
    return Import.objects.latest("pk").pk


@pytest.fixture
def imports(store: DatabaseStore, mill: int) -> tuple[int, int]:
    """Mill's 2 June, then its correction."""
    return bring(store, mill, "02/06/2025", "1,5", 0), bring(store, mill, "02/06/2025", "2,5", 3)


def test_an_import_is_compared_with_what_was_known_before_it(people: People, imports: tuple[int, int]) -> None:
    first, second = (people.manager.get(f"{URL}?import={number}").content.decode() for number in imports)
    assert "144.00&nbsp;kWh" in first
    assert "144.00&nbsp;kWh" in second
    assert "240.00&nbsp;kWh" in second
    assert "240.00&nbsp;kWh" not in first


def test_two_days_are_compared(people: People, imports: tuple[int, int]) -> None:
    page = people.manager.get(f"{URL}?{JUNE}&from=2026-01-06&to=2026-01-09").content.decode()
    assert "240.00&nbsp;kWh" in page
    page = people.manager.get(f"{URL}?{JUNE}&from=2026-01-06&to=2026-01-07").content.decode()
    assert "Nothing differs in this period." in page


def test_every_quarter_of_an_hour_is_in_the_file(people: People, imports: tuple[int, int]) -> None:
    body = people.manager.get(f"{URL}changes.csv?import={imports[1]}").content.decode("utf-8-sig")
    lines = body.splitlines()
    assert len(lines) == 97
    assert lines[1].startswith("2025-06-02T00:00:00+02:00,Mill,Consumption,1.500000,measured,2.500000,measured")


def test_a_member_sees_its_own_companies_only(people: People, imports: tuple[int, int]) -> None:
    assert people.forge_editor.get(f"{URL}?import={imports[0]}").status_code == 404
    assert "Mill" not in people.forge_editor.get(f"{URL}?{JUNE}").content.decode()
    assert people.mill_viewer.get(f"{URL}?import={imports[0]}").status_code == 200
    assert people.stranger.get(URL).status_code == 404


@pytest.mark.parametrize("query", ["import=x", "import=99999", "import=-1"])
def test_an_import_that_is_not_there_is_not_found(people: People, store: DatabaseStore, query: str) -> None:
    assert people.manager.get(f"{URL}?{query}").status_code == 404


@pytest.mark.parametrize(
    "query", ["from=soon", "to=2025-13-01", "from=2026-01-05T09:00", "from=2026-05-01&to=2026-01-01"]
)
def test_days_that_cannot_be_understood_are_said_or_swapped(
    people: People, imports: tuple[int, int], query: str
) -> None:
    assert people.manager.get(f"{URL}?{JUNE}&{query}").status_code == 200


DAY = "period=day&on=2025-06-02"


@pytest.mark.parametrize("page", ["/g/river/", "/g/river/balance/"])
def test_what_was_known_then_is_shown_on_the_pages_of_analysis(
    people: People, imports: tuple[int, int], page: str
) -> None:
    now = people.manager.get(f"{page}?{DAY}").content.decode()
    then = people.manager.get(f"{page}?{DAY}&as_of=2026-01-06").content.decode()
    assert ("As it was known" in then, "As it was known" in now) == (True, False)
    assert "as_of=2026-01-06T23" in then
    assert ("144" in then, "240" in then) == (True, False)
    assert "240" in now


def test_a_program_asks_for_what_was_known_then(key: Key, imports: tuple[int, int]) -> None:
    path = f"/groups/river/overview?{DAY}"
    then, now = (key("manager").get(path + more).json() for more in ("&as_of=2026-01-06T00:00:00Z", ""))
    assert (then["kpis"]["consumption_kwh"], now["kpis"]["consumption_kwh"]) == (144.0, 240.0)


def test_a_member_who_does_not_see_all_is_not_told_what_was_known_then(
    people: People, key: Key, imports: tuple[int, int]
) -> None:
    answer = people.mill_editor.get(f"/g/river/?{DAY}&as_of=2026-01-06", follow=True)
    assert "shown to those who manage or analyse the group" in answer.content.decode()
    assert key("mill_editor").get(f"/groups/river/overview?{DAY}&as_of=2026-01-06T00:00:00Z").status_code == 403


def test_the_page_leads_to_the_overview_as_it_was_before(people: People, imports: tuple[int, int]) -> None:
    page = people.manager.get(f"{URL}?import={imports[1]}").content.decode()
    (address,) = re.findall(r'href="(/g/river/\?[^"]*as_of=[^"]*)"', page)
    then = people.manager.get(address.replace("&amp;", "&")).content.decode()
    assert "As it was known" in then
    assert "as_of=" not in people.mill_viewer.get(f"{URL}?import={imports[1]}").content.decode()
