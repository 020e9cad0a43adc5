"""How long it takes to compare a year of 50 members under all sharing keys and price rules, beside the bare kernel.

Each member has its own tariff, prices differ by hour, and the day-ahead price is below zero at times. The time is that
of the processor, all threads added. A key is timed three times: `compute_window` alone, the market at one price, and
everything that the comparison does with it under all price rules.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np

from energy_synergy.community.window import compute_window
from energy_synergy.pricing.mid_market_rate import MidMarketRate
from energy_synergy.registry import options
from energy_synergy.tariffs.base import PricedSlots
from energy_synergy.tariffs.member_prices import price_members
from energy_synergy.tariffs.tariff import read_tariff
from energy_synergy.timeline import Timeline
from energy_synergy.trading.bills import Contracts, compute_bills_alone
from energy_synergy.trading.choices import Choice, choose
from energy_synergy.trading.compare import compare
from energy_synergy.trading.market import OpenMarket, compute_market

MEMBERS, ROUNDS = 50, 5
MOST_SECONDS = 5.0
YEAR = Timeline.from_days(date(2025, 1, 1), date(2026, 1, 1), "Europe/Paris")


def seconds(job: Callable[[], Any], rounds: int = ROUNDS) -> float:
    """Return the median processor time of a job [s]."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        result = job()
        times.append(time.process_time() - start)
        del result
    return statistics.median(times)


def open_year() -> tuple[OpenMarket, Contracts]:
    """Return the market of a drawn group over a year."""
    draw = np.random.default_rng(1)
    shape = (YEAR.slots, MEMBERS)
    consumption = draw.gamma(2.0, 2.0, shape)
    production = draw.gamma(2.0, 6.0, shape) * (draw.random(shape) < 0.3)
    spot = draw.normal(0.08, 0.06, YEAR.slots)
    tariffs = tuple(
        (read_tariff({"energy": 0.12 + place / 1000, "grid_fee": 0.09, "levies": 0.04, "feed_in": 0.07}),)
        for place in range(MEMBERS)
    )
    told = [(str(place), held) for place, held in enumerate(tariffs)]
    prices = price_members(told, PricedSlots(YEAR, spot)).prices
    return OpenMarket(production, consumption, prices, spot), Contracts(tariffs, YEAR)


def choices(market: OpenMarket, family: Any) -> list[Choice]:
    """Return every option of a family that can be compared."""
    found = [choose(family, name, {}, market, time_of_day=YEAR.quarter_of_day) for name in options(family)]
    return [one for one in found if isinstance(one, Choice)]


def main() -> None:
    """Print the table."""
    market, contracts = open_year()
    keys, rules = choices(market, "sharing"), choices(market, "pricing")
    print(f"{MEMBERS} members x {YEAR.slots} quarter-hours, {len(keys)} keys x {len(rules)} prices\n")
    print(f"{'key':<20}{'kernel ms':>10}{'one price ms':>14}{'ratio':>7}{'all prices ms':>15}{'ratio':>7}")
    for key in keys:
        bare = seconds(lambda key=key: compute_window(market.production_kwh, market.consumption_kwh, key.key))
        one = seconds(lambda key=key: compute_market(market, key.key, MidMarketRate()))
        whole = seconds(lambda key=key: compare(market, [key], rules))
        told = f"{one * 1000:14.0f}{one / bare:7.1f}{whole * 1000:15.0f}{whole / bare:7.1f}"
        print(f"{key.name:<20}{bare * 1000:10.0f}{told}")

    def everything() -> Any:
        opened = OpenMarket(market.production_kwh, market.consumption_kwh, market.prices, market.spot_per_kwh)
        alone = compute_bills_alone(opened, contracts)
        return compare(opened, choices(opened, "sharing"), choices(opened, "pricing"), alone=alone)

    took = seconds(everything)
    verdict = "keeps" if took <= MOST_SECONDS else "MISSES"
    print(f"\nall of it, with the bills and the assumptions: {took:.1f} s {verdict} the budget of {MOST_SECONDS:.0f} s")


if __name__ == "__main__":
    main()
