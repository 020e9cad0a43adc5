"""The columns of a plain list of prices, told by their cells and headers: times, ends, prices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from energy_synergy.errors import marked
from energy_synergy.files.numbers import MISSING_TEXTS, looks_like_number
from energy_synergy.files.refused import FileRefused, refusal
from energy_synergy.files.times import kind_of
from energy_synergy.tariffs.areas import area_named
from energy_synergy.tariffs.price_files.base import PriceFile
from energy_synergy.tariffs.price_files.clock import MARKER
from energy_synergy.tariffs.price_files.price_unit import unit_in

END_WORD = re.compile(r"(?<![a-z])(end|ends|ends_at|end_utc|to|until|bis|fin|hasta|ende)(?![a-z])", re.IGNORECASE)
PRICE_WORD = re.compile(r"price|preis|prix|precio|prezzo|prijs|spot|day.?ahead|auktion|tarif", re.IGNORECASE)
CLOCK_NAME = re.compile(r"CES?T|MES?Z|UTC|GMT|WES?T")
BEHIND_NAME = re.compile(r"\s*[\[(].*")


@dataclass(frozen=True, slots=True)
class ListColumns:
    """The places of a list: its times (a moment, or a date, a clock and maybe its name), its end, its prices."""

    header: tuple[str, ...]
    times: tuple[int, ...]
    end: int | None
    prices: tuple[int, ...]

    def area(self, price: int) -> str | None:
        """Return the bidding area that the header of a column of prices names, or None."""
        return area_named(BEHIND_NAME.sub("", self.header[price]))


def _kind(cell: str) -> str:
    return kind_of(MARKER.sub(r" \1", cell.strip()))


def columns_of(rows: Sequence[Sequence[str]]) -> tuple[int, ListColumns] | None:
    """Return the first row of prices and the columns of a list, by its first rows; None where it is no such list."""
    for number, row in enumerate(rows):
        times = _times_of(row)
        numbers = [place for place, cell in enumerate(row) if place not in times and _may_be_price(cell)]
        if times and numbers:
            header = _header(rows[:number], len(row))
            ends = [place for place in range(len(row)) if _kind(row[place]) == "moment" and place not in times]
            end = next((place for place in ends if END_WORD.search(header[place])), None)
            prices = _prices_of(header, [place for place in numbers if place not in ends])
            return (number, ListColumns(header, times, end, prices)) if prices else None
    return None


def _may_be_price(cell: str) -> bool:
    return looks_like_number(cell) or cell.strip().lower() in MISSING_TEXTS


def _times_of(row: Sequence[str]) -> tuple[int, ...]:
    kinds = [_kind(cell) for cell in row]
    if "moment" in kinds:
        return (kinds.index("moment"),)
    if "date" not in kinds or "clock" not in kinds:
        return ()
    times = (kinds.index("date"), kinds.index("clock"))
    behind = times[1] + 1
    return (*times, behind) if behind < len(row) and CLOCK_NAME.fullmatch(row[behind].strip()) else times


def _header(above: Sequence[Sequence[str]], width: int) -> tuple[str, ...]:
    cells = next((row for row in reversed(above) if any(row)), [])
    return tuple(cells[place].strip() if place < len(cells) else "" for place in range(width))


def _prices_of(header: Sequence[str], numbers: Sequence[int]) -> tuple[int, ...]:
    with_unit = [place for place in numbers if unit_in(header[place])]
    named = [place for place in numbers if PRICE_WORD.search(header[place])]
    return tuple(with_unit or named or (numbers if len(numbers) == 1 else ()))


def price_column(columns: ListColumns, hints: PriceFile) -> int:
    """Return the column of prices to read: the one told by its header, else that of the area, else the only one.

    Raises FileRefused where that leaves several, or none.
    """
    if hints.column is not None:
        for place in columns.prices:
            if columns.header[place] == hints.column.strip():
                return place
        raise _which_column(columns)
    of_area = [place for place in columns.prices if hints.area and columns.area(place) == hints.area]
    left = of_area or columns.prices
    if len(left) == 1:
        return left[0]
    raise _which_column(columns)


def _which_column(columns: ListColumns) -> FileRefused:
    return refusal(
        "price_column_needed",
        marked("The file has several columns that may be the prices: {columns}."),
        advice=marked("Tell which column holds the prices of the area, by its header."),
        columns=", ".join(columns.header[place] or str(place + 1) for place in columns.prices)[:300],
    )
