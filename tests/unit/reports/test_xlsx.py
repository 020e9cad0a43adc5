"""A workbook holds typed values and nothing that a spreadsheet would compute, whatever its names are."""

from __future__ import annotations

import io
import re
import tracemalloc
import zipfile
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import openpyxl
import pytest

from energy_synergy.reports.numbers import number
from energy_synergy.reports.report import Language
from energy_synergy.reports.tables import Cell, Column, Table
from energy_synergy.reports.workbook import Drawn, Sheet, Slots, Workbook
from energy_synergy.reports.xlsx import write_xlsx

from .conftest import EVIL, make_report, table

HEADS = ("Key figure", "Value", "Unit", "Note")
QUARTER = 900


def written(*sheets: Sheet, language: Language = "en", names: tuple[str, ...] = ("Mill", "Forge")) -> bytes:
    """Return a workbook with some sheets behind its cover."""
    target = io.BytesIO()
    write_xlsx(Workbook(make_report(language, names), "Summary", HEADS, (table(names),), sheets), target)
    return target.getvalue()


def opened(body: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(body))


def slots(count: int = 8, columns: int = 2, *, is_dated: bool = True) -> Slots:
    """Return steps of time from 26 October 2025, 00:00 in Paris, with a value that is not known."""
    unix = 1_761_429_600 + QUARTER * np.arange(count)
    energy = np.linspace(0.0, 1.0, count)
    energy[1:2] = np.nan
    local = unix + 7_200 if is_dated else QUARTER * np.arange(count)
    heads = tuple(Column(f"Company {place}", "kWh", 3) for place in range(columns))
    states = ((Column("State"), ("Surplus",) * count),)
    values = (energy,) * columns
    return Slots(
        "Quarter-hours", "", Column("Local"), local, Column("UTC"), unix if is_dated else None, heads, values, states
    )


def one_table(*rows: tuple[Cell, ...], columns: tuple[Column, ...]) -> Table:
    return Table("one", "", columns, list(rows))


def test_the_cover_holds_the_key_figures() -> None:
    page = opened(written())["Summary"]
    rows = {row[0].value: row for row in page.iter_rows()}
    assert page["A1"].value == "River"
    assert (rows["Consumption"][1].value, rows["Consumption"][1].number_format) == (1234.6, "#,##0.0")
    assert (rows["Self-sufficiency"][1].value, rows["Self-sufficiency"][1].number_format) == (0.67, "0%")
    assert rows["Surplus"][1].value is None


@pytest.mark.parametrize("name", EVIL)
def test_a_name_is_text_and_never_a_formula(name: str) -> None:
    body = written(Sheet("Companies", table((name, "x"))), names=(name, "x"))
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        sheets = [archive.read(one) for one in archive.namelist() if one.startswith("xl/worksheets/sheet")]
    assert [re.findall(rb"<f[ >]", sheet) for sheet in sheets] == [[]] * len(sheets)
    cell = opened(body)["Companies"]["A2"]
    assert (cell.value, cell.data_type) == (name, "s")
    if name.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "{")):
        assert cell.quotePrefix


def test_addresses_and_numbers_in_names_stay_text() -> None:
    names = ("https://example.org", "12345", "2026-01-01", "TRUE", "=HYPERLINK(1)")
    page = opened(written(Sheet("Companies", table(names))))["Companies"]
    cells = [page.cell(row=place + 2, column=1) for place in range(len(names))]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [(name, "s", None) for name in names]


@pytest.mark.parametrize("value", [0.125, 0.2875, 1.005, 1_234.5678, 0.0, -0.001])
@pytest.mark.parametrize("decimals", [0, 1, 2, 3])
def test_a_number_has_the_digits_of_the_page(value: float, decimals: int) -> None:
    sheet = Sheet("One", one_table((value,), columns=(Column("x", "kWh", decimals),)))
    cell = opened(written(sheet))["One"]["A2"]
    assert cell.data_type == "n"
    assert number(cell.value, decimals, "en") == number(value, decimals, "en")
    assert cell.number_format == ("#,##0" if not decimals else "#,##0." + "0" * decimals)


