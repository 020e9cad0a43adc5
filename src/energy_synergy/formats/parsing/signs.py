"""Values below zero, once it is told what they mean."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.numbers import LARGEST, Cell, DecimalMark, Floats, Wrong, signed_number
from energy_synergy.files.refused import refusal
from energy_synergy.findings import Severity
from energy_synergy.formats.base import Format, Negatives
from energy_synergy.formats.parsing.report import Report
from energy_synergy.metering.series import Direction, Series

OTHER: dict[Direction, Direction] = {"production": "consumption", "consumption": "production"}
TOLD: dict[Negatives, str] = {
    "absolute": marked("Values below zero: {count}. Their minus sign is dropped, as you asked."),
    "other_direction": marked("Values below zero: {count}. They count as energy of the other direction, as you asked."),
    "missing": marked("Values below zero: {count}. They count as missing, as you asked."),
}


def keep_signed(numbers: Floats, wrong: dict[int, Wrong], cells: Sequence[Cell], mark: DecimalMark) -> int:
    """Put the values below zero into `numbers` as they are, take them out of `wrong`, and return how many they are."""
    below = [row for row, reason in wrong.items() if reason is Wrong.NEGATIVE]
    for row in below:
        number = signed_number(cells[row], mark)
        if number is None or number < -LARGEST:
            wrong[row] = Wrong.TOO_LARGE
            continue
        numbers[row] = number
        del wrong[row]
    return len(below)


def by_direction(numbers: Floats, direction: Direction, rule: Negatives | None) -> list[tuple[Floats, Direction]]:
    """Return signed values (N,) as values from zero up, each with its direction; NaN stays.

    Two of them come from values of both signs that mean two directions: a meter that counts both in one column has
    nothing of the one while it counts the other.
    """
    is_below = numbers < 0
    if rule is None or not is_below.any():
        return [(numbers, direction)]
    if rule == "absolute":
        return [(np.abs(numbers), direction)]
    if rule == "missing":
        return [(np.where(is_below, np.nan, numbers), direction)]
    return [(np.maximum(numbers, 0.0), direction), (np.maximum(-numbers, 0.0), OTHER[direction])]


def note_below(count: int, hints: Format, report: Report) -> None:
    """Note how many values below zero were taken as it was told."""
    if count and hints.negatives:
        report.add("negatives_told", Severity.INFO, TOLD[hints.negatives], count=count)


def refuse_clash(series: Sequence[Series], hints: Format) -> None:
    """Refuse values below zero as the other direction where the file gives that direction already.

    Raises FileRefused: one of the two would be lost.
    """
    keys = [(one.meter, one.direction) for one in series]
    if hints.negatives == "other_direction" and len(set(keys)) < len(keys):
        meter, direction = next(key for key in keys if keys.count(key) > 1)
        raise refusal(
            "direction_given_twice",
            marked("{meter}: {direction} is given by values below zero and by a column of its own."),
            advice=marked("Leave one of the columns out, or choose something else for values below zero."),
            meter=meter,
            direction=direction,
        )
