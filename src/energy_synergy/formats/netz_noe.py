"""Netz Niederösterreich (Austria): quarter-hours of one meter from the portal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from energy_synergy.formats.parsing.left_out import note_columns_left_out
from energy_synergy.formats.parsing.meaning import stem
from energy_synergy.formats.parsing.named_formats import NamedText
from energy_synergy.formats.parsing.named_table import Headings, NamedTable
from energy_synergy.formats.parsing.readings import Readings
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.status_words import qualities
from energy_synergy.formats.parsing.substitutes import with_substitutes
from energy_synergy.metering.series import Direction, Quality

WAYS: tuple[Direction, ...] = ("consumption", "production")
WORDS = {
    **dict.fromkeys(("g", "l1", "gemessen"), Quality.MEASURED),
    **dict.fromkeys(("l2", "e", "ersatzwert"), Quality.SUBSTITUTED),
    **dict.fromkeys(("l3", "geschatzt"), Quality.ESTIMATED),
}


class NetzNoe(NamedText):
    """Netz NÖ (Austria), portal: a row per quarter-hour that names its end, consumption or feed-in in kWh (CSV)."""

    name: ClassVar[str] = "netz_noe"
    its_zone: ClassVar[str | None] = "Europe/Vienna"
    headings: ClassVar[Headings] = {
        "time": ("messzeitpunkt",),
        "consumption": ("gemessener verbrauch kwh", "verbrauch kwh"),
        "production": ("gemessene menge kwh", "einspeisung kwh"),
        "substitute": ("ersatzwert",),
        "quality": ("qualitat",),
    }
    optional = ("substitute", "quality")
    one_of = WAYS

    def readings(self, table: NamedTable, report: Report) -> Iterable[Readings]:
        """Return what the meter counted; the shares of an energy community beside it are parts of that."""
        note_columns_left_out(table.header, report)
        labels = table.times("time")
        for direction in WAYS:
            if not table.has(direction):
                continue
            energy, quality = with_substitutes(table, direction, "substitute", report)
            if table.has("quality"):
                told = qualities(table.texts("quality"), WORDS, table.name("quality"), report)
                quality = np.maximum(quality, told)
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
