"""Octopus Energy (United Kingdom): half-hours of one meter from the customer's account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.refused import FileRefused, refusal
from energy_synergy.files.times import NAIVE, Ints, Labels
from energy_synergy.formats.parsing.meaning import stem
from energy_synergy.formats.parsing.named_formats import NamedText
from energy_synergy.formats.parsing.named_table import Headings, NamedTable
from energy_synergy.formats.parsing.readings import LONGEST, Readings
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.stamps import without_offset
from energy_synergy.formats.parsing.told_direction import told_direction
from energy_synergy.metering.series import Direction

WAYS: tuple[Direction, ...] = ("consumption", "production")
HALF_HOUR = 1_800


class Octopus(NamedText):
    """Octopus Energy (UK), account: a row per half-hour with its start and end, consumption or export in kWh (CSV)."""

    name: ClassVar[str] = "octopus"
    its_zone: ClassVar[str | None] = "Europe/London"
    headings: ClassVar[Headings] = {
        "time": ("start",),
        "end": ("end",),
        "consumption": ("consumption kwh",),
        "production": ("export kwh", "generation kwh"),
        "gas": ("consumption m3",),
    }
    one_of = ("consumption", "production", "gas")

    def readings(self, table: NamedTable, report: Report) -> Iterable[Readings]:
        """Return the columns of values; the account calls what an export meter counted consumption too.

        Raises FileRefused for a gas meter.
        """
        if table.has("gas"):
            raise _gas()
        keys = [way for way in WAYS if table.has(way)]
        labels, ends = table.times("time"), table.times("end")
        lengths = _lengths(table, labels, ends, report)
        rows = np.flatnonzero(table.good)
        for way, numbers in zip(keys, table.numbers(*keys), strict=True):
            is_alone = len(keys) == 1 and way == "consumption"
            direction = told_direction(self, report) if is_alone else way
            name, usual = stem(report.file_name), int(np.median(lengths[rows])) if len(rows) else HALF_HOUR
            found = table.readings(
                rows, labels, numbers, meter=name, direction=direction, unit="kWh", stamp="start", step=usual
            )
            yield replace(found, lengths=lengths[np.searchsorted(table.lines, found.lines)])


def _lengths(table: NamedTable, labels: Labels, ends: Labels, report: Report) -> Ints:
    """Return the length of each row (N,) [s]; a row that ends before it starts, or too late, is wrong."""
    lengths = without_offset(ends.local, ends.offset) - without_offset(labels.local, labels.offset)
    # Between naive times the clock may change, so their distance says nothing.
    lengths[(labels.offset == NAIVE) | (ends.offset == NAIVE)] = HALF_HOUR
    texts = table.texts("end")
    for row in np.flatnonzero(table.good & ((lengths < 60) | (lengths > LONGEST) | (lengths % 60 > 0))).tolist():
        report.bad_row(
            "interval_length",
            marked("Line {line}: the interval that ends at {value} is {minutes} minutes long."),
            line=int(table.lines[row]),
            column=table.name("end"),
            value=texts[row],
            expected=marked("an interval of 1 to 60 minutes"),
            advice=marked("Correct the start or the end."),
            minutes=f"{lengths[row] / 60:g}",
        )
        table.good[row] = False
    return lengths


def _gas() -> FileRefused:
    return refusal(
        "gas_file",
        marked("The file holds the cubic metres of a gas meter, not electricity."),
        advice=marked("Download the half-hours of the electricity meter."),
    )
