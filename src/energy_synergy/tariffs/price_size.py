"""How large a price per kWh can be: cents taken for euros are a factor of 100, prices per MWh one of 1,000."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from energy_synergy.tariffs.tariff import PART_NAMES, Tariff, tariff_part_record

# What one euro is about, for the size of prices alone: an amount is never converted with it.
PER_EURO = {
    "EUR": 1.0, "GBP": 1.0, "CHF": 1.0, "USD": 1.0, "BGN": 2.0, "PLN": 4.0, "RON": 5.0, "DKK": 7.5, "NOK": 11.0,
    "SEK": 11.0, "CZK": 25.0, "UAH": 40.0, "RSD": 117.0, "HUF": 400.0,
}  # fmt: skip
# No supplier, grid or levy took 2 EUR for a kWh, not in 2022 either; a price in cents begins well above.
HIGHEST_OF_A_PART = 2.0


def doubtful_price(tariff: Tariff) -> tuple[str, float] | None:
    """Return the first part of a tariff with a price per kWh too large to be one, and that price; None for none.

    Prices in a currency whose size is not known are not judged, nor what follows the day-ahead market.
    """
    highest = HIGHEST_OF_A_PART * PER_EURO.get(tariff.currency, float("inf"))
    for name in PART_NAMES:
        for price in _prices_per_kwh(tariff_part_record(getattr(tariff, name)) or {}):
            if abs(price) > highest:
                return name, price
    return None


def _prices_per_kwh(told: object) -> Iterator[float]:
    """Yield every number that a field of a part tells per kWh, bands too."""
    if isinstance(told, Mapping):
        for key, value in told.items():
            if key.endswith("_per_kwh") and isinstance(value, int | float):
                yield value
            else:
                yield from _prices_per_kwh(value)
    elif isinstance(told, list):
        for one in told:
            yield from _prices_per_kwh(one)
