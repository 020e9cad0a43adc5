"""The values behind the charts of the market, as one object of arrays of numbers."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from energy_synergy.metering.series import Energies
from energy_synergy.tariffs.member_prices import MemberPrices
from energy_synergy.web.queries.market import LoadedMarket
from energy_synergy.web.queries.market_trades import MatrixView, PairView, matrix_view

Chart = dict[str, Any]
PRICE_DECIMALS, ENERGY_DECIMALS, AMOUNT_DECIMALS = 5, 4, 4


@dataclass(frozen=True, slots=True)
class PriceLines:
    """What the price chart draws, bucket by bucket (B,): prices [currency/kWh] and energy [kWh], NaN where unknown.

    `grid` is what the grid asks, all in, `feed_in` what it pays; `low` and `high` bound the window in which trade is
    possible. `group` is the mean over the energy traded, or over time where none was.
    """

    grid: Energies
    group: Energies
    feed_in: Energies
    low: Energies
    high: Energies
    traded_kwh: Energies


def compute_market_chart(loaded: LoadedMarket) -> Chart:
    """Return the object that the market page carries."""
    lines, matrix = price_lines(loaded), matrix_view(loaded)
    return {
        "period": asdict(loaded.choice.period),
        "currency": loaded.currency,
        "prices": None if lines is None else _prices(loaded, lines),
        "matrix": None if matrix is None or matrix.is_empty else _matrix(matrix),
    }


def price_lines(loaded: LoadedMarket) -> PriceLines | None:
    """Return the lines of the price chart; None where they would give a company away.

    Somebody who sees every company sees the mean of all tariffs, weighted by what each company lacks or has left over
    the period, and the window of the group. Anybody else sees the prices and the window of the own company.
    """
    if loaded.is_protected or not loaded.seen_places:
        return None
    market, prices = loaded.market, loaded.market.open_market.prices
    traded = market.moved_kwh[1].sum(axis=1)
    if loaded.sight.is_full:
        grid, feed_in = _mean_prices(loaded, prices)
        window = market.open_market.admission
        low, high = window.price_floor_per_kwh, window.price_ceiling_per_kwh
    else:
        place = loaded.seen_places[0]
        grid, feed_in, low, high = (
            prices.of_member(one, place)
            for one in (
                prices.buy_price_per_kwh,
                prices.sell_price_per_kwh,
                prices.price_floor_per_kwh,
                prices.price_ceiling_per_kwh,
            )
        )
    group = market.group_price_per_kwh
    return PriceLines(
        grid=_mean(loaded, grid),
        group=_weighted(loaded, group, traded),
        feed_in=_mean(loaded, feed_in),
        low=_mean(loaded, low),
        high=_mean(loaded, high),
        traded_kwh=loaded.buckets.sums(loaded.by_slot(traded, is_energy=True)),
    )


def _mean_prices(loaded: LoadedMarket, prices: MemberPrices) -> tuple[Energies, Energies]:
    """Return what the grid asks and pays on average over the companies, (R,)."""
    kwh = loaded.market.result.member_kwh
    found = []
    for side, weight in (
        (prices.buy_price_per_kwh, kwh["deficit_kwh"]),
        (prices.sell_price_per_kwh, kwh["surplus_kwh"]),
    ):
        weights = np.bincount(prices.column_of, weights=weight, minlength=side.shape[1])
        known = ~np.isnan(side)
        whole = known @ weights
        sums = np.nan_to_num(side) @ weights
        found.append(np.divide(sums, whole, out=np.full(len(side), np.nan), where=whole > 0))
    return found[0], found[1]


def _mean(loaded: LoadedMarket, price: Energies) -> Energies:
    """Return the mean of a price (R,) over each bucket, NaN where it is unknown throughout."""
    by_slot, buckets = loaded.by_slot(price, is_energy=False), loaded.buckets
    if buckets.is_plain:
        return by_slot
    known = np.add.reduceat((~np.isnan(by_slot)).astype(np.float64), buckets.firsts)
    sums = np.add.reduceat(np.nan_to_num(by_slot), buckets.firsts)
    means: Energies = np.divide(sums, known, out=np.full(len(sums), np.nan), where=known > 0)
    return means


def _weighted(loaded: LoadedMarket, price: Energies, energy_kwh: Energies) -> Energies:
    """Return the mean of a price (R,) over the energy of each bucket, over time where there is no energy."""
    weights = loaded.buckets.sums(loaded.by_slot(energy_kwh, is_energy=True))
    amounts = loaded.buckets.sums(loaded.by_slot(np.nan_to_num(price) * energy_kwh, is_energy=True))
    means: Energies = np.divide(amounts, weights, out=_mean(loaded, price).copy(), where=weights > 0)
    return means


def _prices(loaded: LoadedMarket, lines: PriceLines) -> Chart:
    buckets = loaded.buckets
    shown = {
        name: _rounded(getattr(lines, name), PRICE_DECIMALS) for name in ("grid", "group", "feed_in", "low", "high")
    }
    return {
        "labels": buckets.labels,
        "ends": buckets.ends,
        "step_minutes": buckets.step_minutes,
        "period": asdict(loaded.choice.period),
        "currency": loaded.currency,
        "traded_kwh": _rounded(lines.traded_kwh, ENERGY_DECIMALS),
        **shown,
    }


def _matrix(matrix: MatrixView) -> Chart:
    return {
        "ids": matrix.ids,
        "names": matrix.names,
        "kwh": _cells(matrix.kwh, ENERGY_DECIMALS),
        "amounts": _cells(matrix.amounts, AMOUNT_DECIMALS),
    }


def _cells(cells: list[list[float | None]], decimals: int) -> list[list[float | None]]:
    return [[None if cell is None else round(cell, decimals) for cell in row] for row in cells]


def pair_chart(loaded: LoadedMarket, pair: PairView) -> Chart:
    """Return the object that the page of one pair carries: energy and price by bucket."""
    buckets = loaded.buckets
    return {
        "prices": {
            "labels": buckets.labels,
            "ends": buckets.ends,
            "step_minutes": buckets.step_minutes,
            "period": asdict(loaded.choice.period),
            "currency": loaded.currency,
            "traded_kwh": _rounded(buckets.sums(pair.energy_kwh), ENERGY_DECIMALS),
            "group": _rounded(_weighted(loaded, pair.trade.group_price_per_kwh, pair.trade.energy_kwh), PRICE_DECIMALS),
        },
        "matrix": None,
    }


def _rounded(values: Energies, decimals: int) -> Energies:
    return np.ascontiguousarray(np.round(values, decimals) + 0.0)
