"""The rows of a file of coefficients for each slot: of one typical day, or dated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.files.times import NAIVE, kind_of, read_clock, read_labels
from energy_synergy.files.zones import utc_from_local
from energy_synergy.findings import Severity
from energy_synergy.sharing.key_cells import Notes
from energy_synergy.timeline import Timeline
from energy_synergy.units import SLOT_SECONDS, SLOTS_PER_DAY

Ints = npt.NDArray[np.int64]
DAY_MINUTES, SLOT_MINUTES = 1_440, 15
ROWS_OF_A_DAY = (24, 48, 96)
STEPS = (SLOT_SECONDS, 2 * SLOT_SECONDS, 4 * SLOT_SECONDS)


class KeyFileUnfit(InvalidValue):
    """The coefficients of a file do not cover a window, or change inside an interval of sharing."""

    code = "key_file_unfit"


@dataclass(frozen=True, slots=True, eq=False)
class SlotRows:
    """When the rows of a file apply: `order` (N,) sorts them, each lasts `row_slots` slots.

    `starts_at` is the Unix second of the first; None where they are those of a day on the local clock.
    """

    order: Ints
    row_slots: int
    starts_at: int | None

    def rows_for(self, timeline: Timeline | None, interval_slots: int) -> Ints:
        """Return which sorted row applies in each interval of a window, or of a typical day without one, (T,).

        Raises KeyFileUnfit where there is none, or more than one in an interval.
        """
        slots = self._slots(timeline)[::interval_slots]
        if (slots % self.row_slots + interval_slots > self.row_slots).any():
            raise KeyFileUnfit(
                marked("The coefficients change every {row} minutes, inside the intervals of {interval} minutes."),
                row=self.row_slots * SLOT_MINUTES,
                interval=interval_slots * SLOT_MINUTES,
            )
        rows: Ints = slots // self.row_slots
        lacking = (rows < 0) | (rows >= len(self.order))
        if timeline is not None and lacking.any():
            raise KeyFileUnfit(
                marked("The file has no coefficients for {count} intervals of the window, the first at {moment}."),
                count=int(lacking.sum()),
                moment=timeline.start_of(int(lacking.argmax()) * interval_slots).isoformat(),
            )
        return rows

    def _slots(self, timeline: Timeline | None) -> Ints:
        """Return how many slots after the start of the first row each slot of the window begins, (T,)."""
        if timeline is None and self.starts_at is not None:
            raise KeyFileUnfit(marked("The coefficients of the file are dated, and a typical day has no date."))
        if timeline is None:
            return np.arange(SLOTS_PER_DAY)
        return timeline.quarter_of_day if self.starts_at is None else (timeline.unix - self.starts_at) // SLOT_SECONDS


def read_slots(cells: Sequence[str], lines: Sequence[int], timezone: str, notes: Notes) -> SlotRows | None:
    """Return when rows apply, from the start of each as it is written, or None where something noted forbids it."""
    kind = kind_of(cells[0])
    for cell, line in zip(cells, lines, strict=True):
        if kind_of(cell) != kind:
            notes.add("key_no_time", marked("Line {line}: {value} is no time of this column."), line=line, value=cell)
            return None
    return _day(cells, lines, notes) if kind == "clock" else _dated(cells, lines, timezone, notes)


def _day(cells: Sequence[str], lines: Sequence[int], notes: Notes) -> SlotRows | None:
    minutes = [read_clock(cell) for cell in cells]
    step = DAY_MINUTES // len(cells) if len(cells) in ROWS_OF_A_DAY else _smallest_step(minutes)
    expected = range(0, DAY_MINUTES, step)
    seen: set[int | None] = set()
    for position, (minute, line) in enumerate(zip(minutes, lines, strict=True)):
        if minute is None or minute not in expected:
            sentence = marked("Line {line}: {value} is no start of a slot. A day begins at 00:00 and has equal steps.")
            notes.add("key_no_time", sentence, line=line, value=cells[position])
        elif minute in seen:
            notes.add("key_time_twice", marked("Line {line}: {value} comes twice."), line=line, value=cells[position])
        seen.add(minute)
    missing = [minute for minute in expected if minute not in seen]
    if missing:
        notes.add(
            "key_slots_missing",
            marked("Slots of the day are missing: {count}, the first at {value}."),
            line=lines[-1],
            value=f"{missing[0] // 60:02}:{missing[0] % 60:02}",
            count=len(missing),
        )
    order = np.argsort([minute or 0 for minute in minutes], kind="stable")
    return SlotRows(order, step // SLOT_MINUTES, None)


def _smallest_step(minutes: Sequence[int | None]) -> int:
    known = np.unique([minute for minute in minutes if minute is not None])
    step = int(np.diff(known).min(initial=DAY_MINUTES)) if len(known) > 1 else SLOT_MINUTES
    return step if step in (15, 30, 60) else SLOT_MINUTES


def _dated(cells: Sequence[str], lines: Sequence[int], timezone: str, notes: Notes) -> SlotRows | None:
    labels = read_labels(cells)
    if not labels.is_valid.all():
        place = int((~labels.is_valid).argmax())
        sentence = marked("Line {line}: {value} is no time of this column.")
        notes.add("key_no_time", sentence, line=lines[place], value=cells[place])
        return None
    is_naive = labels.offset == NAIVE
    local = utc_from_local(labels.local, timezone)
    unix = np.where(is_naive, local.utc, labels.local - np.where(is_naive, 0, labels.offset))
    # A spring hour that the clock skips stands in tables of 8,760 equal hours: it applies to nothing.
    is_real = ~(local.never_shown & is_naive)
    if not is_real.all():
        place = int((~is_real).argmax())
        sentence = marked("Line {line}: the clock never showed {value}; the row is left out.")
        severity = Severity.INFO if is_real.any() else Severity.ERROR
        notes.add("key_hour_skipped", sentence, severity=severity, line=lines[place], value=cells[place])
    if not is_real.any():
        return None
    rows, starts = [np.flatnonzero(is_real)], [unix[is_real]]
    for change in local.given_once:
        # The same tables have the autumn hour that comes twice only once: it applies to both.
        low, high = change.instant + change.after, change.instant + change.before
        again = np.flatnonzero(is_naive & (labels.local >= low) & (labels.local < high))
        sentence = marked(
            "Line {line}: {value} comes twice on the clock and once in the file; the row applies to both."
        )
        for place in again[:1].tolist():
            notes.add("key_hour_once", sentence, severity=Severity.INFO, line=lines[place], value=cells[place])
        rows.append(again)
        starts.append(unix[again] + change.before - change.after)
    return _dated_rows(np.concatenate(rows), np.concatenate(starts), cells, lines, notes)


def _dated_rows(rows: Ints, starts: Ints, cells: Sequence[str], lines: Sequence[int], notes: Notes) -> SlotRows | None:
    """Return when rows apply that begin at Unix seconds, both (N,), in any order."""
    in_time = np.argsort(starts, kind="stable")
    order, unix = rows[in_time], starts[in_time]
    steps = np.diff(unix)
    step = int(steps[steps > 0].min()) if (steps > 0).any() else SLOT_SECONDS
    if step not in STEPS or (unix % SLOT_SECONDS).any():
        line = lines[int(order[0])]
        notes.add("key_step", marked("The times do not follow each other by 15, 30 or 60 minutes."), line=line)
        return None
    for position in np.flatnonzero(steps != step).tolist():
        row = int(order[position + 1])
        if steps[position] == 0:
            notes.add("key_time_twice", marked("Line {line}: {value} comes twice."), line=lines[row], value=cells[row])
        else:
            after = datetime.fromtimestamp(int(unix[position]) + step, UTC).isoformat()
            sentence = marked("Line {line}: rows are missing from {value} on.")
            notes.add("key_slots_missing", sentence, line=lines[row], value=after)
    return SlotRows(order, step // SLOT_SECONDS, int(unix[0]))
