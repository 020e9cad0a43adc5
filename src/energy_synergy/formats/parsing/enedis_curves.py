"""Load curves of Enedis as a table: one value per row, which says of itself what it is."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from energy_synergy.files.times import Ints, Labels
from energy_synergy.formats.base import Stamp
from energy_synergy.formats.parsing.enedis import NATURES
from energy_synergy.formats.parsing.enedis_parts import Part, usable
from energy_synergy.formats.parsing.named_table import NamedTable
from energy_synergy.formats.parsing.readings import Readings
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.status_words import qualities

KEYS = ("meter", "way", "quantity", "stage", "unit", "step", "begins", "ends")


def curve_readings(table: NamedTable, report: Report, stamp: Stamp | None = None) -> Iterable[Readings]:
    """Return the active energy of each meter in each direction, each moment once; `stamp` where it is known.

    The columns are `KEYS`, time, value and quality. Raises FileRefused where there is no active energy.
    """
    labels = table.times("time")
    groups = table.groups(*KEYS)
    parts = usable([_part(key, rows, labels) for key, rows in groups.items()], report)
    is_used = np.zeros(len(table.good), dtype=np.bool_)
    is_used[np.concatenate([part.rows for part in parts])] = True
    table.good &= is_used
    (numbers,) = table.numbers("value")
    column = table.name("quality") if table.has("quality") else ""
    quality = qualities(table.texts("quality"), NATURES, column, report)
    for part in parts:
        yield table.readings(
            part.rows,
            labels,
            numbers,
            meter=part.meter,
            direction=part.direction,
            unit=part.its_unit,
            stamp=stamp or table.hints.stamp or part.stamp(report),
            step=part.seconds,
            quality=quality,
        )


def _part(key: tuple[str, ...], rows: Ints, labels: Labels) -> Part:
    meter, way, quantity, stage, unit, step, begins, ends = key
    return Part(meter, way, quantity, stage, unit, step, begins, ends, labels.local[rows], rows)
