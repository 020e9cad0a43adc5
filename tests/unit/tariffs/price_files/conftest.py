"""Reading text as a file of prices, and what was read by the start of each slot."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest

from energy_synergy.tariffs.price_files.base import PriceResult
from energy_synergy.tariffs.price_files.detect import read_price_file


@pytest.fixture
def read() -> Callable[..., PriceResult]:
    """A function that reads bytes or text as a file of prices."""

    def reader(data: bytes | str, **hints: Any) -> PriceResult:
        raw = data.encode() if isinstance(data, str) else data
        return read_price_file(io.BytesIO(raw), **hints)

    return reader


@pytest.fixture
def known() -> Callable[..., dict[datetime, float]]:
    """A function that gives the known prices of an area by the start of their slot."""

    def by_start(result: PriceResult, place: int = 0) -> dict[datetime, float]:
        spot = result.prices[place]
        return {
            spot.starts_at + slot * timedelta(minutes=15): float(price)
            for slot, price in enumerate(spot.price_per_kwh)
            if np.isfinite(price)
        }

    return by_start
