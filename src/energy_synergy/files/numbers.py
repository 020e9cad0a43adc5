"""Strict numbers: what a meter file may write for a reading, and which mark is the decimal one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from typing import Literal

import numpy as np
import numpy.typing as npt

from energy_synergy.errors import marked
from energy_synergy.files.cells import ByteColumn

Cell = str | float
DecimalMark = Literal["point", "comma"]
Floats = npt.NDArray[np.float64]
LARGEST = 1e12
SETTLING = 60
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


Plain = tuple[Floats, npt.NDArray[np.bool_]]


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
    number = signed_number(cell, mark)
    if number is None:
        return Wrong.NOT_A_NUMBER
    if number < 0:
        return Wrong.NEGATIVE
    return number + 0.0 if number <= LARGEST else Wrong.TOO_LARGE


def signed_number(cell: Cell, mark: DecimalMark) -> float | None:
    """Return the number of either sign that a cell writes, or None."""
    return _typed(cell) if isinstance(cell, float) else _written(cell.strip(), mark)


def _typed(cell: float) -> float | None:
    return cell if np.isfinite(cell) else None


def _written(text: str, mark: DecimalMark) -> float | None:
    if len(text) > 40 or not TOLERANT[mark].fullmatch(text):
        return None
    return float(text.translate(DROPPED[mark]).replace(",", "."))


def read_numbers(
    cells: Sequence[Cell], mark: DecimalMark, plain: Plain | None = None
) -> tuple[Floats, dict[int, Wrong]]:
    """Return the numbers of a column (N,), NaN where there is none, and why, by position.

    `plain` is what was read of it already under the same mark.
    """
    if plain is None and isinstance(cells, ByteColumn):
        plain = cells.plain_numbers(ord(SYMBOLS[mark]))
    if plain is not None:
        numbers, is_plain = plain
        closer = np.flatnonzero(~is_plain | (numbers > LARGEST))
        return numbers, _closer(cells, closer.tolist(), mark, numbers)
    found = read_plain_numbers(cells, mark)
    return (found, {}) if found is not None else read_numbers_one_by_one(cells, mark)


def _closer(cells: Sequence[Cell], places: Sequence[int], mark: DecimalMark, numbers: Floats) -> dict[int, Wrong]:
    """Read the cells at some places one by one into `numbers`, and return which hold none."""
    wrong: dict[int, Wrong] = {}
    for place in places:
        number = read_number(cells[place], mark)
        if isinstance(number, Wrong):
            wrong[place] = number
            numbers[place] = np.nan
        else:
            numbers[place] = number
    return wrong


def read_plain_numbers(cells: Sequence[Cell], mark: DecimalMark) -> Floats | None:
    """Return a column of plain numbers (N,), or None when any cell needs a closer look.

    Only digits and the mark may occur, so float() can meet nothing that the strict pattern would refuse.
    """
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
    numbers = np.full(len(cells), np.nan)
    return numbers, _closer(cells, range(len(cells)), mark, numbers)


def looks_like_number(cell: Cell | None) -> bool:
    """Tell whether a cell reads as a number under either mark, negative ones included."""
    if not isinstance(cell, str):
        return isinstance(cell, float)
    text = cell.strip()
    return len(text) <= 40 and any(pattern.fullmatch(text) is not None for pattern in TOLERANT.values())


def settled_mark(columns: Sequence[Sequence[Cell]]) -> tuple[DecimalMark, list[Plain]] | None:
    """Return the decimal mark where the first cells settle it for all, and the plain numbers under it, else None.

    They do when they give it more certain votes than there are cells that hold another sign than digits and this
    mark: no count of all cells could then come out otherwise. Without votes, no cell may hold any mark.
    """
    cells = [column for column in columns if isinstance(column, ByteColumn)]
    if len(cells) < len(columns):
        return None
    votes = [vote for column in cells for cell in column[:SETTLING] if (vote := _vote(cell))]
    mark: DecimalMark = "comma" if votes.count("comma") * 2 > len(votes) else "point"
    plain = [column.plain_numbers(ord(SYMBOLS[mark]) if votes else None) for column in cells]
    others = sum(len(is_plain) - int(is_plain.sum()) for _, is_plain in plain)
    is_settled = votes.count(mark) * 2 - len(votes) > others if votes else not others
    return (mark, plain) if is_settled else None


def detect_decimal_mark(cells: Sequence[Cell], *, is_comma_separated: bool) -> tuple[DecimalMark, bool]:
    """Return the decimal mark of some columns and whether the evidence settles it.

    A mark is certain where it cannot group thousands: 0,5 or 12,75 or 1.234,50; most certain cells win. Where every
    cell could be either, a comma follows the separator (1,234 between semicolons is decimal, quoted between commas it
    groups), and a point between semicolons is taken for decimal and the caller is told that this is an assumption.
    """
    texts = [cell for cell in cells if isinstance(cell, str)]
    joined = "\n".join(texts)
    present: list[DecimalMark] = [mark for mark, symbol in SYMBOLS.items() if symbol in joined]
    votes = [vote for text in texts if (vote := _vote(text))] if present else []
    if votes:
        is_comma = votes.count("comma") * 2 > len(votes)
        return ("comma" if is_comma else "point"), True
    if "comma" in present:
        return ("point" if is_comma_separated else "comma"), True
    return "point", is_comma_separated or not present


def _vote(text: str) -> DecimalMark | None:
    """Return the decimal mark that a cell proves, or None; one mark alone before three digits proves nothing."""
    for mark, pattern in CERTAIN.items():
        if pattern.fullmatch(text):
            return mark
    if GROUPED["comma"].fullmatch(text):
        return "point"
    return "comma" if GROUPED["point"].fullmatch(text) else None


GROUPED: dict[DecimalMark, re.Pattern[str]] = {
    mark: re.compile(rf"[+-]?[0-9]{{1,3}}(?:{re.escape(symbol)}[0-9]{{3}}){{2,}}") for mark, symbol in SYMBOLS.items()
}
