"""Strict numbers: what a meter file may write for a reading, and which mark is the decimal one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

import numpy as np
import numpy.typing as npt

from energy_synergy.errors import marked
from energy_synergy.formats.base import DecimalMark
from energy_synergy.formats.parsing.cells import ByteColumn

Cell = str | float
Floats = npt.NDArray[np.float64]
LARGEST = 1e12
SETTLING = 200
MISSING_TEXTS = frozenset(
    {"", "-", "--", "—", "–", "n/a", "#n/a", "#n/d", "n/d", "n/e", "na", "nd", "null", "none", "?", "k.a.", "s/o"}
)
SPACES = " \u00a0\u202f\u2009"
PLAIN = {
    "point": re.compile(r"[0-9]+\.?[0-9]*|\.[0-9]+"),
    "comma": re.compile(r"[0-9]+,?[0-9]*|,[0-9]+"),
}


def _tolerant(decimal: str, thousands: str) -> re.Pattern[str]:
    whole = f"[0-9]{{1,3}}(?:(?P<group>[{thousands}])[0-9]{{3}}(?:(?P=group)[0-9]{{3}})*)|[0-9]+"
    return re.compile(rf"[+-]?(?:(?:{whole})(?:{decimal}[0-9]*)?|{decimal}[0-9]+)(?:[eE][+-]?[0-9]{{1,2}})?")


TOLERANT = {
    "point": _tolerant(r"\.", f"{SPACES},'’"),
    "comma": _tolerant(",", f"{SPACES}.'’"),
}
DROPPED = {
    "point": str.maketrans(dict.fromkeys(f"{SPACES}'’,")),
    "comma": str.maketrans(dict.fromkeys(f"{SPACES}'’.")),
}
SYMBOLS: dict[DecimalMark, str] = {"comma": ",", "point": "."}


def _certain(decimal: str, other: str) -> re.Pattern[str]:
    group = f"[{SPACES}{other}'’]"
    plain = f"0*{decimal}[0-9]+|[0-9]{{4,}}{decimal}[0-9]+|[0-9]+{decimal}(?:[0-9]{{1,2}}|[0-9]{{4,}})"
    return re.compile(rf"[+-]?(?:{plain}|[0-9]{{1,3}}(?:{group}[0-9]{{3}})+{decimal}[0-9]+)(?:[eE][+-]?[0-9]{{1,2}})?")


CERTAIN: dict[DecimalMark, re.Pattern[str]] = {"comma": _certain(",", "."), "point": _certain(r"\.", ",")}


class Wrong(Enum):
    """Why a cell holds no energy; the value is the sentence for the user."""

    MISSING = marked("Line {line}, column {column}: the value is missing.")
    NOT_A_NUMBER = marked("Line {line}, column {column}: {value} is not a number.")
    NEGATIVE = marked("Line {line}, column {column}: {value} is negative; an energy is zero or more.")
    TOO_LARGE = marked("Line {line}, column {column}: {value} is too large to be a reading.")


def read_number(cell: Cell | None, mark: DecimalMark) -> float | Wrong:
    """Return the energy or power that a cell writes, or why it is none.

    Accepted: digits with one decimal mark, thousands in groups of three, an exponent of two digits. Nothing else.

    >>> read_number("1 094,60", "comma")
    1094.6
    >>> read_number("1_0", "point").name
    'NOT_A_NUMBER'
    """
    if cell is None or (isinstance(cell, str) and cell.strip().lower() in MISSING_TEXTS):
        return Wrong.MISSING
    number = _typed(cell) if isinstance(cell, float) else _written(cell.strip(), mark)
    if number is None:
        return Wrong.NOT_A_NUMBER
    if number < 0:
        return Wrong.NEGATIVE
    return number + 0.0 if number <= LARGEST else Wrong.TOO_LARGE


def _typed(cell: float) -> float | None:
    return cell if np.isfinite(cell) else None


def _written(text: str, mark: DecimalMark) -> float | None:
    if len(text) > 40 or not TOLERANT[mark].fullmatch(text):
        return None
    return float(text.translate(DROPPED[mark]).replace(",", "."))


def read_numbers(cells: Sequence[Cell], mark: DecimalMark) -> tuple[Floats, dict[int, Wrong]]:
    """Return the numbers of a column (N,), NaN where there is none, and why, by position."""
    numbers = read_plain_numbers(cells, mark)
    return (numbers, {}) if numbers is not None else read_numbers_one_by_one(cells, mark)


def read_plain_numbers(cells: Sequence[Cell], mark: DecimalMark) -> Floats | None:
    """Return a column of plain numbers (N,), or None when any cell needs a closer look.

    Only digits and the mark may occur, so float() can meet nothing that the strict pattern would refuse.
    """
    if isinstance(cells, ByteColumn):
        return cells.plain_numbers(ord(SYMBOLS[mark]))
    try:
        joined = "\n".join(cells).encode("ascii")  # type: ignore[arg-type]
    except (TypeError, UnicodeEncodeError):
        return None
    if joined.translate(None, b"0123456789\n" + SYMBOLS[mark].encode()):
        return None
    try:
        numbers = np.array(list(map(float, joined.replace(b",", b".").split(b"\n"))))
    except ValueError:
        return None
    is_in_bounds = numbers.max(initial=0.0) <= LARGEST and max(map(len, cells), default=0) <= 40  # type: ignore[arg-type]
    return numbers if len(numbers) == len(cells) and is_in_bounds else None


def read_numbers_one_by_one(cells: Sequence[Cell], mark: DecimalMark) -> tuple[Floats, dict[int, Wrong]]:
    """Do what `read_numbers` does, cell by cell."""
    wrong: dict[int, Wrong] = {}
    numbers = np.full(len(cells), np.nan)
    plain = PLAIN[mark].fullmatch
    for position, cell in enumerate(cells):
        if isinstance(cell, str) and len(cell) <= 12 and plain(cell):
            numbers[position] = float(cell.replace(",", "."))
            continue
        number = read_number(cell, mark)
        if isinstance(number, Wrong):
            wrong[position] = number
        else:
            numbers[position] = number
    return numbers, wrong


def looks_like_number(cell: Cell | None) -> bool:
    """Tell whether a cell reads as a number under either mark, negative ones included."""
    if not isinstance(cell, str):
        return isinstance(cell, float)
    text = cell.strip()
    return len(text) <= 40 and any(pattern.fullmatch(text) is not None for pattern in TOLERANT.values())


def read_plain_columns(
    columns: Sequence[Sequence[Cell]], *, is_comma_separated: bool
) -> tuple[list[Floats], DecimalMark] | None:
    """Return columns of plain numbers and their decimal mark where the first cells settle it for all, else None.

    Where the first cells settle the mark, and no cell of any column holds another sign than digits and that mark,
    no later cell could overturn it. Without a mark in the first cells, none may come later.
    """
    if not all(isinstance(column, ByteColumn) for column in columns):
        return None
    first = [cell for column in columns for cell in column[:SETTLING]]
    mark, is_certain = detect_decimal_mark(first, is_comma_separated=is_comma_separated)
    symbol = ord(SYMBOLS[mark]) if any(SYMBOLS[mark] in cell for cell in first if isinstance(cell, str)) else None
    if not is_certain:
        return None
    found = [column.plain_numbers(symbol) for column in columns if isinstance(column, ByteColumn)]
    numbers = [column for column in found if column is not None and column.max(initial=0.0) <= LARGEST]
    return (numbers, mark) if len(numbers) == len(columns) else None


def detect_decimal_mark(cells: Sequence[Cell], *, is_comma_separated: bool) -> tuple[DecimalMark, bool]:
    """Return the decimal mark of some columns and whether the evidence settles it.

    A mark is certain where it cannot group thousands: 0,5 or 12,75 or 1.234,50. Where every cell could be either, a
    comma follows the separator (1,234 between semicolons is decimal, quoted between commas it groups), and a point
    between semicolons is taken for decimal and the caller is told that this is an assumption.
    """
    texts = [cell for cell in cells if isinstance(cell, str)]
    joined = "\n".join(texts)
    present: list[DecimalMark] = [mark for mark, symbol in SYMBOLS.items() if symbol in joined]
    if not present:
        return "point", True
    if len(present) == 1:
        only = present[0]
        if any(_is_grouped_by(SYMBOLS[only], text) for text in texts if text.count(SYMBOLS[only]) > 1):
            return ("point" if only == "comma" else "comma"), True
        if any(CERTAIN[only].fullmatch(text) for text in texts):
            return only, True
        if only == "comma":
            return ("point" if is_comma_separated else "comma"), True
        return only, is_comma_separated
    votes = [vote for text in texts if (vote := _vote(text))]
    commas = votes.count("comma")
    return ("comma" if commas * 2 > len(votes) else "point"), bool(votes)


def _is_grouped_by(symbol: str, text: str) -> bool:
    return re.fullmatch(rf"[0-9]{{1,3}}(?:{re.escape(symbol)}[0-9]{{3}}){{2,}}", text) is not None


def _vote(text: str) -> DecimalMark | None:
    for mark, pattern in CERTAIN.items():
        if pattern.fullmatch(text):
            return mark
    return None
