"""The layouts of a table, each found and read in the same way, in a text as in a sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from energy_synergy.files.numbers import Cell
from energy_synergy.files.refused import FileRefused
from energy_synergy.files.times import label_text
from energy_synergy.formats.base import ColumnLook, Format, Look, Role
from energy_synergy.formats.parsing.columns import Column, Outline, outline, value_columns
from energy_synergy.formats.parsing.grid import Grid
from energy_synergy.formats.parsing.long_layout import find_long, read_long
from energy_synergy.formats.parsing.meaning import read_meaning
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.template_layout import find_template, read_template
from energy_synergy.formats.parsing.wide_layout import find_wide, read_wide
from energy_synergy.metering.series import Series

SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is found and read; `find` returns its shape and the places of the times of one day."""

    name: str
    find: Callable[[Grid, Format | None], tuple[Outline, tuple[int, ...]] | None]
    read: Callable[[Grid, Format, Report], tuple[Series, ...]]

    def look(self, grid: Grid, hints: Format, report: Report) -> Look | None:
        """Return the columns of a table, or None when it has another layout."""
        found = self.find(grid, hints)
        if found is None:
            return None
        shape, places = found
        columns = [column for column in shape.columns if column.position not in places]
        chosen, left_out = value_columns(shape)
        told = {} if places else _told(shape, chosen, hints, report)
        body = grid.head[shape.first_row :]
        return Look(
            hints.name,
            tuple(_column_look(column, column not in left_out, told, body) for column in columns),
            len(places),
            shape.header_row is not None,
            report.detected,
        )


def header_of(grid: Grid, hints: Format) -> tuple[str, ...]:
    """Return the cells of the header of a table, or names by number where it has none."""
    shape = outline(grid.head, hints.columns)
    return shape.headers if shape else ()


def _told(shape: Outline, chosen: list[Column], hints: Format, report: Report) -> dict[int, tuple[str, Role]]:
    """Return the unit and direction of the columns of values, where they can be told."""
    try:
        meaning = read_meaning(shape, chosen, hints, Report(report.file_name))
    except FileRefused:
        return {}
    has_column = shape.one("direction") is not None
    return {
        column.position: (meaning.unit_of(column), "value" if has_column else meaning.direction_of(column))
        for column in chosen
    }


def _column_look(
    column: Column, is_read: bool, told: dict[int, tuple[str, Role]], body: Sequence[Sequence[Cell]]
) -> ColumnLook:
    unit, role = told.get(column.position, (column.unit, column.role))
    cells = [label_text(row[column.position]) for row in body if len(row) > column.position]
    samples = tuple([cell[:40] for cell in cells if cell][:SAMPLES])
    return ColumnLook(column.header, role if is_read else "ignore", unit, samples)


def _template(grid: Grid, hints: Format | None) -> tuple[Outline, tuple[int, ...]] | None:
    shape = find_template(grid, hints)
    return (shape, ()) if shape else None


def _long(grid: Grid, hints: Format | None) -> tuple[Outline, tuple[int, ...]] | None:
    shape = find_long(grid, hints)
    return (shape, ()) if shape else None


def _wide(grid: Grid, hints: Format | None) -> tuple[Outline, tuple[int, ...]] | None:
    found = find_wide(grid, hints)
    return (found[0], found[1].positions) if found else None


TEMPLATE = Layout("template", _template, read_template)
WIDE = Layout("wide", _wide, read_wide)
LONG = Layout("long", _long, read_long)
