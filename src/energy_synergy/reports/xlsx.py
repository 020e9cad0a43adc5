"""A report as a workbook: typed numbers and times under heads with units, and nothing that a spreadsheet computes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import IO, TYPE_CHECKING

import numpy as np

from energy_synergy.metering.series import Energies
from energy_synergy.reports.numbers import rounded
from energy_synergy.reports.tables import HOUR, Bar, Cell, Column, Table, cell_text
from energy_synergy.reports.workbook import Sheet, Slots, Workbook
from energy_synergy.reports.xlsx_drawing import draw_columns
from energy_synergy.reports.xlsx_formats import EXACT, FORMULA_STARTS, Formats
from energy_synergy.units import SLOT_SECONDS

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = ("FORMULA_STARTS", "write_xlsx")

DAY_SECONDS, UNIX_EPOCH_DAY = 86_400, 25_569
HOURS_PER_DAY = 24
NARROWEST, WIDEST, TIME_WIDTH, VALUE_WIDTH = 9, 60, 19, 14
ROWS_MEASURED, ROWS_AT_ONCE = 200, 1_000
SENTENCE_LINES, LINE_HEIGHT = 5, 15
EXACT_DECIMALS = 6
AUTHOR = "Energy Synergy"


def write_xlsx(workbook: Workbook, target: IO[bytes]) -> None:
    """Write a workbook, row by row, so that its length costs no memory. The same workbook gives the same bytes."""
    import xlsxwriter

    # Every text goes in by `write_string`; these settings make sure that no other way of writing takes it for more.
    settings = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    report = workbook.report
    with xlsxwriter.Workbook(target, settings) as book:
        made_at = report.made_at.replace(tzinfo=None)
        book.set_properties(
            {
                "title": f"{report.title} – {report.subtitle}",
                "subject": report.kind,
                "author": AUTHOR,
                "created": made_at,
            }
        )
        formats = Formats(book, report.language)
        _write_cover(book.add_worksheet(workbook.cover), workbook, formats)
        for sheet in workbook.sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet, formats)


def _write_sheet(page: Worksheet, sheet: Sheet, formats: Formats) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.freeze_panes(1, 1)
    page.set_footer("&L&A&R&P / &N")
    if isinstance(sheet.content, Slots):
        _write_slots(page, sheet.content, formats)
        return
    table = sheet.content
    _set_widths(page, table, formats.language)
    end = _write_table(page, table, formats, row=0)
    page.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)
    if sheet.drawn:
        draw_columns(page, formats.book, sheet.name, table, sheet.drawn, row=end + 1)


def _write_cover(page: Worksheet, workbook: Workbook, formats: Formats) -> None:
    report = workbook.report
    page.hide_gridlines(2)
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_column(0, 0, 34)
    page.set_column(1, 6, 18)
    lines = [(report.title, "title"), (report.subtitle, "subtitle"), *((fact, "fact") for fact in report.facts)]
    lines.append((report.made, "fact"))
    for row, (text, name) in enumerate(lines):
        page.write_string(row, 0, text, formats.text(text, name=name))
    row = len(lines) + 1
    sentence = "".join(run.text for run in report.verdict)
    page.set_row(row, SENTENCE_LINES * LINE_HEIGHT)
    page.merge_range(row, 0, row, 6, "", formats.look("sentence"))
    page.write_string(row, 0, sentence, formats.text(sentence, name="sentence"))
    row = _write_figures(page, workbook, formats, row + 2)
    for table in workbook.summary:
        page.write_string(row, 0, table.caption, formats.look("caption"))
        row = _write_table(page, table, formats, row=row + 1) + 1


def _write_figures(page: Worksheet, workbook: Workbook, formats: Formats, row: int) -> int:
    for place, head in enumerate(workbook.figure_heads):
        page.write_string(row, place, head, formats.look("head_right" if place == 1 else "head"))
    for figure in workbook.report.figures:
        row += 1
        column = Column(figure.label, figure.amount.unit, figure.amount.decimals)
        page.write_string(row, 0, figure.label, formats.text(figure.label))
        _write_cell(page, row, 1, figure.amount.value, column, formats)
        page.write_string(row, 2, figure.amount.unit)
        page.write_string(row, 3, figure.hint, formats.text(figure.hint))
    return row + 2


def _write_table(page: Worksheet, table: Table, formats: Formats, *, row: int) -> int:
    """Write heads, rows, total and note from a row on; return the row after them."""
    kinds = [_is_text([line[place] for line in table.rows]) for place in range(len(table.columns))]
    for place, column in enumerate(table.columns):
        page.write_string(row, place, column.head, formats.look("head" if kinds[place] else "head_right"))
    for line in table.rows:
        row += 1
        for place, cell in enumerate(line):
            _write_cell(page, row, place, cell, table.columns[place], formats)
    if table.total:
        row += 1
        for place, cell in enumerate(table.total):
            _write_cell(page, row, place, cell, table.columns[place], formats, is_total=True)
    if table.note:
        row += 1
        page.write_string(row, 0, table.note, formats.text(table.note, name="note"))
    return row + 1


def _is_text(cells: Sequence[Cell]) -> bool:
    return all(isinstance(cell, str | Bar | None) for cell in cells)


def _write_cell(
    page: Worksheet, row: int, place: int, cell: Cell, column: Column, formats: Formats, *, is_total: bool = False
) -> None:
    """Write a cell in its own type; a number is the one that the pages show, digit by digit."""
    if isinstance(cell, str | Bar):
        text = cell if isinstance(cell, str) else cell.text
        name = "long" if len(text) > WIDEST else "text"
        page.write_string(row, place, text, formats.text(text, name=name, is_total=is_total))
    elif cell is None or (isinstance(cell, float) and not np.isfinite(cell)):
        page.write_blank(row, place, None, formats.text("", is_total=is_total))
    elif isinstance(cell, timedelta):
        page.write_number(row, place, cell / HOUR / HOURS_PER_DAY, formats.cell(cell, column, is_total=is_total))
    elif isinstance(cell, int | float):
        shown = rounded(cell, column.decimals)
        value = rounded(shown / 100, column.decimals + 2) if column.unit == "%" else shown
        page.write_number(row, place, value, formats.cell(cell, column, is_total=is_total))
    else:
        moment = cell if isinstance(cell, datetime) else datetime.combine(cell, time())
        page.write_datetime(row, place, moment.replace(tzinfo=None), formats.cell(cell, column, is_total=is_total))


def _set_widths(page: Worksheet, table: Table, language: str) -> None:
    lines = [*table.rows[:ROWS_MEASURED], *([table.total] if table.total else [])]
    for place, column in enumerate(table.columns):
        texts = [cell_text(line[place], column, language) for line in lines]
        longest = max([max(map(len, column.head.split())), *map(len, texts)], default=0)
        page.set_column(place, place, min(WIDEST, max(NARROWEST, longest + 3)))


def _write_slots(page: Worksheet, slots: Slots, formats: Formats) -> None:
    """Write a row for each step of time; values keep what the meter told, to the milliwatt-hour."""
    heads = [slots.local, *([slots.utc] if slots.unix is not None else []), *slots.columns]
    heads += [column for column, _words in slots.words]
    for place, column in enumerate(heads):
        page.write_string(0, place, column.head, formats.look("head"))
    times = _times(slots, formats)
    first = len(times)
    page.set_column(0, first - 1, TIME_WIDTH)
    page.set_column(first, len(heads) - 1, VALUE_WIDTH)
    exact, plain = formats.coded(EXACT), formats.look("text")
    write_number, write_string = page.write_number, page.write_string
    for row, line, words in _lines(slots):
        for place, (numbers, style) in enumerate(times):
            write_number(row + 1, place, numbers[row], style)
        for place, value in enumerate(line, start=first):
            if value == value:
                write_number(row + 1, place, value, exact)
        for place, text in enumerate(words, start=first + len(line)):
            if text:
                write_string(row + 1, place, text, plain)
    page.autofilter(0, 0, max(1, len(slots.local_unix)), len(heads) - 1)


def _lines(slots: Slots) -> Iterator[tuple[int, list[float], list[str]]]:
    """Yield the number of each row with its values and words, a run of rows at a time."""
    for first in range(0, len(slots.local_unix), ROWS_AT_ONCE):
        rows = slice(first, first + ROWS_AT_ONCE)
        values = np.stack([energy_kwh[rows] for energy_kwh in slots.values], axis=1)
        for place, line in enumerate(np.round(values, EXACT_DECIMALS).tolist(), start=first):
            yield place, line, [texts[place] for _column, texts in slots.words]


def _times(slots: Slots, formats: Formats) -> list[tuple[list[float], Format]]:
    """Return the columns of time as the numbers that a spreadsheet counts days with."""
    if slots.unix is None:
        return [(_days(slots.local_unix, 0), formats.coded("hh:mm"))]
    utc = formats.coded('yyyy\\-mm\\-dd hh:mm"Z"')
    return [
        (_days(slots.local_unix, UNIX_EPOCH_DAY), formats.coded(formats.moment)),
        (_days(slots.unix, UNIX_EPOCH_DAY), utc),
    ]


def _days(seconds: Energies | Iterable[int], first_day: int) -> list[float]:
    quarters = np.asarray(seconds) // SLOT_SECONDS
    days: list[float] = (first_day + quarters * SLOT_SECONDS / DAY_SECONDS).tolist()
    return days
