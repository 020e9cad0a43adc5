"""Enedis SGE (France): load curves of one or several meters, as M023 and R63 give them in CSV."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from energy_synergy.formats.parsing.enedis import ZONE, refuse_without_curve
from energy_synergy.formats.parsing.enedis_curves import curve_readings
from energy_synergy.formats.parsing.named_formats import NamedText
from energy_synergy.formats.parsing.named_table import Headings, NamedTable
from energy_synergy.formats.parsing.readings import Readings
from energy_synergy.formats.parsing.report import Report


class EnedisSge(NamedText):
    """Enedis SGE (France), load curves M023 or R63: a row per value of 5 to 60 minutes in W or Wh, any meters (CSV)."""

    name: ClassVar[str] = "enedis_sge"
    its_zone: ClassVar[str | None] = ZONE
    headings: ClassVar[Headings] = {
        "meter": ("identifiant prm",),
        "begins": ("date de debut",),
        "ends": ("date de fin",),
        "quantity": ("grandeur physique",),
        "way": ("grandeur metier",),
        "stage": ("etape metier",),
        "unit": ("unite",),
        "time": ("horodate",),
        "value": ("valeur",),
        "quality": ("nature",),
        "step": ("pas", "pas en minutes"),
        "register": ("cadran",),
    }
    optional = ("begins", "ends", "stage", "quality", "step", "register")

    def readings(self, table: NamedTable, report: Report) -> Iterable[Readings]:
        """Return the active energy of each meter in each direction, each moment once.

        Raises FileRefused for a file of register readings, or without any active energy.
        """
        if table.has("register") and not table.has("step"):
            refuse_without_curve(("Index",))
        return curve_readings(table, report)
