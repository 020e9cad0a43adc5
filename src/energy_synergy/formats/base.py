"""The contract of a file format: what it may be told, what it reports, what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Literal

from pydantic import Field

from energy_synergy.errors import EnergySynergyError
from energy_synergy.findings import Finding
from energy_synergy.metering.series import Direction, Series
from energy_synergy.registry import Option


class FileRefused(EnergySynergyError):
    """A file that is not the format, too large, or unreadable; `findings` says where and why."""

    code = "file_refused"

    def __init__(self, sentence: str, *, findings: tuple[Finding, ...] = (), **values: object) -> None:
        super().__init__(sentence, **values)
        self.findings = findings


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What a file held: its series, its findings, and what was detected (layout, unit, zone, ...).

    `rows` counts data rows read, `bad_rows` those left out; each of them has a finding.
    """

    format: str
    series: tuple[Series, ...]
    findings: tuple[Finding, ...] = ()
    detected: Mapping[str, str] = field(default_factory=dict)
    rows: int = 0
    bad_rows: int = 0


class Format(Option, ABC):
    """A layout of meter file. Every field is a hint; None means: detect it, and report what was detected."""

    unit: Literal["Wh", "kWh", "MWh", "W", "kW", "MW"] | None = Field(None, description="Unit of the values")
    stamp: Literal["start", "end"] | None = Field(None, description="Whether a time names the start or the end")
    timezone: str | None = Field(None, description="IANA zone of times without an offset")
    direction: Direction | None = Field(None, description="Direction of a column that does not say it")

    @classmethod
    @abstractmethod
    def sniff(cls, head: bytes, file_name: str) -> float:
        """Return how surely the first bytes belong to this format, from 0 to 1. Never raises."""

    @abstractmethod
    def read(self, stream: BinaryIO, *, file_name: str = "") -> ReadResult:
        """Read a whole file.

        Raises FileRefused when the file is not this format; bad rows become findings.
        """
