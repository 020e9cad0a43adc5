"""The contract of a source of day-ahead prices, and how a fetch fails."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime

import httpx

from energy_synergy.errors import EnergySynergyError
from energy_synergy.registry import Option
from energy_synergy.tariffs.price_files.base import PriceResult


class FetchError(EnergySynergyError):
    """A source did not give what it was asked for; a `permanent` failure comes again however often one asks."""

    code = "fetch_failed"

    def __init__(self, sentence: str, *, permanent: bool, **values: object) -> None:
        super().__init__(sentence, **values)
        self.permanent = permanent


class PriceSource(Option, ABC):
    """A source of day-ahead prices."""

    @abstractmethod
    def fetch_prices(self, area: str, starts_at: datetime, ends_at: datetime, *, client: httpx.Client) -> PriceResult:
        """Return the prices of a bidding area from one instant to another, maybe with some beyond.

        An area without prices then gives a result without any, and a finding that says why.
        Raises FetchError; UnknownName for an unknown area.
        """
