"""What the Spanish tables have in common: a supply point, a date, a number within the day, energy both ways."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.numbers import Floats
from energy_synergy.files.times import DAY, Ints
from energy_synergy.findings import Severity
from energy_synergy.formats.parsing.hour_index import NUMBER_EXPECTED, Numbered, day_numbers, from_one, numbered_starts
from energy_synergy.formats.parsing.named_table import NamedTable
from energy_synergy.formats.parsing.readings import Readings
from energy_synergy.formats.parsing.stamps import zone_needed
from energy_synergy.formats.parsing.status_words import qualities
from energy_synergy.metering.series import Direction, Qualities, Quality

WORDS = {
    **dict.fromkeys(("real", "r", "medida"), Quality.MEASURED),
    **dict.fromkeys(("estimada", "estimado", "e"), Quality.ESTIMATED),
}
WAYS: tuple[Direction, ...] = ("consumption", "production")


def spanish_readings(table: NamedTable) -> Iterable[Readings]:
    """Return what each supply point drew from the grid and fed into it, in kWh.

    The columns are meter, date, clock (the number of the day), quality, consumption, and production where there is one.
    Raises FileRefused where no zone is known.
    """
    if table.zone is None:
        raise zone_needed()
    days = table.times("date").local // DAY
    texts = table.texts("clock")
    numbers, step = day_numbers(texts, table.hints.step_minutes)
    table.leave_out_bad_times(numbers >= 0, texts, table.name("clock"), NUMBER_EXPECTED)
    ways = [way for way in WAYS if table.has(way)]
    table.expect_comma(*ways)
    energies = table.numbers(*ways)
    quality = qualities(table.texts("quality"), WORDS, table.name("quality"), table.report)
    for key in ("generated", "own_use"):
        _note_left_out(key, table)
    for (meter,), rows in table.groups("meter").items():
        numbered = from_one(Numbered(days[rows], numbers[rows], table.lines[rows], step, table.zone), table.report)
        starts, is_there = numbered_starts(numbered, table.report)
        _note_beyond(table, rows[~is_there], texts)
        for way, energy in zip(ways, energies, strict=True):
            if not np.isnan(energy).all():
                yield _readings(meter, way, starts[is_there], step, energy, quality, rows[is_there], table)


def _readings(
    meter: str,
    way: Direction,
    starts: Ints,
    step: int,
    energy: Floats,
    quality: Qualities,
    rows: Ints,
    table: NamedTable,
) -> Readings:
    lengths = np.full(len(rows), step, dtype=np.int64)
    unit = table.hints.unit or "kWh"
    return Readings(meter, way, starts, lengths, energy[rows], unit, table.lines[rows], quality[rows])


def _note_beyond(table: NamedTable, rows: Ints, texts: list[str]) -> None:
    """Note the rows that their day does not have; those in the hour that the clock skips are noted already."""
    is_noted = table.report.are_bad(table.lines[rows])
    for row in rows[~is_noted].tolist():
        table.report.bad_row(
            "hour_beyond_day",
            marked("Line {line}, column {column}: the day has no interval {value}; the row is left out."),
            line=int(table.lines[row]),
            column=table.name("clock"),
            value=texts[row],
            expected=NUMBER_EXPECTED,
            advice=marked("Only the day in autumn on which the clock is put back has a 25th hour."),
        )


def _note_left_out(key: str, table: NamedTable) -> None:
    if table.has(key):
        table.report.add(
            "column_left_out",
            Severity.INFO,
            marked("Column {column} is left out: what crosses the meter is in the other columns already."),
            column=table.name(key),
        )
