"""Each chart as a table and as a file: the same numbers, in the way of the language."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import numpy as np
import pytest
from django.utils.translation import override

from energy_synergy.community.group import Group, Member
from energy_synergy.formats.detect import read_file
from energy_synergy.metering.resample import to_slots
from energy_synergy.web.queries.group_window import GroupWindow
from energy_synergy.web.queries.overview import LoadedOverview, compute_overview
from energy_synergy.web.queries.overview_tables import TABLES
from energy_synergy.web.queries.table_text import as_csv, as_text, balance_csv, plain_cell

from .conftest import YEAR, ZONE, series, steady

Window = Callable[..., GroupWindow]
WEEKS = ["2025-06-11", "2025-03-30", "2025-10-26"]


def loaded(window: GroupWindow) -> LoadedOverview:
    return LoadedOverview(window, compute_overview(window))


def cells(body: bytes, separator: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig")), delimiter=separator))


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("on", WEEKS)
def test_the_balance_reads_back_in_without_change(river: Group, window_of: Window, on: str, language: str) -> None:
    window = window_of(river, {"on": on})
    found = read_file(io.BytesIO(balance_csv(window, language)), timezone=ZONE, file_name="balance.csv")
    assert found.findings == ()
    slots = {one.direction: to_slots(one) for one in found.series}
    assert {one.first_index for one in slots.values()} == {window.timeline.first_index}  # type: ignore[union-attr]
    np.testing.assert_array_equal(slots["production"].energy_kwh, window.balance.production_kwh)
    np.testing.assert_array_equal(slots["consumption"].energy_kwh, window.balance.consumption_kwh)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_typical_day_reads_back_in_without_change(river: Group, window_of: Window, language: str) -> None:
    window = window_of(river, {"period": "typical"})
    found = read_file(io.BytesIO(balance_csv(window, language)), timezone=ZONE, file_name="day.csv")
    by_direction = {one.direction: one for one in found.series}
    assert [one.starts_at for one in found.series] == [None, None]
    np.testing.assert_array_equal(by_direction["consumption"].energy_kwh, window.balance.consumption_kwh)


def test_a_gap_stays_a_gap_in_the_file(window_of: Window, gap: slice) -> None:
    readings = steady(1.0, 1)
    readings[gap] = np.nan
    window = window_of(Group("One", ZONE, (Member("M", (series("consumption", readings),)),)), {"on": "2025-06-11"})
    found = read_file(io.BytesIO(balance_csv(window, "en")), timezone=ZONE, file_name="balance.csv")
    consumption = next(one for one in found.series if one.direction == "consumption")
    assert np.isnan(to_slots(consumption).energy_kwh).sum() == 13


def test_the_balance_of_a_year_holds_every_quarter(river: Group, window_of: Window) -> None:
    rows = cells(balance_csv(window_of(river, {"period": "year"}), "en"), ",")
    assert len(rows) == 1 + YEAR.slots
    assert (rows[1][0], rows[-1][0]) == ("2025-01-01T00:00+01:00", "2025-12-31T23:45+01:00")


@pytest.mark.parametrize("name", ["heatmap", "members", "flows", "states"])
@pytest.mark.parametrize(("language", "separator", "mark"), [("en", ",", "."), ("fr", ";", ",")])
def test_a_file_has_the_digits_of_its_table(
    river: Group, window_of: Window, name: str, language: str, separator: str, mark: str
) -> None:
    with override(language):
        table = TABLES[name](loaded(window_of(river)))
        text, body = as_text(table), as_csv(table, language)
    shown = [*text.rows, *([text.total] if text.total else [])]
    grouping = "\u202f" if language == "fr" else ","
    plain = [[cell.replace("\u2212", "-").replace("–", "") for cell in row] for row in shown]
    plain = [[row[0], *(cell.replace(grouping, "") for cell in row[1:])] for row in plain]
    written = cells(body, separator)
    assert body.startswith(b"\xef\xbb\xbf")
    assert [[cell.replace("-0" + mark + "00", "0" + mark + "00") for cell in row] for row in written[1:]] == plain
    assert len(written[0]) == len(table.columns)


@pytest.mark.parametrize("name", ["balance", "members", "states"])
def test_the_totals_of_a_table_are_the_key_figures(river: Group, window_of: Window, name: str) -> None:
    overview = loaded(window_of(river))
    table = TABLES[name](overview)
    total = dict(zip([column.label for column in table.columns], table.total or (), strict=True))
    kpis = overview.overview.kpis
    expected = {"Production": kpis.production_kwh, "Consumption": kpis.consumption_kwh, "Surplus": kpis.surplus_kwh}
    for label in expected.keys() & total.keys():
        assert total[label] == pytest.approx(expected[label])
        place = [column.label for column in table.columns].index(label)
        assert sum(float(row[place] or 0) for row in table.rows) == pytest.approx(expected[label], abs=0.1)


def test_the_table_tells_the_hour_that_comes_twice_apart(river: Group, window_of: Window) -> None:
    rows = as_text(TABLES["balance"](loaded(window_of(river, {"period": "day", "on": "2025-10-26"})))).rows
    times = [row[0] for row in rows]
    assert len(set(times)) == 100
    assert "Sun 26 Oct, 02:00 (UTC+02:00)" in times
    assert "Sun 26 Oct, 02:00 (UTC+01:00)" in times
    assert "Sun 26 Oct, 03:00" in times


def test_the_table_marks_what_is_missing(window_of: Window, gap: slice) -> None:
    readings = steady(1.0, 1)
    readings[gap] = np.nan
    window = window_of(Group("One", ZONE, (Member("M", (series("consumption", readings),)),)), {"on": "2025-06-11"})
    text = as_text(TABLES["balance"](loaded(window)))
    marked = [row for row in text.rows if row[0].endswith(" *")]
    assert [row[1:] for row in marked] == [["–"] * 5] * 13
    assert text.note.startswith("*")


def test_numbers_follow_the_language(river: Group, window_of: Window) -> None:
    table = TABLES["members"](loaded(window_of(river, {"period": "year"})))
    english = as_text(table)
    with override("fr"):
        french = as_text(table)
    assert english.total
    assert french.total
    assert "," in english.total[1]
    assert english.total[1].replace(",", "\u202f").replace(".", ",") == french.total[1]


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2", "@SUM(A1)", "\tx", "\r=1", "  =1"])
def test_a_name_is_no_formula(text: str) -> None:
    assert plain_cell(text) == f"'{text}"


def test_a_name_with_a_separator_stays_one_cell(window_of: Window) -> None:
    group = Group("G", ZONE, (Member('=A;"B",C', (series("consumption", steady(1.0, 1)),)),))
    body = as_csv(TABLES["members"](loaded(window_of(group))), "fr")
    assert cells(body, ";")[1][0] == '\'=A;"B",C'


@pytest.mark.parametrize("name", list(TABLES))
@pytest.mark.parametrize("query", [{}, {"period": "week"}, {"period": "year"}])
def test_an_empty_group_has_tables(window_of: Window, name: str, query: dict[str, str]) -> None:
    table = TABLES[name](loaded(window_of(Group("Empty", ZONE), query)))
    assert as_csv(table, "en")
    assert all(len(row) == len(table.columns) for row in as_text(table).rows)
