"""Netz Oberösterreich (Austria): quarter-hours of one meter from the portal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from energy_synergy.formats.parsing.meaning import stem
from energy_synergy.formats.parsing.named_formats import NamedText
from energy_synergy.formats.parsing.named_table import Headings, NamedTable
from energy_synergy.formats.parsing.readings import Readings
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.status_words import qualities
from energy_synergy.formats.parsing.told_direction import directed
from energy_synergy.metering.series import Quality

WORDS = {
    **dict.fromkeys(("g", "valid", "gultig", "gemessen", "l1"), Quality.MEASURED),
    **dict.fromkeys(("e", "ersatzwert", "substituted", "l2"), Quality.SUBSTITUTED),
    **dict.fromkeys(("estimated", "geschatzt", "l3"), Quality.ESTIMATED),
}


class NetzOoe(NamedText):
    """Netz OÖ (Austria), portal: a row per quarter-hour that names its start, in kWh and again in kW (CSV)."""

    name: ClassVar[str] = "netz_ooe"
    its_zone: ClassVar[str | None] = "Europe/Vienna"
    headings: ClassVar[Headings] = {
        "time": ("datum",),
        "value": ("kwh",),
        "consumption": ("verbrauch kwh", "bezug kwh"),
        "production": ("einspeisung kwh",),
        "power": ("kw",),
        "quality": ("status",),
    }
    one_of = ("value", "consumption", "production")

    def readings(self, table: NamedTable, report: Report) -> Iterable[Readings]:
        """Return the energy; the power beside it is the same again. Feed-in mostly has the header of consumption."""
        labels = table.times("time")
        quality = qualities(table.texts("quality"), WORDS, table.name("quality"), report)
        for key, direction in directed(table, self.one_of, report):
            table.expect_comma(key)
            (energy,) = table.numbers(key)
            yield table.readings(
                np.flatnonzero(table.good),
                labels,
                energy,
                meter=stem(report.file_name),
                direction=direction,
                unit="kWh",
                stamp="start",
                quality=quality,
            )
