"""The market of twelve real sites at three years of real day-ahead prices, many below zero, to the cent.

The files lie beside the checkout, in ../shared/data, and are not ours to copy; without them these tests are skipped.
"""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from math import fsum
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from energy_synergy.registry import family, option
from energy_synergy.tariffs.base import PricedSlots
from energy_synergy.tariffs.member_prices import LocalFees, price_members
from energy_synergy.tariffs.price_files.detect import read_price_file
from energy_synergy.tariffs.tariff import Tariff, read_tariff
from energy_synergy.timeline import Timeline
from energy_synergy.trading.cooperative import competitive_split, energy_game
from energy_synergy.trading.market import Market, OpenMarket, price_shared

DATA = Path(__file__).parents[3] / "shared" / "data"
YEARS = {"DE_2024": "DE-LU", "FR_2021": "FR", "FR_2023": "FR"}
CENT = 0.005
RULES: dict[str, dict[str, float]] = {name: {} for name in family("pricing")}
RULES["fixed"] = {"price_per_kwh": 0.11}
RULES["k_split"] = {"k": 0.3}

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"real sites are not beside the checkout: no folder {DATA}")

SPOT = {"name": "spot_indexed"}
LINKED = {"energy": {**SPOT, "spread_per_kwh": 0.02}, "feed_in": {**SPOT, "spread_per_kwh": -0.005}}
CAPPED = {"energy": {**SPOT, "factor": 1.03, "floor_per_kwh": 0.0, "cap_per_kwh": 0.25}, "feed_in": 0.06}
FLAT = {"energy": 0.12, "feed_in": {**SPOT}, "injection_fee": 0.001}
FEES = {"grid_fee": 0.045, "levies": 0.021}


def tariffs_of(place: int) -> list[Tariff]:
    """Return the tariff of a site: spot both ways, spot with floor and cap, flat purchase and spot feed-in, in turn."""
    return [read_tariff({**(LINKED, CAPPED, FLAT)[place % 3], **FEES, "title": str(place % 3)})]


@pytest.fixture(scope="module")
def readings() -> tuple[Any, Any, list[str]]:
    """Return production and consumption of the sites [kWh], (T, M), and their names."""
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is needed to unpack the real sites")
    table = parquet.read_table(DATA / "group_2025.parquet")
    with (DATA / "sites.csv").open(encoding="utf-8", newline="") as stream:
        sites = sorted({row["id"] for row in csv.DictReader(stream)})
    nothing = np.zeros(len(table))
    columns = {name: table[name].to_numpy() for name in table.column_names if name != "start_utc"}
    produced, consumed = (
        np.column_stack([columns.get(f"{site}.{side}", nothing) for site in sites]) for side in ("prod", "cons")
    )
    return produced, consumed, sites


@pytest.fixture(scope="module", params=YEARS)
def market(request: pytest.FixtureRequest, readings: tuple[Any, Any, list[str]]) -> OpenMarket:
    """Return the market of the sites in 2025 with the prices of another year, hour by hour from New Year on."""
    produced, consumed, sites = readings
    spot = read_price_file(DATA / "prices" / f"raw_entsoe_{request.param}.csv", area=YEARS[request.param]).prices[0]
    prices = np.full(len(produced), np.nan)
    prices[: len(spot.price_per_kwh)] = spot.price_per_kwh[: len(produced)]
    timeline = Timeline(datetime(2024, 12, 31, 23, tzinfo=UTC), len(produced), "Europe/Paris")
    told = [(site, tariffs_of(place)) for place, site in enumerate(sites)]
    priced = price_members(told, PricedSlots(timeline, prices), local_fees=LocalFees(0.6, 0.0))
    return OpenMarket(produced, consumed, priced.prices, prices)


def every_market(market: OpenMarket) -> list[Market]:
    """Return the market under every key and price rule."""
    found = []
    for key_class in family("sharing").values():
        key = key_class.sample(market.prices.slots, market.prices.members)
        for name, fields in RULES.items():
            rule = option("pricing", name, **fields)
            price = market.prices_of(rule)
            result = market.share(key, market.blocked_by(price))
            found += price_shared(market, key, result, ((rule, price),))
    return found


@pytest.fixture(scope="module")
def markets(market: OpenMarket) -> list[Market]:
    """Every key with every price rule over the year."""
    return every_market(market)


def names(found: Market) -> str:
    return f"{found.key.name} x {found.rule.name}"


def test_prices_below_zero_reach_the_market(market: OpenMarket) -> None:
    floor, ceiling = market.pool.price_floor_per_kwh, market.pool.price_ceiling_per_kwh
    assert (floor[~np.isnan(floor)] < 0).sum() > 100
    assert (floor <= ceiling)[~np.isnan(floor)].all()


def test_the_total_gain_is_ceilings_of_received_less_floors_of_given_to_the_cent(markets: list[Market]) -> None:
    for found in markets:
        prices = found.open_market.prices
        worth = []
        for member in range(prices.members):
            ceiling, floor = (
                np.nan_to_num(prices.of_member(one, member))
                for one in (prices.price_ceiling_per_kwh, prices.price_floor_per_kwh)
            )
            worth += (ceiling * found.result.received_kwh[:, member]).tolist()
            worth += (-floor * found.result.given_kwh[:, member]).tolist()
        exact = fsum(worth)
        assert exact > 1, names(found)
        assert found.total_gain == pytest.approx(exact, abs=CENT), names(found)
        assert found.savings.sum() == pytest.approx(exact, abs=CENT), names(found)


def test_what_is_paid_is_earned_to_the_cent(markets: list[Market]) -> None:
    for found in markets:
        assert found.paid.sum() == pytest.approx(found.earned.sum(), abs=CENT), names(found)
        assert found.transfers.sum() + found.compensation.sum() == pytest.approx(0, abs=CENT), names(found)


def test_nobody_is_worse_off_over_the_year(markets: list[Market]) -> None:
    for found in markets:
        assert found.savings.min() >= -1e-6, names(found)


def test_nobody_is_worse_off_in_any_quarter_hour_where_that_is_promised(markets: list[Market]) -> None:
    for found in markets:
        if found.rule.promise == "slot":
            prices, price = found.open_market.prices, np.nan_to_num(found.group_price_per_kwh)[:, None]
            ceiling = np.nan_to_num(prices.price_ceiling_per_kwh[:, prices.column_of])
            floor = np.nan_to_num(prices.price_floor_per_kwh[:, prices.column_of])
            gains = (ceiling - price) * found.result.received_kwh + (price - floor) * found.result.given_kwh
            assert gains.min() >= -1e-9, names(found)


def test_no_energy_moves_without_a_price(markets: list[Market]) -> None:
    for found in markets:
        prices = found.open_market.prices
        for prices_of_all, moved in (
            (prices.price_ceiling_per_kwh, found.result.received_kwh),
            (prices.price_floor_per_kwh, found.result.given_kwh),
        ):
            assert not moved[np.isnan(prices_of_all[:, prices.column_of])].any(), names(found)


def test_no_key_and_price_gain_more_than_free_trade_would(market: OpenMarket, markets: list[Market]) -> None:
    columns, prices = market.prices.column_of, market.prices
    surplus, deficit = market.left_kwh
    game = energy_game(
        surplus, deficit, prices.price_floor_per_kwh[:, columns], prices.price_ceiling_per_kwh[:, columns]
    )
    most = float(competitive_split(game).sum())
    best = max(markets, key=lambda found: found.total_gain)
    assert best.total_gain <= most + CENT, names(best)
    assert best.total_gain >= 0.9 * most, names(best)
