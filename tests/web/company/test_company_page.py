"""The page of one company: its own numbers, as page, values, table and file."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import orjson
import pytest
from django.test import Client

from energy_synergy.community.group import Group, Member
from energy_synergy.formats.detect import read_file
from energy_synergy.metering.resample import to_slots
from energy_synergy.ports import AnnualTotal, NewMember
from energy_synergy.timeline import Timeline
from energy_synergy.usecases.manage_group import save_group
from energy_synergy.web.db.stores import DatabaseStore
from energy_synergy.web.queries.company_page_records import CompanyFigures

from .conftest import CHARTS, NOW, PERIODS, RIVER, SPAN, WEEK, ZONE, series, used, values_of


def sums(values: dict[str, Any], name: str) -> float:
    return float(sum(one or 0 for one in values["curve"][name]))


@pytest.mark.parametrize("query", PERIODS)
def test_it_works(client: Client, mill: int, query: str) -> None:
    answer = client.get(f"/g/river/members/{mill}/?{query}")
    assert answer.status_code == 200
    figures = answer.context["page"].figures
    page = answer.content.decode()
    assert "Mill covered" in page
    assert "NaN" not in page.replace('NaN"', "")
    assert figures.consumption_kwh == pytest.approx(figures.own_kwh + figures.received_kwh + figures.grid_import_kwh)
    assert figures.production_kwh == pytest.approx(figures.own_kwh + figures.given_kwh + figures.grid_export_kwh)


@pytest.mark.parametrize("query", PERIODS)
def test_its_values_are_its_figures_and_those_of_the_overview(client: Client, mill: int, query: str) -> None:
    values, page = values_of(client, mill, query), client.get(f"/g/river/members/{mill}/?{query}")
    figures = page.context["page"].figures
    for name in ("consumption_kwh", "production_kwh", "own_kwh", "received_kwh", "given_kwh", "grid_import_kwh"):
        assert sums(values, name) == pytest.approx(getattr(figures, name), abs=0.05), name
    rows = client.get(f"/g/river/?{query}").context["overview"].members
    (row,) = (one for one in rows if one.id == mill)
    for name in ("consumption_kwh", "own_kwh", "received_kwh", "given_kwh", "grid_import_kwh", "grid_export_kwh"):
        assert getattr(figures, name) == pytest.approx(getattr(row, name)), name


def test_the_page_and_its_json_hold_the_same(client: Client, mill: int) -> None:
    page = client.get(f"/g/river/members/{mill}/?{WEEK}").content.decode()
    inner = page.partition('<script id="company-data" type="application/json">')[2].partition("</script>")[0]
    assert orjson.loads(inner) == values_of(client, mill, WEEK)


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("query", [WEEK, "period=typical", "period=year&on=2025-01-01&step=month"])
def test_each_chart_has_a_table_and_a_file(client: Client, mill: int, chart: str, query: str) -> None:
    base = f"/g/river/members/{mill}/charts/{chart}"
    table = client.get(f"{base}.html?{query}", headers={"HX-Request": "true"})
    files = [client.get(f"{base}.csv?{query}&lang={language}") for language in ("en", "fr")]
    assert [one.status_code for one in (table, *files)] == [200, 200, 200]
    assert "<table" in table.content.decode()
    assert files[0].headers["Content-Disposition"].startswith('attachment; filename="river-company-')


@pytest.mark.parametrize(("language", "mark"), [("en", "."), ("fr", ",")])
def test_a_file_has_the_digits_of_its_table(client: Client, mill: int, language: str, mark: str) -> None:
    base = f"/g/river/members/{mill}/charts/partners"
    lines = client.get(f"{base}.csv?{WEEK}&lang={language}").content.decode("utf-8-sig").splitlines()
    client.cookies["django_language"] = language
    text = client.get(f"{base}.html?{WEEK}").content.decode()
    separator = ";" if language == "fr" else ","
    for cell in lines[-1].split(separator)[1:]:
        whole, decimals = cell.split(mark)
        grouped = f"{int(whole):,}".replace(",", "\u202f" if language == "fr" else ",")
        assert f"<td>{grouped}{mark}{decimals}</td>" in text


def test_its_quarter_hours_read_back_in_without_change(client: Client, mill: int) -> None:
    body = client.get(f"/g/river/members/{mill}/charts/curve.csv?period=week&on=2025-10-20&lang=fr").content
    found = {
        one.direction: to_slots(one) for one in read_file(io.BytesIO(body), timezone=ZONE, file_name="c.csv").series
    }
    week = Timeline.from_days(date(2025, 10, 20), date(2025, 10, 27), ZONE)
    first = SPAN.slot_of(week.starts_at)
    for one in RIVER[0].series:
        np.testing.assert_array_equal(found[one.direction].energy_kwh, one.energy_kwh[first : first + week.slots])


def test_partners_add_up_to_what_is_received_and_given(client: Client, mill: int) -> None:
    values = values_of(client, mill, WEEK)
    assert {one["name"] for one in values["partners"]} <= {"Farm", "Forge"}
    assert sum(one["received_kwh"] for one in values["partners"]) == pytest.approx(
        sums(values, "received_kwh"), abs=0.05
    )
    assert sum(one["given_kwh"] for one in values["partners"]) == pytest.approx(sums(values, "given_kwh"), abs=0.05)


def test_it_buys_when_the_sun_is_gone(client: Client, mill: int) -> None:
    buying = values_of(client, mill, WEEK)["buying"]
    assert buying["rows"] == list(range(7))
    monday = buying["energy_kwh"][0]
    assert monday[12] == pytest.approx(0, abs=1e-6)
    assert monday[2] > 5
    week = sum(sum(row) for row in buying["energy_kwh"])
    assert week == pytest.approx(sums(values_of(client, mill, WEEK), "grid_import_kwh"), abs=0.05)


def test_its_day_is_compared_with_the_closest_profile(client: Client, mill: int) -> None:
    page = client.get(f"/g/river/members/{mill}/?{WEEK}&side=production")
    days = page.context["days"]
    assert (days.side, days.chosen.key) == ("production", "photovoltaic")
    assert [one.misplaced for one in days.choices] == sorted(one.misplaced for one in days.choices)
    assert days.measured.total_kwh == pytest.approx(float(np.nansum(days.expected_kwh * days.measured.days[:, None])))


def test_another_profile_can_be_chosen(client: Client, mill: int) -> None:
    days = client.get(f"/g/river/members/{mill}/?{WEEK}&profile=office").context["days"]
    assert (days.side, days.chosen.key) == ("consumption", "office")
    assert days.chosen.misplaced > days.choices[0].misplaced


def test_estimated_days_are_not_compared(client: Client, store: DatabaseStore) -> None:
    total = AnnualTotal("consumption", "office", 20_000.0)
    bureau = store.add_company("river", NewMember("Bureau", annual_totals=(total,)), now=NOW, recorded_by="owner")
    answer = client.get(f"/g/river/members/{bureau}/?{WEEK}")
    assert answer.context["days"] is None
    assert "Nothing was measured in this period" in answer.content.decode()
    assert {run.mark for run in answer.context["strip"]} == {"estimated"}


def test_a_company_without_readings_is_told_what_to_do(client: Client, store: DatabaseStore) -> None:
    new = store.add_company("river", NewMember("New"), now=NOW, recorded_by="owner")
    page = client.get(f"/g/river/members/{new}/?{WEEK}").content.decode()
    assert "No readings for" in page
    assert f"data/import/?company={new}" in page


def test_the_strip_shows_the_gap(client: Client, store: DatabaseStore) -> None:
    holes = used(9, 1.0)
    first = SPAN.slot_of(datetime(2025, 6, 11, 0, tzinfo=UTC))
    holes[first : first + 13] = np.nan
    group = Group("Hole", ZONE, (Member("Hole", (series("consumption", holes),)), *RIVER))
    save_group(group, slug="hole", store=store, now=NOW, recorded_by="owner")
    number = store.company_id("hole", "Hole")
    answer = client.get(f"/g/hole/members/{number}/?{WEEK}")
    assert [run.mark for run in answer.context["strip"]] == ["measured", "missing", "measured"]
    table = client.get(f"/g/hole/members/{number}/charts/completeness.csv?{WEEK}&lang=en").content.decode()
    assert f"{100 * 13 / 96:.1f}" in table


def test_it_says_what_it_could_not_understand(client: Client, mill: int) -> None:
    page = client.get(f"/g/river/members/{mill}/?side=up&step=never").content.decode()
    assert "side=up" in page
    assert "step=never" in page


@pytest.mark.parametrize(
    ("own", "received", "expected"),
    [
        (34.6, 30.6, (65, 35, 30)),
        (34.9, 30.9, (66, 35, 31)),
        (34.4, 30.7, (65, 34, 31)),
        (0, 100, (100, 0, 100)),
        (0.2, 0.2, (0, 0, 0)),
    ],
)
def test_whole_percent_add_up(own: float, received: float, expected: tuple[int, int, int]) -> None:
    figures = CompanyFigures(100.0, 0.0, own, 100 - own, 0.0, received, 0.0, 0.0, 0.0, 0.0, 0.0, True, False)
    cover = figures.cover
    assert cover
    assert (cover.covered, cover.own, cover.group) == expected
