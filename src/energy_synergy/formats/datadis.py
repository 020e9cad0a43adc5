"""Datadis (Spain): the hours of one or several supply points, whoever their grid operator is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from energy_synergy.formats.parsing.named_formats import NamedText
from energy_synergy.formats.parsing.named_table import Headings, NamedTable
from energy_synergy.formats.parsing.readings import Readings
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.spanish import spanish_readings


class Datadis(NamedText):
    """Datadis (Spain): a row per hour or quarter numbered within its day, consumption and surplus in kWh (CSV)."""

    name: ClassVar[str] = "datadis"
    its_zone: ClassVar[str | None] = "Europe/Madrid"
    headings: ClassVar[Headings] = {
        "meter": ("cups",),
        "date": ("fecha",),
        "clock": ("hora",),
        "consumption": ("consumo kwh",),
        "quality": ("metodoobtencion", "metodo obtencion"),
        "production": ("energiavertida kwh", "energia vertida kwh"),
        "generated": ("energiagenerada kwh", "energia generada kwh"),
        "own_use": ("energiaautoconsumida kwh", "energia autoconsumida kwh"),
    }
    optional = ("production", "generated", "own_use")

    def readings(self, table: NamedTable, report: Report) -> Iterable[Readings]:
        """Return what each supply point consumed and what it fed into the grid."""
        return spanish_readings(table)
