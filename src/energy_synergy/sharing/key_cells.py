"""The cells of a coefficient file: lines and columns, numbers and percent, names of members."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.limits import MAX_CELLS, MAX_COLUMNS, TOO_MANY_COLUMNS, TOO_MANY_ROWS, too_many
from energy_synergy.files.refused import FileRefused, refusal
from energy_synergy.files.text import decode, detect_separator, head_lines, rows_of
from energy_synergy.findings import Finding, Place, Severity
from energy_synergy.registry import suggest
from energy_synergy.sharing.base import Array

NUMBER = re.compile(r"[+-]?(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
PLAIN_BYTES = b"0123456789.,\n"
SPACES = " \t\u00a0\u202f"
MOST_ROWS = 200_000


class KeyFileRefused(FileRefused):
    """A file of coefficients that gives no sharing key; `findings` says where and why."""

    code = "key_file_refused"


@dataclass(frozen=True, slots=True)
class KeyTable:
    """The first row that is not empty, the rows below it, all of one width, and the line of each (1 is the first)."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    header_line: int
    lines: Sequence[int]

    def column(self, place: int) -> list[str]:
        """Return the cells of one column."""
        return [row[place] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Notes:
    """What is found in a file: one finding for each code, with its first place and how often it came."""

    findings: dict[str, Finding] = field(default_factory=dict)

    def add(
        self,
        code: str,
        sentence: str,
        *,
        severity: Severity = Severity.ERROR,
        line: int | None = None,
        column: str | None = None,
        value: str | None = None,
        count: int = 1,
        **values: object,
    ) -> None:
        """Note a problem; its sentence knows the line, the column, the value and the count."""
        if code in self.findings:
            self.findings[code] = replace(self.findings[code], count=self.findings[code].count + count)
            return
        told = {"line": line, "column": column, "value": value, "count": count, **values}
        self.findings[code] = Finding(code, severity, sentence, told, Place(line=line, column=column), count, value)

    def refuse_errors(self) -> None:
        """Raise KeyFileRefused with all findings if one of them is an error."""
        errors = [one for one in self.findings.values() if one.severity is Severity.ERROR]
        if errors:
            raise KeyFileRefused(errors[0].sentence, findings=tuple(self.findings.values()), **errors[0].values)


def read_table(data: bytes) -> KeyTable:
    """Return the cells of a file of coefficients; empty lines, and those that begin with #, are left out.

    Raises FileRefused for what is no text or has too many cells.
    """
    text, _ = decode(data)
    separator = detect_separator(head_lines(text))
    lines = str(text, "utf-8", "replace").split("\n")
    kept = [(number, cells) for number, cells in enumerate(rows_of(lines, separator), 1) if _is_row(cells)]
    if len(kept) < 2:
        raise refusal(
            "key_file_empty",
            marked("The file holds no coefficients."),
            advice=marked("Write the names of the members into the first row and their coefficients below."),
        )
    width = max(max((place for place, cell in enumerate(cells, 1) if cell), default=0) for _, cells in kept)
    if width > MAX_COLUMNS:
        raise too_many(TOO_MANY_COLUMNS, MAX_COLUMNS)
    if len(kept) > min(MOST_ROWS, MAX_CELLS // width):
        raise too_many(TOO_MANY_ROWS, min(MOST_ROWS, MAX_CELLS // width))
    rows = [[*cells, *[""] * (width - len(cells))][:width] for _, cells in kept]
    return KeyTable(rows[0], rows[1:], kept[0][0], [number for number, _ in kept[1:]])


def _is_row(cells: Sequence[str]) -> bool:
    return any(cells) and not cells[0].startswith("#") and not cells[0].lower().startswith("sep=")


def is_number(cell: str) -> bool:
    """Tell whether a cell writes a number or a percentage."""
    return NUMBER.fullmatch(cell.rstrip("%" + SPACES)) is not None


def read_coefficients(table: KeyTable, columns: Sequence[int], notes: Notes, *, empty: float | None = None) -> Array:
    """Return some columns as fractions (N, C), NaN where a cell is none; what is wrong is noted.

    A percent sign divides by 100. Numbers above 1 without a sign mean that all without one are percent, which is noted.
    `empty` is what an empty cell stands for.
    """
    read = [_column(table.column(place)) for place in columns]
    numbers = np.stack([values for values, _ in read], axis=1) if read else np.zeros((len(table.rows), 0))
    has_sign = np.stack([signs for _, signs in read], axis=1) if read else np.zeros(numbers.shape, dtype=np.bool_)
    if empty is not None:
        is_empty = np.array([[row[place] == "" for place in columns] for row in table.rows]).reshape(numbers.shape)
        numbers = np.where(is_empty, empty, numbers)
    if (numbers[~has_sign] > 1).any():
        notes.add("key_percent", marked("The coefficients are read as percent."), severity=Severity.INFO)
        has_sign |= True
    fractions: Array = np.where(has_sign, numbers / 100, numbers)
    _note_bad(table, columns, fractions, notes)
    return fractions


def _column(cells: Sequence[str]) -> tuple[Array, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """Return the numbers of a column (N,), NaN where a cell is none, and which have a percent sign (N,)."""
    joined = "\n".join(cells)
    if joined.isascii() and not joined.encode().translate(None, PLAIN_BYTES):
        try:
            return np.array([float(cell.replace(",", ".")) for cell in cells]), np.zeros(len(cells), dtype=np.bool_)
        except ValueError:
            pass  # an empty cell or two marks: read one by one below
    has_sign = np.array([cell.endswith("%") for cell in cells], dtype=np.bool_)
    bare = [cell.rstrip("%" + SPACES) for cell in cells]
    return np.array([float(one.replace(",", ".")) if NUMBER.fullmatch(one) else np.nan for one in bare]), has_sign


def _note_bad(table: KeyTable, columns: Sequence[int], fractions: Array, notes: Notes) -> None:
    is_empty = np.zeros(fractions.shape, dtype=np.bool_)
    for row, place in np.argwhere(np.isnan(fractions)):
        is_empty[row, place] = not table.rows[row][columns[place]]
    kinds = (
        ("key_negative", fractions < 0, marked("Line {line}, column {column}: {value} is negative, not 0 or more.")),
        ("key_above_one", fractions > 1, marked("Line {line}, column {column}: {value} is more than 1, or 100 %.")),
        ("key_empty_cell", is_empty, marked("Line {line}, column {column}: the coefficient is missing.")),
        (
            "key_no_number",
            np.isnan(fractions) & ~is_empty,
            marked("Line {line}, column {column}: {value} is no coefficient; write 0.25 or 25 %."),
        ),
    )
    for code, is_bad, sentence in kinds:
        if is_bad.any():
            row, place = (int(number) for number in np.argwhere(is_bad)[0])
            column = columns[place]
            name = table.header[column] or str(column + 1)
            value, count = table.rows[row][column], int(is_bad.sum())
            notes.add(code, sentence, line=table.lines[row], column=name, value=value, count=count)


class Roster:
    """The members of a group by name; upper and lower case, and spaces around, are the same."""

    def __init__(self, members: Sequence[str]) -> None:
        self.members = members
        self._places = {_folded(name): place for place, name in enumerate(members)}

    def place(self, name: str) -> int | None:
        """Return the place of a member in the group, or None."""
        return self._places.get(_folded(name))

    def places(self, names: Mapping[int, str], lines: Sequence[int] | int, notes: Notes) -> dict[int, int]:
        """Return the place of the member that stands in each row or column; unknown ones and repetitions are noted.

        `names` are by row or column; `lines` is the line of all of them, or those of the rows.
        """
        found: dict[int, int] = {}
        taken: set[int] = set()
        for position, name in names.items():
            place = self.place(name)
            line = lines if isinstance(lines, int) else lines[position]
            if place is None:
                self.note_unknown(name, line, notes)
            elif place in taken:
                notes.add("key_member_twice", marked("Line {line}: {value} stands there twice."), line=line, value=name)
            else:
                found[position] = place
                taken.add(place)
        return found

    def note_unknown(self, name: str, line: int, notes: Notes) -> None:
        """Note a name that no member has, with the nearest one for the first of them."""
        near = "" if "key_unknown_member" in notes.findings else suggest(name, self.members)
        sentence = (
            marked("Line {line}: {value} is no member of the group. Is {near} meant?")
            if near
            else marked("Line {line}: {value} is no member of the group.")
        )
        notes.add("key_unknown_member", sentence, line=line, value=name, near=near)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
