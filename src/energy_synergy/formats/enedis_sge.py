"""Enedis SGE (France): load curves of one or several meters, as M023 and R63 give them in CSV."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from energy_synergy.formats.parsing.enedis import NATURES, ZONE, refuse_without_curve
from energy_synergy.formats.parsing.enedis_parts import Part, usable
from energy_synergy.formats.parsing.named_formats import NamedText
from energy_synergy.formats.parsing.named_table import Headings, NamedTable
from energy_synergy.formats.parsing.readings import Readings
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.status_words import qualities
from energy_synergy.formats.parsing.times import Ints, Labels

KEYS = ("meter", "way", "quantity", "stage", "unit", "step", "begins", "ends")


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
        labels = table.times("time")
        groups = table.groups(*KEYS)
        parts = usable([_part(key, rows, labels) for key, rows in groups.items()], report)
        used = np.zeros(len(table.good), dtype=np.bool_)
        used[np.concatenate([part.rows for part in parts])] = True
        table.good &= used
        (numbers,) = table.numbers("value")
        quality = qualities(table.texts("quality"), NATURES, "Nature", report)
        for part in parts:
            yield table.readings(
                part.rows,
                labels,
                numbers,
                meter=part.meter,
                direction=part.direction,
                unit=part.its_unit,
                stamp=part.stamp(report),
                step=part.seconds,
                quality=quality,
            )


def _part(key: tuple[str, ...], rows: Ints, labels: Labels) -> Part:
    meter, way, quantity, stage, unit, step, begins, ends = key
    return Part(meter, way, quantity, stage, unit, step, begins, ends, labels.local[rows], rows)
