"""The contract of an indicator: one number about a window, or none where it is undefined."""

from __future__ import annotations

from abc import ABC, abstractmethod
from math import inf, isfinite
from typing import ClassVar, Literal

from energy_synergy.community.window import WindowResult
from energy_synergy.registry import Option
from energy_synergy.sharing.base import Array

Unit = Literal["fraction", "kWh", "kW", ""]


class Indicator(Option, ABC):
    """A number about a window; `label`, `unit`, `formula` and `source` are shown with it.

    Sums are over members and slots; a missing reading counts for nothing, and a member without a reading takes no
    part in its slot.
    """

    label: ClassVar[str]
    unit: ClassVar[Unit]
    formula: ClassVar[str]
    source: ClassVar[str]

    @abstractmethod
    def compute(self, result: WindowResult) -> float | None:
        """Return the value, or None where it is undefined."""


def total(result: WindowResult, *quantities: str) -> float:
    """Return the sum of some quantities over members and slots [kWh]."""
    return sum(float(result.member_kwh[quantity].sum()) for quantity in quantities)


def ratio(part: float, whole: float) -> float | None:
    """Return part / whole, or None without a whole, or with one so small that the ratio is no number."""
    quotient = part / whole if whole > 0 else inf
    return quotient if isfinite(quotient) else None


def highest(values: Array) -> float | None:
    """Return the largest value, or None without values."""
    return float(values.max()) if len(values) else None
