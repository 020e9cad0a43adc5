"""A text that ends in the middle of a row: its last value may be the beginning of a longer one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from energy_synergy.files.numbers import Cell
from energy_synergy.files.times import DAY, Bools
from energy_synergy.files.zones import local_from_utc
from energy_synergy.formats.parsing.grid import Grid, TextGrid
from energy_synergy.formats.parsing.readings import Readings
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.row_notes import note_cut_short


def note_cut_off(readings: Sequence[Readings], grid: TextGrid, report: Report) -> list[Readings]:
    """Return the readings without a last value that may be cut short.

    A text whose last line does not end, and which does not end with a day either, may have lost its end: of 31202
    only 312 may be left. Its last value counts as missing, and that is noted.
    """
    last_line = grid.unended_line
    if last_line is None:
        return list(readings)
    return [_without_last(one, last_line, report) for one in readings]


def _without_last(one: Readings, line: int, report: Report) -> Readings:
    is_last = one.lines == line
    if not is_last.any() or _is_whole(one, is_last, report):
        return one
    note_cut_short(line, report)
    return replace(one, numbers=np.where(is_last, np.nan, one.numbers))


def _is_whole(one: Readings, is_last: Bools, report: Report) -> bool:
    """Tell whether the interval of the last line ends a day, or, in a file with the newest first, begins one."""
    is_newest_first = len(one.starts) > 1 and one.starts[is_last].min() == one.starts.min()
    bound = one.starts[is_last] if is_newest_first else (one.starts + one.lengths)[is_last]
    local = local_from_utc(bound, report.timezone) if report.timezone else bound
    return bool((local % DAY == 0).any())


def note_cut_row(readings: Sequence[Readings], grid: Grid, width: int, report: Report) -> list[Readings]:
    """Return the readings of a table with a row per day without a last row that may be cut short.

    How many values a day has says where they lie, so a last row that nothing ends and that lacks cells is left out; one
    whose last value lacks digits that all others have loses this value.
    """
    line = grid.unended_line
    cells = grid.rows_at([line]).get(line, ()) if line else ()
    if line is None or not cells:
        return list(readings)
    filled = [cell for cell in cells if cell]
    is_short = len(cells) < width
    if not is_short and decimals(cells[-1]) >= min(map(decimals, filled[len(filled) // 2 : -1]), default=0):
        return list(readings)
    note_cut_short(line, report)
    return [_without_row(one, line) if is_short else _without_end_of_row(one, line) for one in readings]


def decimals(cell: Cell) -> int:
    """Return how many digits a number has after its last mark."""
    _, mark, digits = str(cell).replace(",", ".").rpartition(".")
    return len(digits) if mark else 0


def _without_row(one: Readings, line: int) -> Readings:
    kept = one.lines != line
    quality = None if one.quality is None else one.quality[kept]
    return replace(
        one,
        starts=one.starts[kept],
        lengths=one.lengths[kept],
        numbers=one.numbers[kept],
        lines=one.lines[kept],
        quality=quality,
    )


def _without_end_of_row(one: Readings, line: int) -> Readings:
    numbers = one.numbers.copy()
    numbers[np.flatnonzero(one.lines == line)[-1:]] = np.nan
    return replace(one, numbers=numbers)
