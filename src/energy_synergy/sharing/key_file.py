"""A group's own coefficients from a CSV file: fixed, for each slot, or for each producer and consumer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.times import kind_of
from energy_synergy.findings import Finding, Severity
from energy_synergy.registry import option
from energy_synergy.sharing.base import SUM_TOLERANCE, Array, SharingKey
from energy_synergy.sharing.key_cells import KeyTable, Notes, Roster, is_number, read_coefficients, read_table
from energy_synergy.sharing.key_slots import SlotRows, read_slots
from energy_synergy.timeline import Timeline

Layout = Literal["fixed", "slots", "pairs"]
FixedKey = Literal["static", "static_iterative", "hybrid"]


@dataclass(frozen=True, slots=True, eq=False)
class KeyFile:
    """What a file of coefficients holds: `coefficients` as fractions, in the order of the group.

    "fixed": (M,), one part for each member; "slots": (N, M), for each row of the file in order of time, `slots` says
    when they apply; "pairs": (M, M), producer x consumer.
    """

    layout: Layout
    coefficients: Array
    findings: tuple[Finding, ...] = ()
    slots: SlotRows | None = None
    may_sum_below_one: bool = False

    def key(
        self, timeline: Timeline | None = None, *, interval_slots: int = 1, fixed_key: FixedKey = "static"
    ) -> SharingKey:
        """Return the sharing key for a window; `fixed_key` says what fixed parts mean.

        Without a timeline, the window is the typical day of 96 slots.
        Raises KeyFileUnfit where the file does not cover the window, or changes inside an interval.
        """
        if self.layout == "pairs":
            return self._option("full_dynamic", coefficients=self.coefficients)
        open_sum = {"may_sum_below_one": True} if self.may_sum_below_one else {}
        if self.layout == "fixed":
            return self._option(fixed_key, shares=self.coefficients.tolist(), **open_sum)
        assert self.slots is not None
        rows = self.slots.rows_for(timeline, interval_slots)
        return self._option("slot_shares", shares=self.coefficients[rows], **open_sum)

    def _option(self, name: str, **fields: object) -> SharingKey:
        key: SharingKey = option("sharing", name, **fields)
        return key


def read_key_file(
    data: bytes, members: Sequence[str], *, timezone: str = "UTC", may_sum_below_one: bool = False
) -> KeyFile:
    """Read coefficients from a CSV file; the layout is told by its first rows.

    - fixed: rows `member; coefficient`, or one row of numbers below a row of members;
    - for each slot: a first column of times and one column for each member. Clock times are those of a typical day (24,
      48 or 96 rows), dates and times those of the calendar, on the clock of `timezone` where they name no offset;
    - for each pair: a row for each producer and a column for each consumer, or rows `producer; consumer; coefficient`.

    Separated by ; , or tab; decimal comma or point; fractions or percent. A member that is not in the file gets
    nothing, which is noted. The parts must sum to 1 (with `may_sum_below_one`: to 1 at most), those of one producer
    to 1 at most.
    Raises KeyFileRefused, with findings that name line and column, for unknown members, missing slots, cells that are
    no coefficient, and other sums; FileRefused for what is no table.
    """
    notes, table, roster = Notes(), read_table(data), Roster(members)
    layout = _layout(table, roster)
    if layout == "slots":
        return _read_slots(table, roster, timezone, notes, may_sum_below_one=may_sum_below_one)
    if layout == "pairs":
        return _read_pairs(table, roster, notes)
    return _read_fixed(table, roster, notes, may_sum_below_one=may_sum_below_one)


def _layout(table: KeyTable, roster: Roster) -> Layout:
    first, width = table.rows[0][0], len(table.header)
    if kind_of(first):
        return "slots"
    if is_number(first) or (width == 2 and roster.place(table.header[1]) is None):
        return "fixed"
    return "pairs"


def _read_fixed(table: KeyTable, roster: Roster, notes: Notes, *, may_sum_below_one: bool) -> KeyFile:
    line: int | None = None
    if is_number(table.rows[0][0]):
        line = table.lines[0]
        if len(table.rows) > 1:
            notes.add("key_rows", marked("Line {line}: fixed coefficients have one row only."), line=table.lines[1])
        places = roster.places(dict(enumerate(table.header)), table.header_line, notes)
        found = read_coefficients(table, range(len(table.header)), notes)[0]
    else:
        table = _with_first_row(table)
        places = roster.places(dict(enumerate(table.column(0))), table.lines, notes)
        found = read_coefficients(table, [1], notes)[:, 0]
    notes.refuse_errors()
    shares = np.zeros(len(roster.members))
    shares[list(places.values())] = found[list(places)]
    _note_sum(float(shares.sum()), line, notes, may_sum_below_one=may_sum_below_one)
    _note_absent(places, roster, notes)
    notes.refuse_errors()
    return KeyFile("fixed", shares, tuple(notes.findings.values()), may_sum_below_one=may_sum_below_one)


def _with_first_row(table: KeyTable) -> KeyTable:
    """Return the table with its first row among the others where it is no header."""
    if not is_number(table.header[1]):
        return table
    rows, lines = [table.header, *table.rows], [table.header_line, *table.lines]
    return KeyTable(["", ""], rows, table.header_line, lines)


def _read_slots(table: KeyTable, roster: Roster, timezone: str, notes: Notes, *, may_sum_below_one: bool) -> KeyFile:
    names = {place: name for place, name in enumerate(table.header) if place}
    places = roster.places(names, table.header_line, notes)
    found = read_coefficients(table, list(places), notes)
    slots = read_slots(table.column(0), table.lines, timezone, notes)
    notes.refuse_errors()
    assert slots is not None
    for row, total in enumerate(found.sum(axis=1).tolist()):
        _note_sum(total, table.lines[row], notes, may_sum_below_one=may_sum_below_one)
    _note_absent(places, roster, notes)
    notes.refuse_errors()
    shares = np.zeros((len(found), len(roster.members)))
    shares[:, list(places.values())] = found
    return KeyFile("slots", shares[slots.order], tuple(notes.findings.values()), slots, may_sum_below_one)


def _read_pairs(table: KeyTable, roster: Roster, notes: Notes) -> KeyFile:
    width = len(table.header)
    if width == 3 and not any(roster.place(name) is not None for name in table.header[1:]):
        coefficients = _pair_list(table, roster, notes)
    else:
        coefficients = _pair_table(table, roster, notes)
    notes.refuse_errors()
    return KeyFile("pairs", coefficients, tuple(notes.findings.values()))


def _pair_table(table: KeyTable, roster: Roster, notes: Notes) -> Array:
    names = {place: name for place, name in enumerate(table.header) if place}
    consumers = roster.places(names, table.header_line, notes)
    producers = roster.places(dict(enumerate(table.column(0))), table.lines, notes)
    found = read_coefficients(table, list(consumers), notes, empty=0.0)
    notes.refuse_errors()
    for row, total in enumerate(found.sum(axis=1).tolist()):
        _note_sum(total, table.lines[row], notes, may_sum_below_one=True)
    coefficients = np.zeros((len(roster.members), len(roster.members)))
    coefficients[np.ix_(list(producers.values()), list(consumers.values()))] = found[list(producers)]
    return coefficients


def _pair_list(table: KeyTable, roster: Roster, notes: Notes) -> Array:
    found = read_coefficients(table, [2], notes)[:, 0]
    coefficients: Array = np.full((len(roster.members),) * 2, np.nan)
    for row, (producer, consumer, _) in enumerate(table.rows):
        line, giver, receiver = table.lines[row], roster.place(producer), roster.place(consumer)
        if giver is None or receiver is None:
            roster.note_unknown(producer if giver is None else consumer, line, notes)
            continue
        if not np.isnan(coefficients[giver, receiver]):
            value = f"{producer}, {consumer}"
            notes.add("key_member_twice", marked("Line {line}: {value} stands there twice."), line=line, value=value)
        coefficients[giver, receiver] = found[row]
        _note_sum(float(np.nansum(coefficients[giver])), line, notes, may_sum_below_one=True)
    return np.nan_to_num(coefficients)


def _note_sum(total: float, line: int | None, notes: Notes, *, may_sum_below_one: bool) -> None:
    if total <= 1 + SUM_TOLERANCE and (may_sum_below_one or total >= 1 - SUM_TOLERANCE):
        return
    if line is None:
        sentence = (
            marked("The coefficients sum to {value}, more than 1.")
            if may_sum_below_one
            else marked("The coefficients sum to {value}, not to 1.")
        )
    else:
        sentence = (
            marked("Line {line}: the coefficients sum to {value}, more than 1.")
            if may_sum_below_one
            else marked("Line {line}: the coefficients sum to {value}, not to 1.")
        )
    notes.add("key_sum", sentence, line=line, value=f"{total:.12g}")


def _note_absent(places: dict[int, int], roster: Roster, notes: Notes) -> None:
    present = set(places.values())
    absent = [name for place, name in enumerate(roster.members) if place not in present]
    if absent:
        notes.add(
            "key_member_absent",
            marked("Not in the file, so nothing is given to them: {names}."),
            severity=Severity.INFO,
            names=", ".join(absent),
        )
