"""The contract of a file format: what it may be told, what it reports, what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, ClassVar, Literal

from pydantic import Field, field_validator

from energy_synergy.files.numbers import DecimalMark
from energy_synergy.files.text import Separator
from energy_synergy.files.times import DateOrder
from energy_synergy.findings import Finding
from energy_synergy.metering.series import Direction, Series
from energy_synergy.registry import Option

Role = Literal["time", "date", "clock", "end", "production", "consumption", "value", "meter", "direction", "ignore"]
Stamp = Literal["start", "end"]
Doubles = Literal["first", "last"]
Negatives = Literal["absolute", "other_direction", "missing"]
Encoding = Literal["utf-8", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]


RowPlace = tuple[str | None, int]


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What a file held: its series, its findings, and what was detected (layout, unit, zone, ...).

    `detected` is keyed like the fields of the format, each value fit to be given back as that field.
    `rows` counts data rows read, `bad_rows` those in which a value or the whole row is wrong and left
    out; each of them has a finding.
    A row of totals, or one that repeats another with the same values, is left out but not wrong.
    `bad_lines` gives the code of the first thing wrong in each of them by sheet and line, `counts` how often each code
    was met: both are whole, while `findings` stops at a bound.
    """

    format: str
    series: tuple[Series, ...]
    findings: tuple[Finding, ...] = ()
    detected: Mapping[str, str] = field(default_factory=dict)
    rows: int = 0
    bad_rows: int = 0
    bad_lines: Mapping[RowPlace, str] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RawRows:
    """Some rows of a file as they are written there, by sheet and line, and the cells of the header."""

    header: tuple[str, ...] = ()
    rows: Mapping[RowPlace, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """One column before it is read: its header, what it seems to hold, and the first cells that are not blank."""

    header: str
    role: Role
    unit: str | None = None
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """What a table seems to be before its rows are read.

    `times_of_day` counts the columns that are the times of one day; they are not among `columns`.
    """

    format: str
    columns: tuple[ColumnLook, ...] = ()
    times_of_day: int = 0
    has_header: bool = True
    detected: Mapping[str, str] = field(default_factory=dict)


class Format(Option, ABC):
    """A layout of meter file. Every field is a hint; None means: detect it, and report what was detected."""

    MAX_BYTES: ClassVar[int] = 50_000_000
    HEAD_BYTES: ClassVar[int] = 65_536

    unit: Literal["Wh", "kWh", "MWh", "W", "kW", "MW"] | None = Field(default=None, description="Unit of the values")
    stamp: Stamp | None = Field(default=None, description="Whether a time names the start or the end")
    timezone: str | None = Field(default=None, description="IANA zone of times without an offset")
    usual_timezone: str | None = Field(
        default=None, description="Zone of such times where neither `timezone` nor the format says one"
    )
    direction: Direction | None = Field(default=None, description="Direction of a column that does not say it")
    step_minutes: int | None = Field(default=None, ge=1, le=60, description="Minutes between two readings")
    date_order: DateOrder | None = Field(default=None, description="Order of day, month and year in a date")
    decimal_mark: DecimalMark | None = Field(default=None, description="Whether 1,5 or 1.5 is one and a half")
    columns: Mapping[str, Role] | None = Field(
        default=None,
        description="Role of a column by its header, as a table or as text: Horodate=time; Valeur=consumption",
    )

    doubles: Doubles | None = Field(default=None, description="Which row counts of those that have the same time")
    negatives: Negatives | None = Field(
        default=None, description="What a value below zero is: its amount, energy of the other direction, or missing"
    )
    cells: Mapping[str, str] | None = Field(
        default=None,
        description="Corrected cells by line and column, as a table or as text: 412:Production=12.4; 413:Production=9",
    )

    @field_validator("columns", "cells", mode="before")
    @classmethod
    def _columns_from_text(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        pairs = (part.rpartition("=") for part in value.split(";") if part.strip())
        return {header.strip(): role.strip() for header, _, role in pairs}

    def look(self, stream: BinaryIO, *, file_name: str = "") -> Look:
        """Return the columns of a file before its rows are read; a format without columns to choose has none.

        Raises FileRefused when the file is not this format.
        """
        return Look(self.name)

    def raw_rows(self, stream: BinaryIO, places: Collection[RowPlace]) -> RawRows:
        """Return the rows at some places (sheet, line) as they are written in the file; a format may know none.

        Raises FileRefused when the file is not this format.
        """
        return RawRows()

    @classmethod
    @abstractmethod
    def sniff(cls, head: bytes, file_name: str) -> float:
        """Return how surely the first bytes belong to this format, from 0 to 1. Never raises."""

    @abstractmethod
    def read(self, stream: BinaryIO, *, file_name: str = "") -> ReadResult:
        """Read a whole file.

        Raises FileRefused when the file is not this format; bad rows become findings.
        """


class TextFormat(Format):
    """A format that is text with a separator between the cells."""

    encoding: Encoding | None = Field(default=None, description="Character encoding of the file")
    separator: Separator | None = Field(default=None, description="What stands between two cells")
