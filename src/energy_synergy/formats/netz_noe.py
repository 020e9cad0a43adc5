"""Netz Niederösterreich (Austria): quarter-hours of one meter from the portal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from energy_synergy.formats.parsing.meaning import stem
from energy_synergy.formats.parsing.named_formats import NamedText
from energy_synergy.formats.parsing.named_table import Headings, NamedTable
from energy_synergy.formats.parsing.readings import Readings
from energy_synergy.formats.parsing.report import Report
from energy_synergy.metering.series import Direction, Quality


class NetzNoe(NamedText):
    """Netz NÖ (Austria), portal: a row per quarter-hour that names its end, consumption or feed-in in kWh (CSV)."""

    name: ClassVar[str] = "netz_noe"
    its_zone: ClassVar[str | None] = "Europe/Vienna"
    headings: ClassVar[Headings] = {
        "time": ("messzeitpunkt",),
        "consumption": ("gemessener verbrauch kwh",),
        "production": ("gemessene menge kwh",),
        "substitute": ("ersatzwert",),
    }
    optional = ("consumption", "production")

    def readings(self, table: NamedTable, report: Report) -> Iterable[Readings]:
        """Return the readings of the one column of values; where it is blank, the substitute beside it."""
        ways: tuple[Direction, ...] = ("consumption", "production")
        for direction in ways:
            if not table.has(direction):
                continue
            labels = table.times("time")
            measured, substitute = table.numbers(direction, "substitute", is_blank_noted=False)
            is_substitute = np.isnan(measured) & ~np.isnan(substitute)
            quality = np.where(is_substitute, Quality.SUBSTITUTED, Quality.MEASURED).astype(np.uint8)
            energy = np.where(is_substitute, substitute, measured)
            table.note_missing(energy, direction)
            yield table.readings(
                np.flatnonzero(table.good),
                labels,
                energy,
                meter=stem(report.file_name),
                direction=direction,
                unit="kWh",
                stamp="end",
                quality=quality,
            )
