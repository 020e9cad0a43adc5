"""Tables as records: raw numbers under heads that say unit and decimals, and how a cell is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from energy_synergy.reports.dates import moment, short_date
from energy_synergy.reports.numbers import hours, number

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: what it stands for, the name of its colour, its fraction of the whole, and its size in words."""

    label: str
    color: str
    share: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar cut into parts; `text` says the same in words."""

    parts: tuple[Part, ...]
    text: str = ""


Cell = str | float | datetime | date | timedelta | Bar | None


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column; numbers in it are in `unit` with `decimals`."""

    label: str
    unit: str = ""
    decimals: int = 2

    @property
    def head(self) -> str:
        """The label with its unit."""
        return f"{self.label} ({self.unit})" if self.unit else self.label


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; `total` is a last row of sums, None where sums mean nothing."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: list[tuple[Cell, ...]]
    total: tuple[Cell, ...] | None = None
    note: str = ""


def cell_text(cell: Cell, column: Column, language: str) -> str:
    """Return a cell as a language writes it; a dash for nothing.

    >>> cell_text(1234.5, Column("Energy", "kWh", 1), "en"), cell_text(None, Column("Energy", "kWh"), "en")
    ('1,234.5', '–')
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Bar):
        return cell.text
    if isinstance(cell, timedelta):
        return hours(cell / HOUR, language)
    if isinstance(cell, datetime):
        return moment(cell, language)
    if isinstance(cell, date):
        return short_date(cell, language)
    return number(cell, column.decimals, language)
