"""Huawei FusionSolar: a report of inverters whose total yield counts on and on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.times import NAIVE, Bools, Ints, read_labels
from energy_synergy.files.zones import changes
from energy_synergy.formats.parsing.doubles import without_doubles
from energy_synergy.formats.parsing.left_out import note_columns_left_out
from energy_synergy.formats.parsing.named_formats import NamedWorkbook
from energy_synergy.formats.parsing.named_table import Headings, NamedTable
from energy_synergy.formats.parsing.readings import Readings
from energy_synergy.formats.parsing.register_readings import register_readings
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.row_notes import note_never_shown
from energy_synergy.formats.parsing.stamps import starts_of, step_of, zone_needed

SUMMER = re.compile(r"\s+DST$", re.IGNORECASE)


class HuaweiFusionsolar(NamedWorkbook):
    """Huawei FusionSolar: inverter report, a row per inverter and 5 minutes with its total yield in kWh (XLSX)."""

    name: ClassVar[str] = "huawei_fusionsolar"
    headings: ClassVar[Headings] = {
        "meter": ("manageobject", "manage object", "managed object", "device name", "inverter name", "inverter"),
        "time": ("start time", "starttime", "time", "timestamp", "collection time"),
        "register": ("total yield kwh", "total yield", "cumulative yield kwh", "accumulated yield kwh"),
    }

    def readings(self, table: NamedTable, report: Report) -> Iterable[Readings]:
        """Return what each inverter produced between its rows: the differences of its total yield.

        Raises FileRefused for naive times without a zone.
        """
        texts = table.texts("time")
        is_summer = np.array([SUMMER.search(text) is not None for text in texts], dtype=np.bool_)
        labels = read_labels([SUMMER.sub("", text) for text in texts], self.date_order)
        report.detected["date_order"] = labels.order
        expected = marked("a time such as 2025-06-30 13:45:00 DST")
        table.leave_out_bad_times(labels.is_valid, texts, table.name("time"), expected)
        (registers,) = table.numbers("register")
        note_columns_left_out(table.header, report)
        if table.zone is None:
            raise zone_needed()
        for (meter,), rows in table.groups("meter").items():
            local, lines = labels.local[rows], table.lines[rows]
            step = step_of(local, self)
            offset = _offsets(local, labels.offset[rows], is_summer[rows], table.zone)
            found = starts_of(local, offset, lines, step, "start", table.zone, report)
            note_never_shown(lines[found.never_shown], local[found.never_shown], report)
            kept = np.flatnonzero(~found.never_shown)
            values = registers[rows]
            kept = kept[np.argsort(found.utc[kept], kind="stable")]
            kept = without_doubles(kept, found.utc, lines, [values], report, self.doubles) if len(kept) else kept
            yield register_readings(
                found.utc[kept], values[kept], lines[kept], step, report, meter=meter, direction="production"
            )


def _offsets(local: Ints, offset: Ints, is_summer: Bools, timezone: str) -> Ints:
    """Return the offset of each time (N,) [s], told by the mark of summer time where the clock showed it twice."""
    found = offset.copy()
    if not is_summer.any():
        return found
    for change in changes(int(local.min()), int(local.max()), timezone):
        twice = (local >= change.instant + change.after) & (local < change.instant + change.before)
        found[twice & (offset == NAIVE)] = change.after
        found[twice & (offset == NAIVE) & is_summer] = change.before
    return found
