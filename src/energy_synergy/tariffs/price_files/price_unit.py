"""The currency and the unit that a header of prices names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from energy_synergy.errors import marked
from energy_synergy.files.refused import FileRefused, refusal
from energy_synergy.tariffs.price_files.base import PER_KWH, PriceFile, Unit
from energy_synergy.tariffs.price_files.notes import Notes

CURRENCY_SIGNS = {"€": "EUR", "£": "GBP", "EURO": "EUR", "EUROS": "EUR"}
CENTS = {"CT", "CENT", "CENTS", "C€"}
PER = re.compile(
    r"(?P<money>€|£|c€|[A-Za-z]{2,5})\s*(?:/|_per_|_| per | je | par )\s*(?P<energy>[MmKk][Ww][Hh])(?![A-Za-z])"
)


@dataclass(frozen=True, slots=True)
class PriceUnit:
    """A currency (None where it is not said) and what a price is for."""

    currency: str | None
    unit: Unit

    @property
    def per_kwh(self) -> float:
        """What a written price times gives currency/kWh."""
        return PER_KWH[self.unit]


def unit_in(text: str) -> PriceUnit | None:
    """Return the unit that a header names, or None.

    >>> unit_in("Day-ahead Price [EUR/MWh]")
    PriceUnit(currency='EUR', unit='MWh')
    >>> unit_in("Preis in ct/kWh")
    PriceUnit(currency=None, unit='ct/kWh')
    """
    found = PER.search(text)
    if found is None:
        return None
    money, energy = found["money"].upper(), "MWh" if found["energy"][0] in "Mm" else "kWh"
    if money in CENTS:
        return PriceUnit("EUR" if money == "C€" else None, "ct/kWh") if energy == "kWh" else None
    currency = CURRENCY_SIGNS.get(money, money if len(money) == 3 else None)
    return PriceUnit(currency, cast(Unit, energy)) if currency else None


def settled_unit(written: PriceUnit | None, hints: PriceFile, notes: Notes) -> tuple[str, float]:
    """Return the currency and the factor to currency/kWh, by what was told, else by what the file says.

    Raises FileRefused where neither says it: a unit is never guessed.
    """
    unit = hints.unit or (written.unit if written else None)
    currency = hints.currency or (written.currency if written else None)
    if unit is None:
        raise refusal(
            "unit_needed",
            marked("The file does not say whether its prices are per MWh or per kWh."),
            advice=marked("Give the unit of the prices: MWh, kWh or ct/kWh."),
        )
    if currency is None:
        raise refusal(
            "currency_needed",
            marked("The file does not say the currency of its prices."),
            advice=marked("Give the currency, for example EUR."),
        )
    if written and written.currency and written.currency != currency:
        raise currency_differs(written.currency, currency)
    notes.detected["unit"], notes.detected["currency"] = unit, currency
    return currency, PER_KWH[unit]


def currency_differs(written: str, told: str) -> FileRefused:
    """Return the refusal of prices in another currency than was told; amounts are not converted."""
    return refusal(
        "currency_differs",
        marked("The prices are in {currency}, not in {told}; they are not converted."),
        advice=marked("Give a file in {told}, or choose {currency}."),
        currency=written,
        told=told,
    )
