"""Enedis (France), customer portal: the load curve of one small meter, with what else the portal puts into the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import ClassVar

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.refused import refusal
from energy_synergy.findings import Severity
from energy_synergy.formats.base import Stamp
from energy_synergy.formats.parsing.corrections import corrected
from energy_synergy.formats.parsing.enedis import ACTIVE, DIRECTIONS, UNITS, ZONE, refuse_without_curve, seconds_of
from energy_synergy.formats.parsing.grid import Grid, TextGrid
from energy_synergy.formats.parsing.named_formats import NamedText, note_zone
from energy_synergy.formats.parsing.named_table import Header, Headings, NamedTable, find_header
from energy_synergy.formats.parsing.readings import Readings
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.run_lengths import with_run_lengths
from energy_synergy.formats.parsing.text_blocks import BlockGrid, blocks_of
from energy_synergy.formats.parsing.told_direction import told_direction
from energy_synergy.formats.parsing.words import plain, unit_in
from energy_synergy.metering.series import Direction

OPENING = re.compile(rb'^[ "]*identifiant prm\b.*$', re.IGNORECASE | re.MULTILINE)
KIND = "type de donnees"
Table = tuple[Grid, Header, dict[str, str]]


class EnedisLinky(NamedText):
    """Enedis (France), customer portal: load curve of a Linky meter, mean W of 10, 30 or 60 minutes (CSV)."""

    name: ClassVar[str] = "enedis_linky"
    its_zone: ClassVar[str | None] = ZONE
    headings: ClassVar[Headings] = {
        "time": ("horodate", "horodate iso fin de pas"),
        "value": ("valeur", "puissance moyenne w"),
    }

    @classmethod
    def header_of(cls, rows: Sequence[Sequence[str | float]]) -> Header | None:
        """Return where the values begin; the lines that say what they are come before, whatever they are."""
        first = find_header(rows, {"meter": ("identifiant prm",), "kind": (KIND,)})
        if first is None or first.places["meter"] or "horodate" in map(plain, first.cells):
            return None
        return find_header(rows, cls.headings) or Header(first.row, {"time": 0, "value": 1}, ("Horodate", "Valeur"), ())

    def _read(self, grid: Grid, header: Header, report: Report) -> list[Readings]:
        note_zone(self, report)
        if not isinstance(grid, TextGrid):
            return super()._read(grid, header, report)
        tables, kinds = _curves(grid)
        if not tables:
            refuse_without_curve(kinds)
        if kinds:
            report.add(
                "blocks_left_out",
                Severity.INFO,
                marked("The file also holds {kinds}; they are no load curve of active energy and are left out."),
                count=len(kinds),
                kinds=", ".join(sorted(set(kinds))[:6]),
            )
        return [one for table in tables for one in self._of_block(table, report)]

    def readings(self, table: NamedTable, report: Report) -> Iterable[Readings]:
        """Return nothing: what a table means stands above it, and is read with it."""
        return ()

    def _of_block(self, found: Table, report: Report) -> Iterable[Readings]:
        grid, header, said = found
        table = NamedTable(corrected(grid, self, None, header.cells), header, self, report)
        direction, unit = self._meaning(said, unit_in(header.cells[header.places["value"]]), report)
        labels = table.times("time")
        (numbers,) = table.numbers("value")
        rows = np.flatnonzero(table.good)
        if not len(rows):
            return
        told = seconds_of(said.get("pas en minutes", ""))
        stamp: Stamp = self.stamp or "end"
        meter = said["identifiant prm"]
        read = table.readings(
            rows, labels, numbers, meter=meter, direction=direction, unit=unit, stamp=stamp, step=told
        )
        yield read if told else with_run_lengths(read, stamp)

    def _meaning(self, said: dict[str, str], unit_of_column: str | None, report: Report) -> tuple[Direction, str]:
        way, unit = said.get("grandeur metier"), UNITS.get(plain(said.get("unite", "")), unit_of_column or self.unit)
        direction = told_direction(self, report) if way is None else DIRECTIONS.get(plain(way), self.direction)
        if direction and unit:
            return direction, unit
        raise refusal(
            "meaning_unclear",
            marked("The lines above the values do not say their direction (Grandeur metier) or their unit (Unite)."),
            advice=marked("Give the direction and the unit, or export the file again."),
        )


def _curves(grid: TextGrid) -> tuple[list[Table], list[str]]:
    """Return the load curves of active energy of a text, each with what is said of it, and what else there is."""
    tables: list[Table] = []
    others = []
    for block in blocks_of(grid, OPENING):
        said = _said(block)
        header = find_header(block.head, EnedisLinky.headings)
        kind, quantity = said.get(KIND, ""), said.get("grandeur physique", "")
        if header and plain(kind).startswith("courbe de charge") and plain(quantity) in (*ACTIVE, ""):
            tables.append((block, header, said))
        else:
            others.append(f"{kind[:40]} ({quantity[:40]})")
    return tables, others


def _said(block: BlockGrid) -> dict[str, str]:
    """Return what the lines above the values say: names above values, or on one line a name, its value, a name ..."""
    first, second = [[str(cell) for cell in row] for row in [*block.head[:2], (), ()][:2]]
    if first[1:2] and first[1].isdecimal():
        return dict(zip(map(plain, first[::2]), first[1::2], strict=False))
    return dict(zip(map(plain, first), second, strict=False))
