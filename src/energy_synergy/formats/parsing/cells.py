"""Cells that are still bytes: a column of a regular text, read at once without a Python object per cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
LONGEST_EXACT = 15
ZERO = 48


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
            np.take(self.text, self.starts + place, out=grid[place])
        return grid

    def plain_numbers(self, mark: int | None) -> Floats | None:
        """Return cells of digits with at most one mark (a byte) as numbers (N,), or None when any cell is otherwise.

        The mantissa stays below 2**53 and is divided once by a power of ten, so the result is the nearest float,
        the same that float() gives.
        """
        lengths = self.ends - self.starts
        longest = int(lengths.max(initial=0))
        if not len(lengths) or longest > LONGEST_EXACT or lengths.min() < 1:
            return None
        mantissa = np.zeros(len(lengths), dtype=np.int64)
        decimals = np.zeros(len(lengths), dtype=np.int64)
        marks = np.zeros(len(lengths), dtype=np.bool_)
        # Cells end where the separator stands: counted from there, a short cell only runs out on the left.
        for place in range(longest, 0, -1):
            byte = np.take(self.text, self.ends - place, mode="clip")
            is_inside = lengths >= place
            digit = byte - np.uint8(ZERO)
            is_digit = (digit < 10) & is_inside
            if not np.array_equal(is_digit, is_inside):
                is_mark = is_inside & ~is_digit
                if mark is None or (byte[is_mark] != mark).any() or (marks & is_mark).any():
                    return None
                marks |= is_mark
                decimals[is_mark] = place - 1
            mantissa = np.where(is_digit, mantissa * 10 + digit, mantissa)
        if (lengths - marks < 1).any():
            return None
        powers = 10.0 ** np.arange(LONGEST_EXACT + 1)
        numbers: Floats = mantissa / powers[decimals]
        return numbers


def cut(text: bytes, mark: str, width: int, wanted: Sequence[int]) -> list[ByteColumn] | None:
    """Return some columns of a text whose every line holds exactly `width` cells, or None when one does not."""
    array = np.frombuffer(text, dtype=np.uint8)
    stops = np.flatnonzero((array == 10) | (array == ord(mark)))
    if not len(stops) or len(stops) % width:
        return None
    is_line_end = (array[stops] == 10).reshape(-1, width)
    if not is_line_end[:, -1].all() or is_line_end[:, :-1].any():
        return None
    ends = stops.reshape(-1, width)
    starts = np.concatenate(([0], stops[:-1] + 1)).reshape(-1, width)
    return [ByteColumn(array, starts[:, place].copy(), ends[:, place].copy()) for place in wanted]
