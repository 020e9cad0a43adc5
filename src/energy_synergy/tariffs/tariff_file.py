"""Tariffs of many companies as one text of rows: one row for each part, one for each band of a time-of-use price.

The columns are named in COLUMNS, in any order, separated by commas, semicolons or tabs; `docs/guide/tariffs.md` tells
what each holds. Rows with the same company, title, currency and days make one tariff.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from energy_synergy.errors import EnergySynergyError, marked
from energy_synergy.files.limits import MAX_LINE, TOO_LONG_LINE, TOO_MANY_ROWS, read_bounded, too_many
from energy_synergy.files.numbers import detect_decimal_mark
from energy_synergy.files.refused import FileRefused, refusal
from energy_synergy.files.text import SEPARATORS, Separator, decode, rows_of
from energy_synergy.findings import Finding, Place, Severity
from energy_synergy.tariffs.room import overlaps
from energy_synergy.tariffs.tariff import Tariff, read_tariff
from energy_synergy.tariffs.tariff_lines import COLUMNS, NUMBERS, CellRefused, Row, body_of, rows_of_tariff

MAX_BYTES = 2_000_000
MOST_ROWS = 20_000
HEADER_LINES = 20
NEEDED = ("company", "part", "price")
FORMULA_STARTS = ("=", "+", "-", "@")
TEXTS = ("company", "title", "band")
ADVICE = marked("Download the present tariffs of the group or the empty file, and write in its columns.")


@dataclass(frozen=True, slots=True)
class TariffOfFile:
    """A tariff that a file holds, for the company of this name; `line` is the first of its lines, from 1."""

    company: str
    tariff: Tariff
    line: int


@dataclass(frozen=True, slots=True)
class TariffFile:
    """The tariffs of a file, and what is wrong with its other rows; a tariff with a wrong row is left out."""

    tariffs: tuple[TariffOfFile, ...]
    findings: tuple[Finding, ...]


def read_tariff_file(data: bytes, *, currency: str = "EUR") -> TariffFile:
    """Return the tariffs of a text of rows; one that names no currency is in `currency`.

    Raises FileRefused for bytes that are no such text.
    """
    rows = _rows(str(decode(read_bounded(io.BytesIO(data), MAX_BYTES))[0], "utf-8", "replace"))
    tariffs: list[TariffOfFile] = []
    findings: list[Finding] = []
    for told in _by_tariff(rows).values():
        try:
            body = body_of(told, currency)
            tariffs.append(TariffOfFile(told[0].text("company"), read_tariff(body), told[0].line))
        except CellRefused as refused:
            findings.append(_finding(refused, refused.line, refused.column))
        except EnergySynergyError as refused:
            findings.append(_finding(refused, told[0].line, None))
    return TariffFile(tuple(tariffs), (*findings, *_at_once(tariffs)))


def _finding(refused: EnergySynergyError, line: int, column: str | None) -> Finding:
    return Finding("tariff_row", Severity.ERROR, refused.sentence, refused.values, Place(line=line, column=column))


def _by_tariff(rows: Iterable[Row]) -> Mapping[tuple[object, ...], list[Row]]:
    found: dict[tuple[object, ...], list[Row]] = {}
    for row in rows:
        names = (row.text(name).casefold() for name in ("company", "title", "currency"))
        found.setdefault((*names, _day(row, "first_day"), _day(row, "last_day")), []).append(row)
    return found


def _day(row: Row, column: str) -> object:
    """Return the day of a cell, however it is written; the text of one that is refused later."""
    try:
        return row.day(column)
    except CellRefused:
        return row.text(column)


def _at_once(tariffs: Sequence[TariffOfFile]) -> Iterator[Finding]:
    """Yield which tariffs of a company hold at the same time as an earlier one of the file."""
    for place, one in enumerate(tariffs):
        for other in tariffs[:place]:
            if other.company.casefold() == one.company.casefold() and overlaps(other.tariff, one.tariff):
                yield Finding(
                    "tariffs_overlap",
                    Severity.ERROR,
                    marked("The tariffs of {company} in the lines {first} and {line} hold on the same days."),
                    {"company": one.company, "first": other.line, "line": one.line},
                    Place(line=one.line, column="first_day"),
                    advice=marked("Give the earlier one a last day, or the same title if they are one tariff."),
                )


def _rows(text: str) -> list[Row]:
    """Return the rows of a text under its header.

    Raises FileRefused where there is no header, or more than any group of companies has.
    """
    lines = text.split("\n")
    if len(lines) > MOST_ROWS:
        raise too_many(TOO_MANY_ROWS, MOST_ROWS)
    if max(map(len, lines)) > MAX_LINE:
        raise too_many(TOO_LONG_LINE, MAX_LINE)
    first, header, separator = _header(lines)
    cells = list(rows_of(lines[first + 1 :], separator))
    told = [(line, row) for line, row in enumerate(cells, first + 2) if any(row)]
    places = {name: place for place, name in enumerate(header) if name in COLUMNS}
    numbers = [row[places[name]] for name in NUMBERS if name in places for _, row in told if places[name] < len(row)]
    mark, _ = detect_decimal_mark(numbers, is_comma_separated=SEPARATORS[separator] == ",")
    return [
        Row(line, {name: _cell(name, row[place]) for name, place in places.items() if place < len(row)}, mark)
        for line, row in told
    ]


def _header(lines: Sequence[str]) -> tuple[int, list[str], Separator]:
    """Return the place of the header, its columns, and what separates them: the names of columns settle it."""
    for place, line in enumerate(lines[:HEADER_LINES]):
        for separator in SEPARATORS:
            cells = next(rows_of([line], separator), [])
            names = [cell.casefold().replace(" ", "_") for cell in cells]
            if set(NEEDED) <= set(names):
                unknown = [name for name in names if name and name not in COLUMNS]
                if unknown:
                    raise _unknown_column(unknown[0], place + 1)
                return place, names, separator
    raise refusal(
        "tariff_header_missing",
        marked("No line of the file names the columns {needed}."),
        advice=ADVICE,
        needed=", ".join(NEEDED),
    )


def _unknown_column(name: str, line: int) -> FileRefused:
    return refusal(
        "tariff_column_unknown",
        marked("The column {column} is none of a file of tariffs. Known columns: {known}."),
        advice=ADVICE,
        place=Place(line=line, column=name[:60]),
        column=name[:60],
        known=", ".join(COLUMNS),
    )


def _cell(name: str, text: str) -> str:
    """Return a cell without the apostrophe that keeps spreadsheets from computing it."""
    return text[1:] if name in TEXTS and text.startswith("'") and _could_compute(text) else text


def _could_compute(text: str) -> bool:
    return text.lstrip("'").startswith(FORMULA_STARTS)


def write_tariff_file(tariffs: Iterable[tuple[str, Tariff]], *, separator: str = ";", decimal_mark: str = ",") -> str:
    """Return tariffs, each with the name of its company, as a text that `read_tariff_file` reads back."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=separator, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for company, tariff in tariffs:
        for cells in rows_of_tariff(company, tariff, decimal_mark):
            writer.writerow(list(_written(cells)))
    return stream.getvalue()


def _written(cells: Mapping[str, str]) -> Iterator[str]:
    for name in COLUMNS:
        text = cells.get(name, "")
        # A name that begins like a formula would be computed by a spreadsheet.
        yield f"'{text}" if name in TEXTS and _could_compute(text) else text