@pytest.mark.parametrize(("language", "place"), [("en", "[$-409]"), ("fr", "[$-40C]")])
def test_times_are_times_on_the_clock_of_the_group(language: Language, place: str) -> None:
    row = (datetime(2026, 6, 14, 23, 45, tzinfo=UTC), date(2026, 6, 14), timedelta(hours=54, minutes=45))
    sheet = Sheet("One", one_table(row, columns=(Column("a"), Column("b"), Column("c"))))
    moment, day, length = next(iter(opened(written(sheet, language=language))["One"].iter_rows(min_row=2, max_row=2)))
    assert (moment.value, moment.number_format) == (datetime(2026, 6, 14, 23, 45), f"{place}d mmm yyyy hh:mm")  # noqa: DTZ001
    assert (day.value, day.number_format) == (datetime(2026, 6, 14), f"{place}d mmm yyyy")  # noqa: DTZ001
    assert length.value == timedelta(hours=54, minutes=45)


@pytest.mark.parametrize(("language", "code"), [("en", "0.0%"), ("fr", '0.0"\u202f"%')])
def test_percent_is_written_in_the_way_of_the_language(language: Language, code: str) -> None:
    sheet = Sheet("One", one_table((67.14,), columns=(Column("x", "%", 1),)))
    cell = opened(written(sheet, language=language))["One"]["A2"]
    assert (cell.value, cell.number_format) == (pytest.approx(0.671, abs=1e-12), code)


def test_heads_stay_in_sight_and_can_be_filtered() -> None:
    page = opened(written(Sheet("Companies", table())))["Companies"]
    assert (page.freeze_panes, page.auto_filter.ref) == ("B2", "A1:D3")
    assert [cell.value for cell in page[1]] == ["Company", "Consumed (MWh)", "From", "Last reading"]
    assert page.column_dimensions["A"].width >= 9


def test_each_slot_has_its_local_time_and_its_instant() -> None:
    page = opened(written(Sheet("Quarter-hours", slots(20))))["Quarter-hours"]
    rows = list(page.iter_rows(min_row=2, values_only=True))
    assert [cell.value for cell in page[1]] == ["Local", "UTC", "Company 0 (kWh)", "Company 1 (kWh)", "State"]
    assert rows[0][:2] == (datetime(2025, 10, 26), datetime(2025, 10, 25, 22))  # noqa: DTZ001
    assert rows[1][2] is None
    assert (rows[-1][2], rows[-1][4]) == (1.0, "Surplus")
    assert len(rows) == 20


def test_the_slots_of_a_typical_day_have_no_date() -> None:
    page = opened(written(Sheet("Quarter-hours", slots(96, is_dated=False))))["Quarter-hours"]
    assert page["A1"].value == "Local"
    assert page["B1"].value == "Company 0 (kWh)"
    assert page["A3"].value.hour * 60 + page["A3"].value.minute == 15


def test_a_drawing_is_told_in_words() -> None:
    body = written(Sheet("Companies", table(), Drawn("What each takes.", ((1, "surplus"),), ((1, "consumption"),))))
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
        chart = archive.read("xl/charts/chart1.xml").decode()
    assert 'descr="What each takes."' in drawing
    assert "pattFill" in chart


def test_the_same_workbook_is_the_same_file() -> None:
    sheet = Sheet("Quarter-hours", slots())
    assert written(sheet) == written(sheet)


def test_a_long_sheet_is_written_row_by_row() -> None:
    rows, columns = 4_000, 20
    sheet = Sheet("Quarter-hours", slots(rows, columns))
    written()
    tracemalloc.start()
    body = written(sheet)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # The values themselves take 32 bytes each; a sheet that is kept until it is whole takes some hundred.
    assert peak - len(body) < 80 * rows * columns
