"""Tables written out: as cells of a page and as CSV files, each in the way of a language."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from energy_synergy.metering.series import Energies
from energy_synergy.reports.tables import HOUR, Bar, Cell, Column, Table, cell_text
from energy_synergy.web.queries.buckets import month_buckets, typical_buckets
from energy_synergy.web.queries.findings import FORMULA_STARTS
from energy_synergy.web.queries.group_window import GroupWindow
from energy_synergy.web.templatetags.es_numbers import written_language

BYTE_ORDER_MARK = "\ufeff"
SEPARATORS = {"en": ",", "fr": ";"}
DECIMAL_MARKS = {"en": ".", "fr": ","}
BALANCE_HEADS = {
    "en": ("Time", "Production (kWh)", "Consumption (kWh)"),
    "fr": ("Heure", "Production (kWh)", "Consommation (kWh)"),
}
LANGUAGES = tuple(SEPARATORS)


@dataclass(frozen=True, slots=True)
class TableText:
    """A table for a page: every cell is text in the active language."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: list[list[str]]
    total: list[str] | None
    note: str


def as_text(table: Table) -> TableText:
    """Return a table with its numbers as the active language writes them."""
    rows = [_texts(row, table.columns) for row in table.rows]
    total = None if table.total is None else _texts(table.total, table.columns)
    return TableText(table.name, table.caption, table.columns, rows, total, table.note)


def _texts(row: Sequence[Cell], columns: Sequence[Column]) -> list[str]:
    language = written_language()
    return [cell_text(cell, column, language) for cell, column in zip(row, columns, strict=True)]


def as_csv(table: Table, language: str) -> bytes:
    """Return a table as a CSV file of a language, with the digits that the page shows and its total as the last row."""
    heads = [column.head for column in table.columns]
    rows = [*table.rows, *([table.total] if table.total else [])]
    return _written(heads, ([*_cells(row, table.columns, language)] for row in rows), language)


def _cells(row: Sequence[Cell], columns: Sequence[Column], language: str) -> Iterable[str]:
    for cell, column in zip(row, columns, strict=True):
        if cell is None:
            yield ""
        elif isinstance(cell, str | Bar):
            yield plain_cell(cell if isinstance(cell, str) else cell.text)
        elif isinstance(cell, date):
            yield cell.isoformat()
        else:
            value = cell / HOUR if isinstance(cell, timedelta) else cell
            yield f"{value:.{column.decimals}f}".replace(".", DECIMAL_MARKS[language])


def plain_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: one that could be begins with an apostrophe."""
    return f"'{text}" if text.lstrip().startswith(FORMULA_STARTS) or text.startswith(FORMULA_STARTS) else text


def balance_csv(window: GroupWindow, language: str) -> bytes:
    """Return every quarter of the period as a file that reads back in without change.

    Times are ISO 8601 with their offset, for a typical day those of the clock; what is unknown is empty. Of a window
    that is coarse there is a row for each month instead.
    """
    times, production_kwh, consumption_kwh = _times(window), window.group_production_kwh, window.group_consumption_kwh
    if window.is_coarse and window.timeline is not None:
        months = month_buckets(window.timeline)
        times = [times[first] for first in months.firsts]
        production_kwh, consumption_kwh = months.sums(production_kwh), months.sums(consumption_kwh)
    columns = (times, _exact(production_kwh, language), _exact(consumption_kwh, language))
    return _written(BALANCE_HEADS[language], zip(*columns, strict=True), language)


def _times(window: GroupWindow) -> list[str]:
    timeline = window.timeline
    if timeline is None:
        return typical_buckets().labels
    clock = np.datetime_as_string(timeline.local_unix.astype("datetime64[s]"), unit="m").tolist()
    offsets = {int(offset): _offset_text(int(offset)) for offset in np.unique(timeline.offset_seconds)}
    return [time + offsets[offset] for time, offset in zip(clock, timeline.offset_seconds.tolist(), strict=True)]


def _offset_text(seconds: int) -> str:
    sign, minutes = "-" if seconds < 0 else "+", abs(seconds) // 60
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}"


def _exact(energy_kwh: Energies, language: str) -> list[str]:
    """Write each value so that the same number comes back."""
    return [_exact_text(value, DECIMAL_MARKS[language]) for value in energy_kwh.tolist()]


def _exact_text(value: float, mark: str) -> str:
    if value != value:
        return ""
    text = repr(value)
    return (np.format_float_positional(value) if "e" in text else text).replace(".", mark)


def _written(heads: Iterable[str], rows: Iterable[Iterable[str]], language: str) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=SEPARATORS[language], lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return (BYTE_ORDER_MARK + stream.getvalue()).encode()
