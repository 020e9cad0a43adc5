"""E-REDES (Portugal): quarter-hours of one supply point from the portal, a month or any range."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.numbers import Cell
from energy_synergy.files.times import Labels, label_text, read_labels
from energy_synergy.formats.parsing.left_out import note_columns_left_out
from energy_synergy.formats.parsing.meaning import stem
from energy_synergy.formats.parsing.named_formats import NamedWorkbook
from energy_synergy.formats.parsing.named_table import Header, Headings, NamedTable, find_header
from energy_synergy.formats.parsing.readings import Readings
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.status_words import qualities
from energy_synergy.formats.parsing.words import plain, unit_in
from energy_synergy.metering.series import Direction, Qualities, Quality

WORDS = {"real": Quality.MEASURED, **dict.fromkeys(("estimado", "estimada"), Quality.ESTIMATED)}
# What the meter at the border measured goes before what was registered: where both are there, they are the same energy.
WAYS: dict[str, Direction] = {
    "drawn": "consumption",
    "registered_drawn": "consumption",
    "fed": "production",
    "registered_fed": "production",
}
MINUTES = re.compile(r"([0-9]{1,2}) ?min.*")
EXCEL_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - a day of the calendar, in no zone


def _names(*bases: str) -> tuple[str, ...]:
    return tuple(f"{base}{kind} {unit}" for base in bases for kind in (" ativa", "") for unit in ("kw", "kwh"))


class ERedes(NamedWorkbook):
    """E-REDES (Portugal), portal: a row per quarter-hour that names its end, consumption and injection in kW (XLSX)."""

    name: ClassVar[str] = "e_redes"
    its_zone: ClassVar[str | None] = "Europe/Lisbon"
    headings: ClassVar[Headings] = {
        "date": ("data",),
        "clock": ("hora",),
        "counter": ("contador",),
        "drawn": _names("consumo medido na ic"),
        "registered_drawn": _names("consumo registado"),
        "fed": _names("injecao na rede medida na ic", "injecao medida na ic"),
        "registered_fed": _names("injecao registada"),
    }
    optional = ("counter", *WAYS)

    @classmethod
    def header_of(cls, rows: Sequence[Sequence[str | float]]) -> Header | None:
        """Return where the header stands: a date, an hour, and at least one of the columns of active energy."""
        header = find_header(rows, cls.headings, cls.optional)
        if header is None or not any(key in header.places for key in WAYS):
            return None
        status = {f"status {place}": place for place, name in enumerate(header.cells) if plain(name) == "estado"}
        return replace(header, places={**header.places, **status})

    def readings(self, table: NamedTable, report: Report) -> Iterable[Readings]:
        """Return what the supply point drew and what it fed in."""
        used: dict[Direction, str] = {}
        for key, way in WAYS.items():
            if table.has(key):
                used.setdefault(way, key)
        note_columns_left_out(_header_without(table.header, used.values()), report)
        labels = _times(table)
        table.expect_comma(*used.values())
        for (way, key), numbers in zip(used.items(), table.numbers(*used.values()), strict=True):
            if np.isnan(numbers).all():
                continue
            yield table.readings(
                np.flatnonzero(table.good),
                labels,
                numbers,
                meter=_said(table.header, "cpe") or stem(report.file_name),
                direction=way,
                unit=unit_in(table.name(key)) or "kW",
                stamp="end",
                step=_step(table.header),
                quality=_quality(table, key, report),
            )


def _header_without(header: Header, used: Iterable[str]) -> Header:
    """Return a header that knows only the columns that are read."""
    kept = set(used)
    return replace(header, places={key: at for key, at in header.places.items() if key not in WAYS or key in kept})


def _times(table: NamedTable) -> Labels:
    days = [_day(cell) for cell in table.cells("date")]
    texts = [f"{day} {_clock(cell)}" for day, cell in zip(days, table.cells("clock"), strict=True)]
    labels = read_labels(texts, table.hints.date_order)
    table.report.detected["date_order"] = labels.order
    expected = marked("a time such as 30/06/2025 13:45")
    table.leave_out_bad_times(labels.is_valid, texts, table.name("date"), expected)
    return labels


def _day(cell: Cell) -> str:
    if isinstance(cell, float) and 30_000 <= cell < 80_000:
        return (EXCEL_DAY + timedelta(days=int(cell))).strftime("%Y-%m-%d")
    return label_text(cell).replace("T", " ").partition(" ")[0]


def _clock(cell: Cell) -> str:
    if isinstance(cell, float) and 0 <= cell <= 1:
        minutes = round(cell * 1_440)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"
    return label_text(cell).rpartition(" ")[2]


def _said(header: Header, key: str) -> str:
    """Return what stands beside a word in the rows above the table; empty where it is not there."""
    for row in header.above:
        cells = [cell.strip() for cell in row if cell.strip()]
        if len(cells) > 1 and plain(cells[0]) == key:
            return cells[1]
    return ""


def _step(header: Header) -> int | None:
    match = MINUTES.fullmatch(plain(_said(header, "intervalo")))
    return int(match[1]) * 60 if match else None


def _quality(table: NamedTable, key: str, report: Report) -> Qualities | None:
    """Return what the first column of status behind a column of values says."""
    places = table.header.places
    behind = [name for name, at in places.items() if name.startswith("status") and at > places[key]]
    return qualities(table.texts(behind[0]), WORDS, table.name(behind[0]), report) if behind else None
