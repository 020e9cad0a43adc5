"""The page of data quality: shares, gaps, freshness, findings by kind, and who sees what."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from django.test import Client

from energy_synergy.community.group import Group, Member
from energy_synergy.ports import AnnualTotal, NewGroup, NewMember
from energy_synergy.usecases.ingest import ingest_file
from energy_synergy.usecases.manage_group import save_group
from energy_synergy.web.db.models import Import
from energy_synergy.web.db.stores import DatabaseStore
from tests.web.conftest import NOW, TIMES, People
from tests.web.overview.conftest import YEAR, ZONE, series
from tests.web.test_sight import agree, member

__all__ = ["member"]

JUNE = "period=month&on=2025-06-01"


@pytest.fixture
def stored(db: None) -> DatabaseStore:
    """A year of Mill and Forge: Mill lacks 13 quarters on 11 June and one on 20 June, Forge ends on 10 December."""
    consumption = np.ones(YEAR.slots)
    first = YEAR.slot_of(datetime(2025, 6, 11, tzinfo=UTC))
    consumption[first : first + 13] = np.nan
    consumption[YEAR.slot_of(datetime(2025, 6, 20, 9, tzinfo=UTC))] = np.nan
    short = np.ones(YEAR.slot_of(datetime(2025, 12, 10, tzinfo=UTC)))
    members = (
        Member("Mill", (series("consumption", consumption), series("production", np.ones(YEAR.slots)))),
        Member("Forge", (series("consumption", short),)),
    )
    store = DatabaseStore()
    save_group(Group("River", ZONE, members), slug="river", store=store, now=NOW, recorded_by="owner")
    return store


def page_of(client: Client, query: str = JUNE) -> Any:
    """Return the record behind the page."""
    return client.get(f"/g/river/data/quality/?{query}").context["page"]


@pytest.mark.usefixtures("stored")
def test_it_works(client: Client) -> None:
    page = page_of(client)
    assert [(row.company, row.direction) for row in page.rows] == [
        ("Mill", "consumption"),
        ("Mill", "production"),
        ("Forge", "consumption"),
    ]
    mill = page.rows[0]
    assert (mill.missing_hours, mill.gaps, mill.longest_gap.hours) == (3.5, 2, 3.25)
    assert mill.longest_gap.starts_at.isoformat() == "2025-06-11T02:00:00+02:00"
    assert mill.completeness.missing == pytest.approx(14 / (30 * 96))
    assert page.completeness.missing == pytest.approx(14 / (3 * 30 * 96))


@pytest.mark.usefixtures("stored")
def test_it_says_so_in_a_sentence(client: Client) -> None:
    page = client.get(f"/g/river/data/quality/?{JUNE}").content.decode()
    assert (
        "Mill lacks the most: 3\u00a0h\u00a030 of its consumption, 3\u00a0h\u00a015 of it from Wed 11 Jun, 02:00."
        in page
    )
    assert "1 source ends a day or more before the others." in page


@pytest.mark.usefixtures("stored")
def test_it_knows_which_source_is_behind(client: Client) -> None:
    rows = {(row.company, row.direction): row for row in page_of(client).rows}
    forge = rows["Forge", "consumption"]
    assert (forge.is_late, forge.lag.days) == (True, 21)
    assert forge.last_reading_at.isoformat() == "2025-12-10T00:45:00+01:00"
    assert not rows["Mill", "consumption"].is_late


def test_estimates_count_as_estimated(client: Client, db: None) -> None:
    totals = (AnnualTotal("consumption", "office", 36_500.0),)
    group = NewGroup("river", "River", ZONE, (NewMember("Office", annual_totals=totals),))
    DatabaseStore().create_group(group, now=NOW, recorded_by="owner")
    (row,) = page_of(client).rows
    assert (row.completeness.estimated, row.last_reading_at, row.is_late) == (1.0, None, False)
    assert "every value is there" in client.get("/g/river/data/quality/").content.decode()


def test_findings_are_counted_by_kind_and_lead_to_their_import(client: Client, store: DatabaseStore, mill: int) -> None:
    lines = "".join(f"02/06/2025 {time};1,5\n" for time in TIMES if not time.startswith(("03", "04")))
    for day in ("02", "03"):
        ingest_file(
            BytesIO(f"time;consumption kWh\n{lines}".replace("02/06", f"{day}/06").encode()),
            store=store,
            company_id=mill,
            timezone="Europe/Paris",
            now=NOW,
            recorded_by="owner",
        )
    page = page_of(client)
    gaps = next(one for one in page.found if one.code == "gap")
    imports = list(Import.objects.order_by("-pk").values_list("pk", flat=True))
    assert [source.id for source in gaps.imports] == imports
    assert gaps.count == sum(source.count for source in gaps.imports)
    html = client.get(f"/g/river/data/quality/?{JUNE}").content.decode()
    assert f"/g/river/data/import/{imports[0]}/" in html
    Import.objects.filter(pk=imports[0]).update(undone_at=NOW)
    left = next(one for one in page_of(client).found if one.code == "gap")
    assert [source.id for source in left.imports] == imports[1:]


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(("table", "lines"), [("sources", 4), ("found", 1)])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_table_is_a_file(client: Client, table: str, lines: int, language: str) -> None:
    file = client.get(f"/g/river/data/quality/{table}.csv?{JUNE}&lang={language}")
    assert len(file.content.decode("utf-8-sig").splitlines()) >= lines
    assert file.headers["Content-Disposition"].startswith(f'attachment; filename="river-quality-{table}-month')


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("query", ["period=typical", "on=x", "tolerance=5"])
def test_it_says_what_it_could_not_understand(client: Client, query: str) -> None:
    answer = client.get(f"/g/river/data/quality/?{query}")
    assert answer.status_code == 200
    assert query in answer.content.decode()


@pytest.mark.parametrize("address", ["", "sources.csv", "found.csv"])
def test_a_stranger_finds_nothing(people: People, address: str) -> None:
    assert people.stranger.get(f"/g/river/data/quality/{address}").status_code == 404
    assert people.nobody.get(f"/g/river/data/quality/{address}").status_code in (302, 404)


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("address", ["pie.csv", "sources.csv?lang=de"])
def test_it_says_not_found(client: Client, address: str) -> None:
    assert client.get(f"/g/river/data/quality/{address}").status_code == 404


def test_a_member_sees_its_own_sources_and_imports_alone(member: Client) -> None:
    agree("Forge")
    answer = member.get(f"/g/river/data/quality/?{JUNE}")
    page = answer.context["page"]
    assert ({row.company for row in page.rows}, page.hidden) == ({"Mill"}, True)
    assert {source.company for one in page.found for source in one.imports} <= {"Mill"}
    assert "Forge" not in answer.content.decode()
    assert "Kiln" not in answer.content.decode()


def test_a_week_leads_to_the_year_where_only_months_may_be_shown(member: Client) -> None:
    page = member.get("/g/river/data/quality/?period=week&on=2025-06-09", follow=True)
    assert page.redirect_chain[0][0].startswith("/g/river/data/quality/?period=year&on=2025-01-01")
    refused = member.get("/g/river/data/quality/sources.csv?period=week&on=2025-06-09")
    assert refused.status_code == 422


def test_an_empty_group_says_what_will_be_here(client: Client, db: None) -> None:
    DatabaseStore().create_group(NewGroup("river", "River", ZONE), now=NOW, recorded_by="owner")
    assert "No company has readings yet." in client.get("/g/river/data/quality/").content.decode()


@pytest.mark.parametrize("members", [1, 12])
def test_it_answers_with_a_fixed_number_of_queries(
    client: Client, db: None, members: int, django_assert_max_num_queries: object
) -> None:
    rows = tuple(Member(f"M{n}", (series("consumption", np.ones(YEAR.slots)),)) for n in range(members))
    save_group(Group("River", ZONE, rows), slug="river", store=DatabaseStore(), now=NOW, recorded_by="owner")
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        assert client.get(f"/g/river/data/quality/?{JUNE}").status_code == 200
