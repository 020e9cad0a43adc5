"""Wiener Netze (Austria): quarter-hours of one or several meters from the portal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

import numpy as np

from energy_synergy.formats.parsing.intervals import ends_of_day, interval_lengths
from energy_synergy.formats.parsing.left_out import note_columns_left_out
from energy_synergy.formats.parsing.meaning import stem
from energy_synergy.formats.parsing.named_formats import NamedText
from energy_synergy.formats.parsing.named_table import Header, Headings, NamedTable, find_header
from energy_synergy.formats.parsing.readings import Readings
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.words import plain
from energy_synergy.metering.series import Direction

POINT = re.compile(r"\bAT[0-9A-Z]{31}\b")
WAYS: dict[str, Direction] = {
    "verbrauch kwh": "consumption",
    **dict.fromkeys(("einspeiser kwh", "einspeisung kwh"), "production"),
}


class WienerNetze(NamedText):
    """Wiener Netze (Austria), portal: a row per quarter-hour, a column in kWh for each metering point (CSV)."""

    name: ClassVar[str] = "wiener_netze"
    its_zone: ClassVar[str | None] = "Europe/Vienna"
    headings: ClassVar[Headings] = {"date": ("datum",), "clock": ("zeit von",), "end": ("zeit bis",)}

    @classmethod
    def header_of(cls, rows: Sequence[Sequence[str | float]]) -> Header | None:
        """Return where the header stands; a column of values names its metering point and ends with its direction."""
        header = find_header(rows, cls.headings)
        if header is None:
            return None
        values = {
            f"{way} {place}": place
            for place, name in enumerate(header.cells)
            for words, way in WAYS.items()
            if plain(name).endswith(words) and POINT.search(name)
        }
        return replace(header, places={**header.places, **values}) if values else None

    def readings(self, table: NamedTable, report: Report) -> Iterable[Readings]:
        """Return what each metering point drew or fed in."""
        note_columns_left_out(table.header, report)
        labels, ends = table.times("date", "clock"), table.times("date", "end")
        lengths = interval_lengths(table, labels, ends_of_day(labels, ends), report)
        keys = [key for key in table.header.places if key not in self.headings]
        table.expect_comma(*keys)
        for key, energy in zip(keys, table.numbers(*keys), strict=True):
            found = POINT.search(table.name(key))
            yield table.readings(
                np.flatnonzero(table.good),
                labels,
                energy,
                meter=found[0] if found else stem(report.file_name),
                direction="consumption" if key.startswith("consumption") else "production",
                unit="kWh",
                stamp="start",
                lengths=lengths,
            )
