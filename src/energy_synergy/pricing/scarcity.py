"""The price that falls from the ceiling towards a base as surplus grows: the core of the supply-demand ratio."""

from __future__ import annotations

import numpy as np

from energy_synergy.pricing.base import Prices


def price_by_scarcity(base: Prices, ceiling: Prices, ratio: Prices) -> Prices:
    """Return the price at a ratio of surplus to deficit of 0 to 1, all (T,) [currency/kWh]; `base` at 1.

    Liu et al., IEEE TPWRS 2017, eq. 9: ceiling base / ((ceiling - base) r + base). Its denominator vanishes where the
    base is not above 0 (a feed-in price of 0 or less): there the price falls in a straight line instead.
    """
    straight: Prices = ceiling - (ceiling - base) * ratio
    is_sound = base > 0
    below = np.where(is_sound, (ceiling - base) * ratio + base, 1.0)
    return np.where(is_sound, ceiling * base / below, straight)
