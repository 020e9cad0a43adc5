"""What the charts of a report show: energies per bucket, the words beside them, and the picture told in words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from energy_synergy.metering.series import Energies

Ticks = tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """The time axis of a chart: how many buckets, how long each is, and what is written where below them."""

    buckets: int
    minutes: int
    ticks: Ticks

    @property
    def is_power(self) -> bool:
        """Tell whether buckets are short enough to be shown as mean power."""
        return self.minutes < 24 * 60


@dataclass(frozen=True, slots=True)
class Strand:
    """One quantity over the buckets [kWh], (B,), NaN where unknown; `color` names its colour."""

    label: str
    color: str
    energy_kwh: Energies
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class BalanceChart:
    """Production beside consumption and what they leave of each other, with the states below."""

    alt: str
    axis: Axis
    production: Strand
    consumption: Strand
    local: Strand
    surplus: Strand
    deficit: Strand
    states: tuple[tuple[float, float, str], ...]


@dataclass(frozen=True, slots=True)
class HeatChart:
    """Net energy [kWh] by row and hour, (R, 24), NaN where unknown; more than 0 is surplus."""

    alt: str
    rows: tuple[str, ...]
    hours: tuple[str, ...]
    net_kwh: np.ndarray[tuple[int, int], np.dtype[np.float64]]
    surplus: str
    deficit: str


@dataclass(frozen=True, slots=True)
class StackChart:
    """Quantities on top of each other: some above the line, others below it."""

    alt: str
    axis: Axis
    above: tuple[Strand, ...]
    below: tuple[Strand, ...]


@dataclass(frozen=True, slots=True)
class LineChart:
    """Quantities side by side as lines."""

    alt: str
    axis: Axis
    strands: tuple[Strand, ...]


Chart = BalanceChart | HeatChart | StackChart | LineChart
