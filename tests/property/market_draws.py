"""Markets as the property tests draw them: readings with gaps, prices with gaps and below zero, shared tariffs."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from energy_synergy.pricing.base import PriceRule
from energy_synergy.registry import family, option
from energy_synergy.sharing.base import SharingKey
from energy_synergy.tariffs.member_prices import MemberPrices, PriceColumns
from energy_synergy.trading.market import OpenMarket

NAN = float("nan")
KEYS = sorted(family("sharing"))
RULES: dict[str, dict[str, float]] = {name: {} for name in family("pricing")}
RULES["fixed"] = {"price_per_kwh": 0.11}
RULES["k_split"] = {"k": 0.3}
RULES["spot_indexed"] = {"spread_per_kwh": 0.01}
BY_SLOT = [name for name in RULES if family("pricing")[name].promise == "slot"]

# Quarters of a kWh add up without rounding, so that two programs see the same ties.
QUARTERS = st.one_of(st.just(0.0), st.integers(0, 40).map(lambda quarters: quarters / 4))
READINGS = st.one_of(QUARTERS, QUARTERS, QUARTERS, QUARTERS, st.just(NAN))
CENTS = st.integers(-8, 40).map(lambda cents: cents / 100)
PRICES = st.one_of(CENTS, CENTS, CENTS, CENTS, CENTS, st.just(NAN))
PARTS = st.sampled_from([0.0, 0.25, 0.5, 1.0, 1.0])


def rule_of(name: str) -> PriceRule:
    """Return a price rule with the fields of these tests."""
    rule: PriceRule = option("pricing", name, **RULES[name])
    return rule


def key_of(name: str, market: OpenMarket) -> SharingKey:
    """Return a key that fits a market."""
    key: SharingKey = family("sharing")[name].sample(market.prices.slots, market.prices.members)
    return key


@st.composite
def markets(draw: Any, *, gaps: bool = True, hourly: bool | None = None, alike: bool = False) -> OpenMarket:
    """Draw what a market rests on; `alike` gives all members one window in each slot that is not empty."""
    rows, members = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    interval = 4 if (draw(st.booleans()) if hourly is None else hourly) else 1
    shape = (rows * interval, members)
    production, consumption = (draw(arrays(float, shape, elements=READINGS if gaps else QUARTERS)) for _ in range(2))
    columns = 1 if alike else draw(st.integers(1, members))
    prices = {
        field.name: draw(arrays(float, (rows, columns), elements=PRICES if gaps and field.name == "energy" else CENTS))
        for field in fields(PriceColumns)
    }
    if alike:
        prices["energy"] = np.abs(prices["energy"]) + 1.5
    owners = np.array(draw(st.lists(st.integers(0, columns - 1), min_size=members, max_size=members)))
    spot = draw(st.none() | arrays(float, rows, elements=PRICES if gaps else CENTS))
    part = draw(st.none() | arrays(float, (2, 1, members), elements=PARTS))
    return OpenMarket(
        production, consumption, MemberPrices("EUR", PriceColumns(**prices), owners), spot, part, interval
    )
