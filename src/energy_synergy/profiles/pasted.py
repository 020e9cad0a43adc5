"""The values of a day as people copy them from a spreadsheet or type them."""

from __future__ import annotations

import re

from energy_synergy.errors import marked
from energy_synergy.profiles.curve import CurveRefused
from energy_synergy.units import SLOTS_PER_DAY

LONGEST_TEXT = 100_000
SHOWN = 20
COUNTS = (24, SLOTS_PER_DAY)
# The blanks that stand between thousands, the ordinary one among them.
BLANKS = re.compile(r"[ \u00a0\u2007\u2009\u202f'’]")
NUMBER = re.compile(r"[+\-\u2212]?[0-9]+([.,][0-9]+)?([eE][+-]?[0-9]{1,2})?")
TIME = re.compile(r"[0-9]{1,2}([:hH][0-9]{0,2}){1,2}.*")


def read_values(text: str) -> list[float]:
    """Return the 24 or 96 values of a text: one a line, or with tabs, semicolons, blanks or commas between them.

    A comma is a decimal mark where values stand apart otherwise. A heading and a column of times are left out.
    Raises CurveRefused, which names the value, for anything else.
    """
    if len(text) > LONGEST_TEXT:
        raise CurveRefused(marked("This text is too long for the values of one day."))
    cells = _cells(text)
    if not cells:
        raise CurveRefused(marked("Write or paste 24 values (hours) or 96 values (quarter-hours)."))
    numbers = [as_number(cell) for cell in cells]
    for position, (cell, number) in enumerate(zip(cells, numbers, strict=True), start=1):
        if number is None:
            raise CurveRefused(
                marked("Value {position} ({value}) is not a number from zero up."),
                position=position,
                value=cell[:SHOWN],
            )
    if len(cells) not in COUNTS:
        raise CurveRefused(
            marked("A daily curve has 24 values (hours) or 96 (quarter-hours), not {count}."), count=len(cells)
        )
    return [number for number in numbers if number is not None]


def as_number(cell: str) -> float | None:
    """Return a number from zero up, None for anything else; of a comma and a point the last is the decimal mark."""
    bare = BLANKS.sub("", cell).removesuffix("%")
    first, last = sorted((",", "."), key=bare.rfind)
    if first in bare and last in bare:
        bare = bare.replace(first, "")
    if not NUMBER.fullmatch(bare):
        return None
    number = float(bare.replace(",", ".").replace("\u2212", "-"))
    return number if 0 <= number < float("inf") else None


def _cells(text: str) -> list[str]:
    lines = [_line(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    body = lines[1:] if len(lines) in (COUNTS[0] + 1, COUNTS[1] + 1) and _is_heading(lines[0]) else lines
    if body and all(len(line) == 2 and TIME.fullmatch(line[0]) for line in body):
        return [line[1] for line in body]
    cells = [cell for line in body for cell in line]
    if len(cells) in COUNTS:
        return cells
    ways = (_apart(text, r",?\s+"), _apart(text, r"[,\s]+"))
    return next((apart for apart in ways if len(apart) in COUNTS), cells)


def _line(line: str) -> list[str]:
    return [cell for cell in (part.strip() for part in re.split(r"[\t;]", line)) if cell]


def _is_heading(cells: list[str]) -> bool:
    return all(as_number(cell) is None and not TIME.fullmatch(cell) for cell in cells)


def _apart(text: str, between: str) -> list[str]:
    return [cell for cell in re.split(between, text) if cell]
