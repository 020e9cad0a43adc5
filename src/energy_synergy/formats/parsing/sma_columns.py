"""The columns of SMA files: which inverter each belongs to, its unit, and whether it counts on and on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from energy_synergy.errors import marked
from energy_synergy.files.times import DateOrder
from energy_synergy.findings import Severity
from energy_synergy.formats.parsing.named_table import Header
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.words import plain, unit_in

VERSION = re.compile(r"Version CSV1\b.*", re.IGNORECASE)
PATTERN = re.compile(r"(?=.*d)(?=.*M)(?=.*y)[dMy]{1,4}[-./][dMy]{1,4}[-./][dMy]{1,4}(?:[ T].*)?")
TIMES = re.compile(r"(?:datum|date|zeit|time|zeitstempel|timestamp|fecha|data|heure|ora|hora).*")
SERIAL = re.compile(r"(?:SN:?\s*)?([0-9]{6,12})")
TOTAL_YIELD = re.compile(r".*(?:gesamtertrag|total yield|rendement total|rendimiento total|totale opbrengst).*|etotal")
DAY_YIELD = re.compile(r".*(?:tagesertrag|day yield|daily yield|rendement journalier|rendimiento diario).*|etoday")


@dataclass(frozen=True, slots=True)
class SmaColumn:
    """A column of values: its key in the table, its inverter, its unit, what it is called, whether it counts on."""

    key: str
    meter: str
    unit: str
    label: str
    is_counter: bool
    is_day_yield: bool


def sma_header_row(rows: Sequence[Sequence[str | float]]) -> int | None:
    """Return the row of the header, from 0, or None where no line says the version of the layout above it."""
    version = next((n for n, row in enumerate(rows[:6]) if VERSION.match("|".join(map(str, row)).strip('" '))), None)
    if version is None:
        return None
    below = range(version + 1, min(len(rows), version + 14))
    return next((number for number in below if rows[number] and _is_time(str(rows[number][0]))), None)


def _is_time(cell: str) -> bool:
    return bool(PATTERN.fullmatch(cell.strip()) or TIMES.fullmatch(plain(cell)))


def pattern_order(cell: str) -> DateOrder | None:
    """Return the order that a header such as dd/MM/yyyy HH:mm:ss says, or None."""
    if not PATTERN.fullmatch(cell.strip()):
        return None
    first, second = (re.sub(r"[^dMy]", "", part)[:1] for part in re.split(r"[-./]", cell.strip())[:2])
    orders: dict[str, DateOrder] = {"dM": "dmy", "Md": "mdy", "yM": "ymd"}
    return orders.get(first + second)


def sma_columns(header: Header, usual: str) -> list[SmaColumn]:
    """Return the columns of values; an inverter is named by its serial number, or by the file where none is said."""
    found = []
    for key, place in header.places.items():
        if key == "time":
            continue
        above = [row[place].strip() for row in header.above if place < len(row) and row[place].strip()]
        serials = [match[1] for cell in above if (match := SERIAL.fullmatch(cell))]
        name = " ".join(plain(cell) for cell in (*above, header.cells[place]))
        unit = unit_in(header.cells[place])
        is_counter = bool(TOTAL_YIELD.fullmatch(name) or "counter" in [plain(cell) for cell in above])
        meter = serials[0] if serials else usual
        label = f"{meter} {header.cells[place]}".strip()
        found.append(SmaColumn(key, meter, unit or "", label, is_counter, bool(DAY_YIELD.fullmatch(name))))
    return found


def used_columns(columns: Sequence[SmaColumn]) -> tuple[list[SmaColumn], list[SmaColumn]]:
    """Return one column of each inverter, its total yield before anything else, and the columns that repeat it."""
    used: list[SmaColumn] = []
    for one in sorted(columns, key=lambda one: not one.is_counter):
        is_known = one.unit and not one.is_day_yield
        if is_known and one.meter not in {other.meter for other in used}:
            used.append(one)
    return used, [one for one in columns if one not in used]


def note_unnamed(used: Sequence[SmaColumn], usual: str, report: Report) -> None:
    """Note that the file says no serial number, so that its own name stands for the inverter."""
    if any(one.meter == usual for one in used):
        report.add(
            "meter_assumed",
            Severity.WARNING,
            marked("The file says no serial number; its values count as those of {meter}, as the file is called."),
            advice=marked("Give every file of this inverter to the same meter of the company."),
            meter=usual,
        )
