"""The contract of a file of day-ahead prices: what it may be told, what it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, ClassVar, Literal

from pydantic import Field

from energy_synergy.files.numbers import DecimalMark
from energy_synergy.files.times import DateOrder
from energy_synergy.findings import Finding
from energy_synergy.registry import Option
from energy_synergy.tariffs.spot import SpotPrices

Unit = Literal["MWh", "kWh", "ct/kWh"]
PER_KWH: Mapping[Unit, float] = {"MWh": 0.001, "kWh": 1.0, "ct/kWh": 0.01}


@dataclass(frozen=True, slots=True)
class PriceResult:
    """What a file held: the prices of each bidding area, its findings, and what was detected.

    `detected` is keyed like the fields of the layout. `rows` counts rows (points of an XML document) that were read,
    `bad_rows` those that are wrong and left out; each of them has a finding. `areas` names every area that the file
    holds, also those that were not asked for.
    """

    format: str
    prices: tuple[SpotPrices, ...]
    findings: tuple[Finding, ...] = ()
    detected: Mapping[str, str] = field(default_factory=dict)
    rows: int = 0
    bad_rows: int = 0
    areas: tuple[str, ...] = ()


class PriceFile(Option, ABC):
    """A layout of price file. Every field is a hint; None means: take what the file says, and report it."""

    MAX_BYTES: ClassVar[int] = 30_000_000
    HEAD_BYTES: ClassVar[int] = 65_536

    area: str | None = Field(
        default=None, description="Bidding area to read (FR, DE-LU); the area of a file that does not say it"
    )
    currency: str | None = Field(
        default=None, pattern="^[A-Z]{3}$", description="Currency of the prices (EUR), where the file does not say it"
    )
    unit: Unit | None = Field(default=None, description="What a price is for, where the file does not say it")
    timezone: str | None = Field(default=None, description="IANA zone of times without an offset")
    sequence: int | None = Field(
        default=None, ge=1, le=99, description="Auction to read where an area has several; 1 is the coupled one"
    )
    date_order: DateOrder | None = Field(default=None, description="Order of day, month and year in a date")
    decimal_mark: DecimalMark | None = Field(default=None, description="Whether 1,5 or 1.5 is one and a half")
    column: str | None = Field(default=None, description="Header of the column of prices, where there are several")

    @classmethod
    @abstractmethod
    def sniff(cls, head: bytes, file_name: str) -> float:
        """Return how surely the first bytes belong to this layout, from 0 to 1. Never raises."""

    @abstractmethod
    def read(self, stream: BinaryIO, *, file_name: str = "") -> PriceResult:
        """Read a whole file.

        Raises FileRefused when the file is not this layout or cannot be right; bad rows become findings.
        """
