"""Tariffs in words: what their parts are called and how a price is written."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from energy_synergy.tariffs.base import TariffPart
from energy_synergy.tariffs.flat import Flat
from energy_synergy.tariffs.spot_indexed import SpotIndexed
from energy_synergy.tariffs.tariff import Tariff
from energy_synergy.tariffs.time_of_use import TimeOfUse
from energy_synergy.web.templatetags.es_numbers import DASH, HARD_SPACE, number
from energy_synergy.web.words import in_language

FEWEST_DECIMALS, MOST_DECIMALS = 2, 6
PARTS: Mapping[str, str] = {
    "energy": gettext_noop("Energy price"),
    "grid_fee": gettext_noop("Grid fee"),
    "levies": gettext_noop("Levies and taxes"),
    "local_grid_fee": gettext_noop("Grid fee inside the group"),
    "local_levies": gettext_noop("Levies inside the group"),
    "feed_in": gettext_noop("Feed-in price"),
    "injection_fee": gettext_noop("Fee on energy fed in"),
    "local_injection_fee": gettext_noop("Fee on energy given to the group"),
}
# What holds where a part is left out.
WITHOUT: Mapping[str, str] = {
    "energy": gettext_noop("Not told: the company buys nothing inside the group"),
    "grid_fee": gettext_noop("None"),
    "levies": gettext_noop("None"),
    "local_grid_fee": gettext_noop("From the grid fee and the rules of the group"),
    "local_levies": gettext_noop("From the levies and the rules of the group"),
    "feed_in": gettext_noop("Not told: the company sells nothing inside the group"),
    "injection_fee": gettext_noop("None"),
    "local_injection_fee": gettext_noop("As on energy fed in"),
}
AMOUNTS: Mapping[str, str] = {
    "base_fee_per_month": gettext_noop("Base fee per month"),
    "peak_price_per_kw_month": gettext_noop("Peak price per kW and month"),
    "vat_percent": gettext_noop("VAT, %"),
}


def price_text(value: float) -> str:
    """Return a price with as many decimals as it has, two at least.

    >>> price_text(0.1), price_text(0.12345), price_text(-0.005)
    ('0.10', '0.12345', '−0.005')
    """
    decimals = len(f"{value:.{MOST_DECIMALS}f}".rstrip("0").partition(".")[2])
    return number(value, max(FEWEST_DECIMALS, decimals))


def part_text(part: TariffPart | None) -> str:
    """Return what a part of a tariff says, in one line; a dash for a part that is not told."""
    if part is None:
        return DASH
    if isinstance(part, Flat):
        return price_text(part.price_per_kwh)
    if isinstance(part, TimeOfUse):
        return _bands_text(part)
    if isinstance(part, SpotIndexed):
        return _spot_text(part)
    return in_language(part.label)


def _bands_text(part: TimeOfUse) -> str:
    other = () if part.other_price_per_kwh is None else (part.other_price_per_kwh,)
    prices = {band.price_per_kwh for band in part.bands} | set(other)
    if len(prices) == 1:
        return price_text(next(iter(prices)))
    return _("{low} to {high} by time").format(low=price_text(min(prices)), high=price_text(max(prices)))


def _spot_text(part: SpotIndexed) -> str:
    text = _("day-ahead")
    if part.factor != 1:
        text += f" ×{HARD_SPACE}{price_text(part.factor)}"
    if part.spread_per_kwh:
        text += f" {'+' if part.spread_per_kwh > 0 else '−'}{HARD_SPACE}{price_text(abs(part.spread_per_kwh))}"
    bounds = [
        sentence.format(price=price_text(bound))
        for sentence, bound in ((_("at least {price}"), part.floor_per_kwh), (_("at most {price}"), part.cap_per_kwh))
        if bound is not None
    ]
    return ", ".join((text, *bounds))


def told_parts(tariff: Tariff) -> tuple[tuple[str, str], ...]:
    """Return the parts that a tariff tells, each with its label; those that are nothing are left out."""
    parts = ((label, getattr(tariff, name)) for name, label in PARTS.items())
    return tuple((_(label), part_text(part)) for label, part in parts if part is not None and part != NOTHING)


def told_amounts(tariff: Tariff) -> tuple[tuple[str, str], ...]:
    """Return the amounts that a tariff tells, each with its label."""
    amounts = ((label, getattr(tariff, name)) for name, label in AMOUNTS.items())
    return tuple((_(label), price_text(amount)) for label, amount in amounts if amount)


NOTHING = Flat(price_per_kwh=0)
