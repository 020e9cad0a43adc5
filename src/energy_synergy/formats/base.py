"""The contract of a file format: what it may be told, what it reports, what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, ClassVar, Literal

from pydantic import Field, field_validator

from energy_synergy.errors import EnergySynergyError
from energy_synergy.findings import Finding, Place, Severity
from energy_synergy.metering.series import Direction, Series
from energy_synergy.registry import Option

Role = Literal["time", "date", "clock", "end", "production", "consumption", "value", "meter", "direction", "ignore"]
DateOrder = Literal["ymd", "dmy", "mdy"]
DecimalMark = Literal["point", "comma"]
Stamp = Literal["start", "end"]
Separator = Literal["comma", "semicolon", "tab", "pipe"]
Encoding = Literal["utf-8", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]


class FileRefused(EnergySynergyError):
    """A file that is not the format, too large, or unreadable; `findings` says where and why."""

    code = "file_refused"

    def __init__(self, sentence: str, *, findings: tuple[Finding, ...] = (), **values: object) -> None:
        super().__init__(sentence, **values)
        self.findings = findings


def refusal(code: str, sentence: str, *, advice: str, place: Place = Place(), **values: object) -> FileRefused:  # noqa: B008
    """Return the refusal of a whole file, with its one finding."""
    finding = Finding(code, Severity.ERROR, sentence, values, place, advice=advice)
    return FileRefused(sentence, findings=(finding,), **values)


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What a file held: its series, its findings, and what was detected (layout, unit, zone, ...).

    `detected` is keyed like the fields of the format, each value fit to be given back as that field.
    `rows` counts data rows read, `bad_rows` those in which a value or the whole row is wrong and left
    out; each of them has a finding.
    A row of totals, or one that repeats another with the same values, is left out but not wrong.
    """

    format: str
    series: tuple[Series, ...]
    findings: tuple[Finding, ...] = ()
    detected: Mapping[str, str] = field(default_factory=dict)
    rows: int = 0
    bad_rows: int = 0


class Format(Option, ABC):
    """A layout of meter file. Every field is a hint; None means: detect it, and report what was detected."""

    MAX_BYTES: ClassVar[int] = 50_000_000
    HEAD_BYTES: ClassVar[int] = 65_536

    unit: Literal["Wh", "kWh", "MWh", "W", "kW", "MW"] | None = Field(default=None, description="Unit of the values")
    stamp: Stamp | None = Field(default=None, description="Whether a time names the start or the end")
    timezone: str | None = Field(default=None, description="IANA zone of times without an offset")
    direction: Direction | None = Field(default=None, description="Direction of a column that does not say it")
    step_minutes: int | None = Field(default=None, ge=1, le=60, description="Minutes between two readings")
    date_order: DateOrder | None = Field(default=None, description="Order of day, month and year in a date")
    decimal_mark: DecimalMark | None = Field(default=None, description="Whether 1,5 or 1.5 is one and a half")
    columns: Mapping[str, Role] | None = Field(
        default=None,
        description="Role of a column by its header, as a table or as text: Horodate=time; Valeur=consumption",
    )

    @field_validator("columns", mode="before")
    @classmethod
    def _columns_from_text(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        pairs = (part.rpartition("=") for part in value.split(";") if part.strip())
        return {header.strip(): role.strip() for header, _, role in pairs}

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
