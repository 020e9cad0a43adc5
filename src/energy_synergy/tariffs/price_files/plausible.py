"""Whether prices can be those of a day-ahead auction: a mistake of the unit is a factor of 1,000."""

from __future__ import annotations

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.refused import refusal
from energy_synergy.findings import Severity
from energy_synergy.tariffs.price_files.notes import Notes
from energy_synergy.tariffs.price_size import PER_EURO
from energy_synergy.tariffs.spot import SpotPrices
from energy_synergy.units import SLOTS_PER_DAY

# The coupled auction clears between -500 and +4,000 EUR/MWh; a decade of room above and twice the depth below.
HIGHEST, LOWEST = 10.0, -1.0
# Half of all prices above 1,500 EUR/MWh, or a whole week within 1 EUR/MWh, never happened.
HIGH_MIDDLE, LOW_LARGEST = 1.5, 0.001
WEEK = 7 * SLOTS_PER_DAY


def check_size(spot: SpotPrices, notes: Notes) -> SpotPrices:
    """Return the prices without those that no auction can give, which are noted.

    Raises FileRefused where the prices as a whole are a thousand times too high or too low for their unit.
    """
    scale = PER_EURO.get(spot.currency)
    sizes = np.abs(spot.price_per_kwh[np.isfinite(spot.price_per_kwh)]) / (scale or 1.0)
    if scale is None or not len(sizes):
        return spot
    if np.median(sizes) > HIGH_MIDDLE:
        raise refusal(
            "unit_implausible",
            marked("Half of the prices lie above {price} {currency}/kWh: their unit is not what was told."),
            advice=marked("Prices per MWh are about a thousand times those per kWh. Give the right unit."),
            price=f"{np.median(sizes) * scale:.4g}",
            currency=spot.currency,
        )
    if sizes.max() < LOW_LARGEST:
        _judge_low(spot, float(sizes.max() * scale), len(sizes), notes)
    return _within_limits(spot, scale, notes)


def _judge_low(spot: SpotPrices, largest: float, slots: int, notes: Notes) -> None:
    sentence = marked("No price is above {price} {currency}/kWh: their unit may not be what was told.")
    advice = marked("Prices per MWh are about a thousand times those per kWh. Give the right unit.")
    price = f"{largest:.4g}"
    if slots >= WEEK:
        raise refusal("unit_implausible", sentence, advice=advice, price=price, currency=spot.currency)
    notes.add("unit_doubtful", Severity.WARNING, sentence, advice=advice, price=price, currency=spot.currency)


def _within_limits(spot: SpotPrices, scale: float, notes: Notes) -> SpotPrices:
    is_beyond = (spot.price_per_kwh > HIGHEST * scale) | (spot.price_per_kwh < LOWEST * scale)
    if not is_beyond.any():
        return spot
    notes.add(
        "price_beyond_limits",
        Severity.ERROR,
        marked("Quarter-hours with a price that no auction allows: {count}, the first {value}/kWh. They are left out."),
        value=f"{spot.price_per_kwh[is_beyond][0]:.4g} {spot.currency}",
        count=int(is_beyond.sum()),
        expected=marked("a price between {lowest} and {highest} {currency}/kWh"),
        lowest=f"{LOWEST * scale:g}",
        highest=f"{HIGHEST * scale:g}",
        currency=spot.currency,
    )
    prices = np.where(is_beyond, np.nan, spot.price_per_kwh)
    return SpotPrices(spot.area, spot.currency, spot.first_index, prices)
