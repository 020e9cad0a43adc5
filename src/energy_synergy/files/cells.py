"""Cells that are still bytes: a column of a regular text, read at once without a Python object per cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
LONGEST_EXACT = 15
LINE_END = 10
BLOCK = 1 << 17
MAX_STOPS = 6_000_000
ZERO = 48
POWERS = 10.0 ** np.arange(LONGEST_EXACT + 1)


@dataclass(frozen=True, slots=True)
class ByteColumn(Sequence[str]):
    """A column of a text in UTF-8: where each cell begins and ends (N,), end exclusive; as a sequence, its texts."""

    text: Bytes
    starts: Ints
    ends: Ints

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, place: int) -> str: ...

    @overload
    def __getitem__(self, place: slice) -> list[str]: ...

    def __getitem__(self, place: int | slice) -> str | list[str]:
        if isinstance(place, slice):
            return list(ByteColumn(self.text, self.starts[place], self.ends[place]))
        return str(self.text[self.starts[place] : self.ends[place]].tobytes(), "utf-8").strip()

    def __iter__(self) -> Iterator[str]:
        text = self.text.tobytes()
        for start, end in zip(self.starts.tolist(), self.ends.tolist(), strict=True):
            yield str(text[start:end], "utf-8").strip()

    def width(self) -> int | None:
        """Return the one width [bytes] of all cells, or None when they differ."""
        widths = self.ends - self.starts
        return int(widths[0]) if len(widths) and (widths == widths[0]).all() else None

    def grid(self, width: int) -> Bytes:
        """Return the bytes of cells of one width, (width, N): a run per place is fast to compare."""
        grid = np.empty((width, len(self)), dtype=np.uint8)
        for place in range(width):
            np.take(self.text[place:], self.starts, out=grid[place], mode="clip")
        return grid

    def plain_numbers(self, mark: int | None) -> tuple[Floats, Bools]:
        """Return numbers (N,) and which cells are plain (N,): digits with at most one mark (a byte); NaN elsewhere.

        The mantissa stays below 2**53 and is divided once by a power of ten, so the result is the nearest float,
        the same that float() gives.
        """
        lengths = self.ends - self.starts
        longest = min(int(lengths.max(initial=0)), LONGEST_EXACT)
        is_plain = (lengths > 0) & (lengths <= LONGEST_EXACT)
        mantissa = np.zeros(len(lengths), dtype=np.int64)
        decimals = np.zeros(len(lengths), dtype=np.int64)
        marks = np.zeros(len(lengths), dtype=np.bool_)
        # Cells end where the separator stands: counted from there, a short cell only runs out on the left.
        text, first = self.text, self.ends - longest
        if first.min(initial=0) < 0:
            text, first = np.concatenate((np.zeros(longest, dtype=np.uint8), text)), self.ends
        for place in range(longest, 0, -1):
            byte = np.take(text[longest - place :], first, mode="clip")
            is_inside = lengths >= place
            digit = byte - np.uint8(ZERO)
            is_digit = (digit < 10) & is_inside
            if is_digit.all():
                mantissa *= 10
                mantissa += digit
                continue
            if not np.array_equal(is_digit, is_inside):
                is_mark = is_inside & (byte == mark) & ~marks if mark else np.zeros_like(marks)
                is_plain &= ~is_inside | is_digit | is_mark
                marks |= is_mark
                decimals += is_mark * np.int64(place - 1)
            mantissa = np.where(is_digit, mantissa * 10 + digit, mantissa)
        is_plain &= lengths > marks
        numbers: Floats = mantissa / POWERS[decimals]
        if not is_plain.all():
            numbers[~is_plain] = np.nan
        return numbers, is_plain


def cut(text: bytes, start: int, mark: str, width: int, wanted: Sequence[int]) -> list[ByteColumn] | None:
    """Return some columns of a text from byte `start` on, or None when a line has not exactly `width` cells."""
    array = np.frombuffer(text, dtype=np.uint8)
    end = len(text)
    while end > start and array[end - 1] == LINE_END:
        end -= 1
    stops = _stops(array, start, end, ord(mark))
    if stops is None or end == start or len(stops) % width:
        return None
    is_line_end = array[stops[:-1]] == LINE_END
    is_line_end = np.append(is_line_end, True).reshape(-1, width)
    if not is_line_end[:, -1].all() or is_line_end[:, :-1].any():
        return None
    ends = stops.reshape(-1, width)
    starts = np.concatenate(([start], stops[:-1] + 1)).reshape(-1, width)
    return [ByteColumn(array, starts[:, place].copy(), ends[:, place].copy()) for place in wanted]


def _stops(array: Bytes, start: int, end: int, mark: int) -> Ints | None:
    """Return where cells end between two places, the last at `end`, or None when there are too many to hold."""
    found = []
    count = 0
    # Block by block the masks stay in the cache of the processor.
    for first in range(start, end, BLOCK):
        block = array[first : min(first + BLOCK, end)]
        is_stop = block == LINE_END
        is_stop |= block == mark
        places = np.flatnonzero(is_stop)
        places += first
        found.append(places)
        count += len(places)
        if count > MAX_STOPS:
            return None
    return np.concatenate([*found, [end]])
