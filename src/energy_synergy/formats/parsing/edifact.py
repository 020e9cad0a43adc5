"""EDIFACT: segments of a text, one at a time, under the service characters that the text itself names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from energy_synergy.errors import marked
from energy_synergy.files.refused import refusal

LONGEST_SEGMENT = 20_000
NUMBER = re.compile(r"-?[0-9]{1,18}(?:[.,][0-9]{1,12})?")
Segment = list[list[str]]
SIGNS = ("\x01", "\x02", "\x03", "\x04")


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands between components and between elements, what takes a mark its meaning, what ends a segment."""

    component: str = ":"
    element: str = "+"
    release: str = "?"
    end: str = "'"


def read_marks(text: str) -> tuple[Marks, int]:
    """Return the service characters of a text and where its first segment begins; UNA names them, else they are usual.

    The decimal mark is not among them: a number may be written with either, and never with thousands.
    """
    begin = len(text) - len(text.lstrip())
    if not text.startswith("UNA", begin) or len(text) < begin + 9:
        return Marks(), begin
    component, element, _, release, _, end = tuple(text[begin + 3 : begin + 9])
    if len({component, element, end}) < 3 or any(mark.isalnum() for mark in (component, element, end)):
        return Marks(), begin
    return Marks(component, element, "" if release == " " else release, end), begin + 9


def segments(text: str) -> Iterator[Segment]:
    """Yield the segments of a text as elements of components; what no mark ends is no segment.

    Raises FileRefused for a segment that is longer than any.
    """
    marks, start = read_marks(text)
    at = start
    while (end := text.find(marks.end, at)) >= 0:
        if end - start > LONGEST_SEGMENT:
            raise _too_long()
        if _is_released(text, end, start, marks):
            at = end + 1
            continue
        yield _parted(text[start:end].strip(), marks)
        start = at = end + 1


def _is_released(text: str, place: int, start: int, marks: Marks) -> bool:
    count = 0
    while marks.release and place - count > start and text[place - count - 1] == marks.release:
        count += 1
    return count % 2 == 1


def _parted(segment: str, marks: Marks) -> Segment:
    if not marks.release or marks.release not in segment:
        return [element.split(marks.component) for element in segment.split(marks.element)]
    # Each released mark gives way to a sign that text cannot hold, until the marks have parted the rest.
    released = (marks.release, marks.element, marks.component, marks.end)
    for sign, mark in zip(SIGNS, released, strict=True):
        segment = segment.replace(marks.release + mark, sign)
    back = str.maketrans(dict(zip(SIGNS, released, strict=True)))
    return [
        [component.translate(back) for component in element.split(marks.component)]
        for element in segment.split(marks.element)
    ]


def part(segment: Segment, element: int, component: int = 0) -> str:
    """Return a component of a segment, blank where it is not there."""
    return segment[element][component].strip() if element < len(segment) and component < len(segment[element]) else ""


def read_quantity(text: str) -> float | None:
    """Return the number that a text writes with a decimal point or comma, or None.

    >>> read_quantity("9.060"), read_quantity("9,060"), read_quantity("1.000,5")
    (9.06, 9.06, None)
    """
    return float(text.replace(",", ".")) if NUMBER.fullmatch(text) else None


def _too_long() -> Exception:
    return refusal(
        "segment_too_long",
        marked("The EDIFACT message has a segment of more than {limit} characters: its end marks are wrong."),
        advice=marked("Ask the sender for the message again, as it was sent."),
        limit=LONGEST_SEGMENT,
    )
