"""Day-ahead prices of a bidding area, one for each 15-minute slot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

import numpy as np
import numpy.typing as npt

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.tariffs.base import Prices
from energy_synergy.timeline import Timeline
from energy_synergy.units import SLOT_SECONDS, SLOTS_PER_DAY

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SpotPrices:
    """Prices of the day-ahead auction in one bidding area.

    `area` is the short name of the area (FR, DE-LU), `currency` an ISO 4217 code. `price_per_kwh` (N,) holds
    [currency/kWh] of the N slots from `first_index` on, which counts slots from the Unix epoch; NaN where unknown.
    A price may be negative. An hour has one price: its four slots hold the same.
    """

    area: str
    currency: str
    first_index: int
    price_per_kwh: Prices

    @classmethod
    def empty(cls, area: str, currency: str) -> Self:
        """Return an area of which no price is known."""
        return cls(area, currency, 0, np.zeros(0))

    @classmethod
    def of_slots(cls, area: str, currency: str, indices: Ints, price_per_kwh: Prices) -> Self:
        """Return prices from slots in any order (N,), counted from the Unix epoch; of two for a slot the last counts.

        Slots between them are unknown.
        """
        if not len(indices):
            return cls.empty(area, currency)
        first = int(indices.min())
        prices = np.full(int(indices.max()) - first + 1, np.nan)
        prices[indices - first] = price_per_kwh
        return cls(area, currency, first, prices)

    @classmethod
    def of_days(cls, area: str, currency: str, day_indices: Ints, price_per_kwh: Prices) -> Self:
        """Return prices from UTC days (D,), counted from 1970-01-01, with their slots (D, 96)."""
        indices = day_indices[:, None] * SLOTS_PER_DAY + np.arange(SLOTS_PER_DAY)
        return cls.of_slots(area, currency, indices.reshape(-1), price_per_kwh.reshape(-1))

    @property
    def starts_at(self) -> datetime:
        """The start of the first slot, in UTC."""
        return datetime.fromtimestamp(self.first_index * SLOT_SECONDS, UTC)

    @property
    def ends_at(self) -> datetime:
        """The instant after the last slot, in UTC."""
        return datetime.fromtimestamp((self.first_index + len(self.price_per_kwh)) * SLOT_SECONDS, UTC)

    @property
    def known_slots(self) -> int:
        """The number of slots whose price is known."""
        return int(np.isfinite(self.price_per_kwh).sum())

    def over(self, timeline: Timeline) -> Prices:
        """Return the price of each slot of a timeline [currency/kWh], (T,), NaN where it is unknown."""
        return self._span(timeline.first_index, timeline.slots)

    def _span(self, first_index: int, slots: int) -> Prices:
        found = np.full(slots, np.nan)
        low = max(first_index, self.first_index)
        high = min(first_index + slots, self.first_index + len(self.price_per_kwh))
        if low < high:
            found[low - first_index : high - first_index] = self.price_per_kwh[
                low - self.first_index : high - self.first_index
            ]
        return found

    def days(self) -> tuple[Ints, Prices]:
        """Return the UTC days with a known price, (D,) counted from 1970-01-01, and their prices per kWh, (D, 96)."""
        first_day = self.first_index // SLOTS_PER_DAY
        count = -(-(self.first_index + len(self.price_per_kwh)) // SLOTS_PER_DAY) - first_day
        prices = self._span(first_day * SLOTS_PER_DAY, count * SLOTS_PER_DAY).reshape(count, SLOTS_PER_DAY)
        has_price = np.isfinite(prices).any(axis=1)
        return (first_day + np.flatnonzero(has_price)).astype(np.int64), prices[has_price]

    def completed_by(self, other: SpotPrices) -> SpotPrices:
        """Return these prices with those of another record where they are unknown here.

        Raises InvalidValue for another area or another currency: prices of two currencies are never mixed.
        """
        if (self.area, self.currency) != (other.area, other.currency):
            raise InvalidValue(
                marked(
                    "Prices of {area} in {currency} cannot be completed by prices of {other_area} in {other_currency}."
                ),
                area=self.area,
                currency=self.currency,
                other_area=other.area,
                other_currency=other.currency,
            )
        if not len(self.price_per_kwh) or not len(other.price_per_kwh):
            return self if len(self.price_per_kwh) else other
        first = min(self.first_index, other.first_index)
        end = max(self.first_index + len(self.price_per_kwh), other.first_index + len(other.price_per_kwh))
        own, theirs = self._span(first, end - first), other._span(first, end - first)
        return SpotPrices(self.area, self.currency, first, np.where(np.isfinite(own), own, theirs))
