"""EDA energy data (Austria): what the members of an energy community drew and fed in, as the user portal exports it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.numbers import Floats
from energy_synergy.files.refused import FileRefused, refusal
from energy_synergy.files.times import DAY, kind_of, label_text, read_labels
from energy_synergy.findings import Severity
from energy_synergy.formats.parsing.left_out import note_series_left_out
from energy_synergy.formats.parsing.named_formats import NamedWorkbook
from energy_synergy.formats.parsing.named_table import Header, NamedTable
from energy_synergy.formats.parsing.readings import Readings
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.status_words import qualities
from energy_synergy.formats.parsing.words import plain, unit_in
from energy_synergy.metering.series import Direction, Qualities, Quality

WAYS: dict[str, Direction] = {
    **dict.fromkeys(("consumption", "verbrauch", "bezug"), "consumption"),
    **dict.fromkeys(("generation", "production", "erzeugung", "einspeisung"), "production"),
}
# G.01: what the meter counted. All others (G.02, G.03, P.01, remainders) are shares of it in the community.
TOTAL = (
    *("gesamtverbrauch lt messung", "gesamte gemeinschaftliche erzeugung", "gesamterzeugung lt messung"),
    *("1 1 1 9 0 g 01", "1 1 2 9 0 g 01"),
)
SERIAL_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001
SERIALS = (32_874.0, 73_050.0)
WORDS = {"l1": Quality.MEASURED, "l2": Quality.SUBSTITUTED, "l3": Quality.ESTIMATED}


class Eda(NamedWorkbook):
    """EDA energy data (Austria): columns of meters by metercode with their quality, a row per quarter-hour (XLSX)."""

    name: ClassVar[str] = "eda"
    its_zone: ClassVar[str | None] = "Europe/Vienna"
    other_sheets = ("-tf",)

    @classmethod
    def header_of(cls, rows: Sequence[Sequence[str | float]]) -> Header | None:
        """Return the row above the first time, where rows above it name meters, directions and metercodes."""
        labels = [plain(label_text(row[0])) if row else "" for row in rows]
        if not {"meteringpointid", "energy direction", "metercode"} <= set(labels):
            return None
        below = labels.index("metercode") + 1
        first = next((number for number, row in enumerate(rows) if number >= below and row and _moment(row[0])), None)
        if first is None:
            return None
        meters = [label_text(cell) for cell in rows[labels.index("meteringpointid")]]
        above = tuple(tuple(label_text(cell) for cell in row) for row in rows[:first])
        header = Header(first - 1, {"time": 0}, tuple(meters), above)
        wanted = {place for place, code in enumerate(_row(header, "metercode")) if _is_total(code)}
        wanted |= {place + 1 for place in wanted if place + 1 < len(meters)}
        return replace(header, places={"time": 0} | {f"column {place}": place for place in sorted(wanted)})

    def readings(self, table: NamedTable, report: Report) -> Iterable[Readings]:
        """Return what each meter counted; the shares of the community in it are left out by name.

        Raises FileRefused where no column holds all that a meter counted.
        """
        directions, codes = (_row(table.header, label) for label in ("energy direction", "metercode"))
        wanted: dict[tuple[str, Direction], list[int]] = {}
        left_out = []
        for place, meter in enumerate(table.header.cells):
            if place == 0 or plain(meter) in ("", "mm", "total"):
                continue
            way = WAYS.get(plain(directions[place]))
            if way and _is_total(codes[place]):
                wanted.setdefault((meter, way), []).append(place)
            else:
                left_out.append(f"{meter} {codes[place]}")
        note_series_left_out(left_out, report)
        if not wanted:
            raise _only_shares(left_out)
        texts = [_moment(cell) or label_text(cell) for cell in table.cells("time")]
        labels = read_labels(texts, self.date_order)
        report.detected["date_order"] = labels.order
        table.leave_out_bad_times(labels.is_valid, texts, "A", marked("a date with a time"))
        for (meter, direction), places in wanted.items():
            energy, quality = _merged(table, places, report)
            yield table.readings(
                np.flatnonzero(table.good),
                labels,
                energy,
                meter=meter,
                direction=direction,
                unit=unit_in(codes[places[0]]) or "kWh",
                stamp="start",
                quality=quality,
            )


def _moment(cell: str | float) -> str:
    """Return a time as text, also where the sheet holds it as a bare number of days since 1900; blank for no time."""
    if isinstance(cell, float):
        is_day = SERIALS[0] <= cell <= SERIALS[1]
        return f"{SERIAL_ZERO + timedelta(seconds=round(cell * DAY)):%Y-%m-%d %H:%M:%S}" if is_day else ""
    return cell if kind_of(cell) in ("moment", "date") else ""


def _is_total(code: str) -> bool:
    return plain(code).startswith(TOTAL)


def _row(header: Header, label: str) -> list[str]:
    """Return the cells of a row of labels, as many as there are columns."""
    row = next(row for row in header.above if row and plain(row[0]) == label)
    return [*row, *[""] * len(header.cells)][: max(len(header.cells), 1)]


def _merged(table: NamedTable, places: Sequence[int], report: Report) -> tuple[Floats, Qualities]:
    """Return the values of the columns of one meter (N,) and their quality (N,).

    A meter that left and came back has a column for each time that it took part: where one is blank, the other counts.
    """
    columns = [table.numbers(f"column {place}", is_blank_noted=False)[0] for place in places]
    energy, quality = columns[0].copy(), _quality(table, places[0], report)
    for place, column in zip(places[1:], columns[1:], strict=True):
        _note_differing(table, energy, column, report)
        is_blank = np.isnan(energy)
        energy[is_blank] = column[is_blank]
        quality[is_blank] = _quality(table, place, report)[is_blank]
    _note_missing(table, energy, places[0], report)
    return energy, quality


def _quality(table: NamedTable, place: int, report: Report) -> Qualities:
    cells = table.header.cells
    if place + 1 >= len(cells) or plain(cells[place + 1]) not in ("mm", ""):
        return np.full(len(table.lines), Quality.MEASURED, dtype=np.uint8)
    return qualities(table.texts(f"column {place + 1}"), WORDS, cells[place], report)


def _note_missing(table: NamedTable, energy: Floats, place: int, report: Report) -> None:
    rows = np.flatnonzero(table.good & np.isnan(energy))
    if len(rows):
        report.add(
            "values_missing",
            Severity.WARNING,
            marked("Missing values of {column}: {count}, the first in line {line}."),
            line=int(table.lines[rows[0]]),
            column=table.header.cells[place],
            count=len(rows),
            advice=marked("They never count as zero. Export the file again once the grid operator has sent them."),
        )


def _note_differing(table: NamedTable, energy: Floats, other: Floats, report: Report) -> None:
    rows = np.flatnonzero(table.good & ~np.isnan(energy) & ~np.isnan(other) & (energy != other))
    if len(rows):
        report.add(
            "columns_differ",
            Severity.WARNING,
            marked("Line {line}: two columns hold the whole energy of a meter and differ in {count} rows."),
            line=int(table.lines[rows[0]]),
            count=len(rows),
            value=f"{other[rows[0]]:g}",
            advice=marked("The first column is used. Ask the grid operator which is right."),
        )


def _only_shares(left_out: Sequence[str]) -> FileRefused:
    return refusal(
        "only_shares",
        marked("No column holds all that a meter counted; the file has only shares: {names}."),
        advice=marked("Export the energy data with the metercodes of the whole consumption and generation (G.01)."),
        names=", ".join(left_out[:5]) or "-",
    )
