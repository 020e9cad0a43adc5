"""e-distribución (Spain) and the grid operators that export the same table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from energy_synergy.formats.parsing.named_formats import NamedText
from energy_synergy.formats.parsing.named_table import Headings, NamedTable
from energy_synergy.formats.parsing.readings import Readings
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.spanish import spanish_readings


class EDistribucion(NamedText):
    """e-distribución (Spain), portal: a row per hour or quarter numbered within its day, energy in kWh (CSV)."""

    name: ClassVar[str] = "e_distribucion"
    its_zone: ClassVar[str | None] = "Europe/Madrid"
    headings: ClassVar[Headings] = {
        "meter": ("cups",),
        "date": ("fecha",),
        "clock": ("hora",),
        "consumption": ("ae kwh", "consumo kwh"),
        "quality": ("real estimado", "metodo obtencion"),
        "production": ("as kwh", "energia vertida kwh"),
        "own_use": ("ae autocons kwh",),
    }
    optional = ("production", "own_use")

    def readings(self, table: NamedTable, report: Report) -> Iterable[Readings]:
        """Return what each supply point consumed and what it fed into the grid; reactive columns are not read."""
        return spanish_readings(table)
