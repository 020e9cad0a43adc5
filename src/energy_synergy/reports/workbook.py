"""What a workbook holds: a cover from the report, then a sheet for each table and one for the slots."""

from __future__ import annotations

from dataclasses import dataclass

from energy_synergy.metering.series import Energies
from energy_synergy.reports.report import Report
from energy_synergy.reports.tables import Column, Table
from energy_synergy.timeline import Ints


@dataclass(frozen=True, slots=True, eq=False)
class Slots:
    """A row for each step of time: when it begins, quantities [kWh], (T,) each, NaN where unknown, and words.

    `local_unix` is what a clock on the wall shows, as if it were UTC [s]; `unix` is the instant [s], None for a typical
    day, whose rows have a time and no date.
    """

    name: str
    caption: str
    local: Column
    local_unix: Ints
    utc: Column
    unix: Ints | None
    columns: tuple[Column, ...]
    values: tuple[Energies, ...]
    words: tuple[tuple[Column, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Which columns of a table its drawing shows: those stacked on each other, then lines, with their colours."""

    alt: str
    stacked: tuple[tuple[int, str], ...]
    lines: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet; `name` is what its tab says."""

    name: str
    content: Table | Slots
    drawn: Drawn | None = None


@dataclass(frozen=True, slots=True)
class Workbook:
    """A report as a workbook; `summary` stands on the first sheet below the key figures."""

    report: Report
    cover: str
    figure_heads: tuple[str, str, str, str]
    summary: tuple[Table, ...]
    sheets: tuple[Sheet, ...]
