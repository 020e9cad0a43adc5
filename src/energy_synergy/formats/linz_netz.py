"""Linz Netz (Austria): quarter-hours of one meter from the portal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from energy_synergy.formats.parsing.intervals import interval_lengths
from energy_synergy.formats.parsing.meaning import stem
from energy_synergy.formats.parsing.named_formats import NamedText
from energy_synergy.formats.parsing.named_table import Headings, NamedTable
from energy_synergy.formats.parsing.readings import Readings
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.substitutes import with_substitutes
from energy_synergy.formats.parsing.told_direction import directed


class LinzNetz(NamedText):
    """Linz Netz (Austria), portal: a row per quarter-hour with its start and end, in kWh, with substitutes (CSV)."""

    name: ClassVar[str] = "linz_netz"
    its_zone: ClassVar[str | None] = "Europe/Vienna"
    headings: ClassVar[Headings] = {
        "time": ("von", "datum von"),
        "end": ("bis", "datum bis"),
        "consumption": ("verbrauch in kwh",),
        "production": ("einspeisung in kwh", "erzeugung in kwh"),
        "value": ("energiemenge in kwh",),
        "substitute": ("ersatzwert in kwh", "ersatzwert"),
    }
    one_of = ("consumption", "production", "value")

    def readings(self, table: NamedTable, report: Report) -> Iterable[Readings]:
        """Return the energy of each interval; where it is blank, the substitute beside it."""
        labels, ends = table.times("time"), table.times("end")
        lengths = interval_lengths(table, labels, ends, report)
        for key, direction in directed(table, self.one_of, report):
            energy, quality = with_substitutes(table, key, "substitute", report)
            yield table.readings(
                np.flatnonzero(table.good),
                labels,
                energy,
                meter=stem(report.file_name),
                direction=direction,
                unit="kWh",
                stamp="start",
                lengths=lengths,
                quality=quality,
            )
