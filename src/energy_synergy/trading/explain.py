"""The explained cent: what any amount of a market is made of, in lines that add up to it, and in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from energy_synergy.errors import marked
from energy_synergy.trading.market import Market
from energy_synergy.trading.matrix import pair_trades

Array = npt.NDArray[np.float64]
EVERY_ROW = slice(None)
LINES = {
    "energy": marked("Energy from the grid"),
    "grid_fee": marked("Grid fee"),
    "levies": marked("Levies"),
    "feed_in": marked("Energy fed into the grid"),
    "injection_fee": marked("Fee on energy fed in"),
    "received": marked("Energy from the group, at the group price"),
    "local_grid_fee": marked("Grid fee on energy from the group"),
    "local_levies": marked("Levies on energy from the group"),
    "given": marked("Energy given to the group, at the group price"),
    "local_injection_fee": marked("Fee on energy given to the group"),
    "transfers": marked("Paid by the price rule besides the price"),
    "compensation": marked("Compensation, so that nobody is worse off than alone"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One part of a member's account: alone with the grid, and with the group.

    Amounts [currency] are above 0 for what it is paid and below for what it pays; energies [kWh] are None for what is
    not paid by energy. `difference` is what the part adds to the saving.
    """

    code: str
    alone_kwh: float | None
    alone: float
    together_kwh: float | None
    together: float

    @property
    def label(self) -> str:
        """What the part is called."""
        return LINES[self.code]

    @property
    def difference(self) -> float:
        """What the part adds to the saving [currency]."""
        return self.together - self.alone


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence and the numbers that belong in it: energies end in `_kwh`, prices in `_price`, the rest is money."""

    sentence: str
    values: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Account:
    """What a member saved over a window or some of its rows, with all that it is made of.

    The differences of the lines sum to `saving`. `slot_savings` (T,) is what the local price alone saved in each row;
    with the transfers and the compensation, which belong to the whole window, it sums to `saving` as well.
    """

    lines: tuple[Line, ...]
    saving: float
    paid: float
    earned: float
    given_kwh: Array
    received_kwh: Array
    group_price_per_kwh: Array
    price_floor_per_kwh: Array
    price_ceiling_per_kwh: Array
    slot_savings: Array

    def of(self, code: str) -> Line:
        """Return a line; one of nothing where there is none."""
        return next((line for line in self.lines if line.code == code), Line(code, None, 0.0, None, 0.0))

    @property
    def words(self) -> tuple[Words, ...]:
        """The account in words."""
        return tuple(_words(self))


@dataclass(frozen=True, eq=False)
class Trade:
    """What one member sold another, row by row: the amounts (T,) [currency] sum to `amount`.

    `seller_alone` is what the grid would have left the seller for the same energy, `buyer_alone` what it would have
    cost the buyer, fees on both sides counted: the two gains sum to the value of the trade.
    """

    amount: float
    energy_kwh: Array
    group_price_per_kwh: Array
    amounts: Array
    seller_alone: float
    buyer_alone: float

    @property
    def seller_gain(self) -> float:
        """What the seller earned more than from the grid [currency]."""
        return self.amount - self.seller_alone

    @property
    def buyer_gain(self) -> float:
        """What the buyer paid less than to the grid [currency]."""
        return self.buyer_alone - self.amount


def explain_member(market: Market, member: int, rows: slice = EVERY_ROW) -> Account:
    """Return the account of a member over the window of a market, or over some of its rows.

    Transfers and compensation are of the whole window and left out where only some rows are asked for. Where a price
    of the grid is unknown nothing is traded, and the energy counts in neither of the two accounts.
    """
    prices = market.open_market.prices
    given, received = (moved[rows, member] for moved in market.moved_kwh)
    local = np.nan_to_num(market.group_price_per_kwh[rows])
    floor, ceiling = (
        prices.of_member(one, member)[rows] for one in (prices.price_floor_per_kwh, prices.price_ceiling_per_kwh)
    )
    settled = rows == EVERY_ROW
    lines = tuple(line for line in _lines(market, member, rows, settled=settled) if line.alone or line.together)
    slot_savings = (np.nan_to_num(ceiling) - local) * received + (local - np.nan_to_num(floor)) * given
    extra = float(market.transfers[member] + market.compensation[member]) if settled else 0.0
    return Account(
        lines=lines,
        saving=float(slot_savings.sum()) + extra,
        paid=float(local @ received),
        earned=float(local @ given),
        given_kwh=given,
        received_kwh=received,
        group_price_per_kwh=market.group_price_per_kwh[rows],
        price_floor_per_kwh=floor,
        price_ceiling_per_kwh=ceiling,
        slot_savings=slot_savings,
    )


def explain_trade(market: Market, seller: int, buyer: int) -> Trade:
    """Return what one member sold another and what both would have done with the grid.

    Raises FlowsUnknown where members are seen as one.
    """
    prices, trades = market.open_market.prices, pair_trades(market, seller, buyer)
    floor = np.nan_to_num(prices.of_member(prices.price_floor_per_kwh, seller))
    ceiling = np.nan_to_num(prices.of_member(prices.price_ceiling_per_kwh, buyer))
    return Trade(
        amount=float(trades.amounts.sum()),
        energy_kwh=trades.energy_kwh,
        group_price_per_kwh=trades.group_price_per_kwh,
        amounts=trades.amounts,
        seller_alone=float(floor @ trades.energy_kwh),
        buyer_alone=float(ceiling @ trades.energy_kwh),
    )


def in_whole(amounts: Sequence[float], total: float, decimals: int = 2) -> list[float]:
    """Return amounts rounded so that they sum to the rounded total: those nearest to the next step take the rest."""
    step = 10.0**-decimals
    exact = np.array(amounts) / step
    steps = np.floor(exact)
    rest = round(round(total / step) - steps.sum())
    order = np.argsort(-(exact - steps), kind="stable")
    turns, rest = divmod(rest, len(order)) if len(order) else (0, 0)
    steps += turns
    steps[order[:rest]] += 1
    return [round(one * step, decimals) + 0.0 for one in steps.tolist()]


def _lines(market: Market, member: int, rows: slice, *, settled: bool) -> Iterator[Line]:
    prices, columns = market.open_market.prices, market.open_market.prices.columns
    given, received = (moved[rows, member] for moved in market.moved_kwh)
    surplus, deficit = (
        np.nan_to_num(energy[rows, member]) for energy in (market.result.surplus_kwh, market.result.deficit_kwh)
    )
    local = np.nan_to_num(market.group_price_per_kwh[rows])

    def known(all_in: Array) -> Array:
        return ~np.isnan(prices.of_member(all_in, member)[rows])

    def part(name: str) -> Array:
        return np.nan_to_num(prices.of_member(getattr(columns, name), member)[rows])

    def changed(code: str, before: Array, after: Array, sign: float) -> Line:
        price, whole, rest = part(code), float(before.sum()), float(after.sum())
        return Line(code, whole, sign * float(price @ before), rest, sign * float(price @ after))

    def inside(code: str, price: Array, energy: Array, sign: float) -> Line:
        return Line(code, None, 0.0, float(energy.sum()), sign * float(price @ energy))

    bought, sold = known(prices.buy_price_per_kwh), known(prices.sell_price_per_kwh)
    lacking, left = deficit * bought, surplus * sold
    for name in ("energy", "grid_fee", "levies"):
        yield changed(name, lacking, lacking - received * bought, -1.0)
    yield changed("feed_in", left, left - given * sold, 1.0)
    yield changed("injection_fee", left, left - given * sold, -1.0)
    yield inside("received", local, received, -1.0)
    for name in ("local_grid_fee", "local_levies"):
        yield inside(name, part(name), received, -1.0)
    yield inside("given", local, given, 1.0)
    yield inside("local_injection_fee", part("local_injection_fee"), given, -1.0)
    if settled:
        yield Line("transfers", None, 0.0, None, float(market.transfers[member]))
        yield Line("compensation", None, 0.0, None, float(market.compensation[member]))


def _words(account: Account) -> Iterator[Words]:
    received, given = float(account.received_kwh.sum()), float(account.given_kwh.sum())
    if received > 0:
        fees = -account.of("local_grid_fee").together - account.of("local_levies").together
        grid = sum(account.of(name).difference for name in ("energy", "grid_fee", "levies"))
        yield Words(
            marked(
                "It received {received_kwh} from the group at {mean_price} on average and paid {paid} for it, and "
                "{fees} of fees."
            ),
            {"received_kwh": received, "mean_price": account.paid / received, "paid": account.paid, "fees": fees},
        )
        yield Words(
            marked("From the grid the same energy would have cost {grid}: it saved {less}."),
            {"grid": grid, "less": grid - account.paid - fees},
        )
    if given > 0:
        fee = -account.of("local_injection_fee").together
        grid = -sum(account.of(name).difference for name in ("feed_in", "injection_fee"))
        yield Words(
            marked(
                "It gave {given_kwh} to the group at {mean_price} on average and earned {earned}, with {fees} of fees."
            ),
            {"given_kwh": given, "mean_price": account.earned / given, "earned": account.earned, "fees": fee},
        )
        yield Words(
            marked("The grid would have left it {grid} for the same energy: it earned {more} more."),
            {"grid": grid, "more": account.earned - fee - grid},
        )
    settled = account.of("transfers").together + account.of("compensation").together
    if settled:
        yield Words(
            marked("The price rule and its compensation add {settled}: below zero it pays them to others."),
            {"settled": settled},
        )
    yield Words(marked("In all it has {saving} more than alone with the grid."), {"saving": account.saving})
