"""Kärnten Netz (Austria): quarter-hours of one meter from the portal, as it exported them until 2025 and since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.refused import refusal
from energy_synergy.files.times import Ints
from energy_synergy.formats.parsing.intervals import interval_lengths
from energy_synergy.formats.parsing.left_out import note_series_left_out
from energy_synergy.formats.parsing.meaning import stem
from energy_synergy.formats.parsing.named_formats import NamedText
from energy_synergy.formats.parsing.named_table import Header, Headings, NamedTable, find_header
from energy_synergy.formats.parsing.readings import Readings
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.status_words import qualities
from energy_synergy.formats.parsing.told_direction import told_direction
from energy_synergy.formats.parsing.words import plain
from energy_synergy.metering.series import Direction, Quality

WORDS = {
    **dict.fromkeys(("der wert ist gultig", "l1"), Quality.MEASURED),
    "l2": Quality.SUBSTITUTED,
    "l3": Quality.ESTIMATED,
}
WAYS: dict[str, Direction] = {
    **dict.fromkeys(("netzbezug", "bezug", "1 1 1 9 0 g 01"), "consumption"),
    **dict.fromkeys(("netzeinspeisung", "einspeisung", "1 1 2 9 0 g 01"), "production"),
}
OLD: Headings = {"date": ("datum",), "clock": ("zeit",), "energy": ("kwh",), "quality": ("status",)}
NEW: Headings = {
    "time": ("startdatum",),
    "end": ("enddatum",),
    "meter": ("zahlpunktbezeichnung",),
    "obis": ("obis",),
    "energy": ("wert",),
    "unit": ("einheit",),
    "quality": ("qualitat",),
}


class KaerntenNetz(NamedText):
    """Kärnten Netz (Austria), portal: a row per quarter-hour, in kWh, with its quality; both layouts (CSV)."""

    name: ClassVar[str] = "kaernten_netz"
    its_zone: ClassVar[str | None] = "Europe/Vienna"
    headings: ClassVar[Headings] = NEW

    @classmethod
    def header_of(cls, rows: Sequence[Sequence[str | float]]) -> Header | None:
        """Return where the header stands; that of the earlier layout has the metering point above it."""
        header = find_header(rows, NEW)
        if header:
            return header
        header = find_header(rows, OLD)
        return header if header and _above(header, "zp nummer") else None

    def readings(self, table: NamedTable, report: Report) -> Iterable[Readings]:
        """Return what each metering point drew or fed in; shares of an energy community are left out by name.

        Raises FileRefused where there are only shares.
        """
        quality = qualities(table.texts("quality"), WORDS, table.name("quality"), report)
        if table.has("time"):
            labels, ends = table.times("time"), table.times("end")
            lengths = interval_lengths(table, labels, ends, report)
        else:
            labels, lengths = table.times("date", "clock"), None
        table.expect_comma("energy")
        (energy,) = table.numbers("energy")
        for (meter, direction), rows in self._series(table, report).items():
            yield table.readings(
                rows,
                labels,
                energy,
                meter=meter,
                direction=direction,
                unit="kWh",
                stamp="start",
                lengths=lengths,
                quality=quality,
            )

    def _series(self, table: NamedTable, report: Report) -> dict[tuple[str, Direction], Ints]:
        """Return the rows of each metering point and direction."""
        if not table.has("time"):
            way = WAYS.get(plain(_above(table.header, "energierichtung"))) or told_direction(self, report)
            return {(_above(table.header, "zp nummer"), way): np.flatnonzero(table.good)}
        found: dict[tuple[str, Direction], list[int]] = {}
        left_out = []
        for (meter, obis, unit), rows in table.groups("meter", "obis", "unit").items():
            if plain(unit) == "kwh" and (not obis or plain(obis) in WAYS):
                way = WAYS.get(plain(obis)) or told_direction(self, report)
                found.setdefault((meter or stem(report.file_name), way), []).extend(rows.tolist())
            else:
                left_out.append(f"{meter} {obis} ({unit})")
        note_series_left_out(left_out, report)
        if left_out and not found:
            raise refusal(
                "only_shares",
                marked("No column holds all that a meter counted; the file has only shares: {names}."),
                advice=marked("Export the whole consumption or feed-in of the metering point (G.01)."),
                names=", ".join(left_out[:5]),
            )
        return {key: np.array(sorted(rows)) for key, rows in found.items()}


def _above(header: Header, label: str) -> str:
    """Return what stands beside a label above the header, blank where it is not there."""
    return next((row[1].strip() for row in header.above if len(row) > 1 and plain(row[0]) == label), "")
