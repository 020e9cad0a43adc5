"""A second market, written anew in plain Python loops from the definitions: obviously right, and slow.

Not one line is shared with the product. Energies are nested lists, slots x members [kWh], None where missing; prices
are a list for each slot of a dictionary for each member, with the eight parts of its tariff or None.
"""

from __future__ import annotations

from typing import Any

Row = list[float]
Prices = dict[str, float | None]


def floor_of(prices: Prices) -> float | None:
    """Return the price below which a seller does better with the grid, None where a part of it is unknown."""
    parts = [prices["feed_in"], prices["injection_fee"], prices["local_injection_fee"]]
    if None in parts:
        return None
    return parts[0] - parts[1] + parts[2]


def ceiling_of(prices: Prices) -> float | None:
    """Return the price above which a buyer does better with the grid, None where a part of it is unknown."""
    parts = [prices[name] for name in ("energy", "grid_fee", "levies", "local_grid_fee", "local_levies")]
    if None in parts:
        return None
    return (parts[0] + parts[1] + parts[2]) - (parts[3] + parts[4])


def net_interval(produced: list[list[float | None]], consumed: list[list[float | None]], member: int) -> Any:
    """Return surplus and deficit of a member over some quarter-hours, None if a reading of any is missing."""
    surplus = deficit = 0.0
    for p, c in zip(produced, consumed, strict=True):
        if p[member] is None or c[member] is None:
            return None
        surplus += max(p[member] - c[member], 0.0)
        deficit += max(c[member] - p[member], 0.0)
    return surplus, deficit


def admit(offers: Row, wants: Row, floors: list, ceilings: list) -> tuple[list[bool], list[bool]]:
    """Return who may sell and who may buy: everybody with a price if one price suits all, else those whom the price at
    which most changes hands suits; of such prices the lowest."""
    members = range(len(offers))
    sells = [offers[i] > 0 and floors[i] is not None for i in members]
    buys = [wants[i] > 0 and ceilings[i] is not None for i in members]
    lows, highs = [floors[i] for i in members if sells[i]], [ceilings[i] for i in members if buys[i]]
    if not lows or not highs or max(lows) <= min(highs):
        return sells, buys
    best, most = None, -1.0
    for price in sorted({*lows, *highs}):
        sold = sum(offers[i] for i in members if sells[i] and floors[i] <= price)
        bought = sum(wants[i] for i in members if buys[i] and ceilings[i] >= price)
        if min(sold, bought) > most:
            best, most = price, min(sold, bought)
    return [sells[i] and floors[i] <= best for i in members], [buys[i] and ceilings[i] >= best for i in members]


def within(price: float, low: float, high: float) -> float:
    """Return a price moved into the window."""
    return min(max(price, low), high)


def price_of(rule: str, fields: dict[str, float], low: float, high: float, ratio: float, spot: float | None) -> Any:
    """Return the local price of a slot with a window, None if the rule has none."""
    if rule == "fixed":
        return within(fields["price_per_kwh"], low, high)
    if rule == "spot_indexed":
        return None if spot is None else within(spot + fields["spread_per_kwh"], low, high)
    if rule in ("k_split", "mid_market_rate"):
        return low + fields.get("k", 0.5) * (high - low)
    if rule == "bill_sharing":
        return 0.0
    base = low
    if rule == "compensated_supply_demand_ratio":
        base = min(low + fields.get("compensation_per_kwh", 0.02), high)
    if base > 0:
        return within(high * base / ((high - base) * ratio + base), low, high)
    return within(high - (high - base) * ratio, low, high)


def share(key: str, offers: Row, wants: Row, weights: Row, ranks: list[int]) -> tuple[Row, Row]:
    """Return what everybody gives and receives under one of the keys that are told in plain words."""
    pool, members = sum(offers), range(len(offers))
    if key == "pro_rata":
        received = by_need(pool, wants)
    elif key == "equal":
        received = water_filling(pool, wants, [1.0] * len(wants))
    elif key == "static_iterative":
        received = water_filling(pool, wants, weights)
    elif key == "static":
        received = [min(weights[i] * pool, wants[i]) for i in members]
    elif key == "hybrid":
        first = [min(weights[i] * pool, wants[i]) for i in members]
        second = by_need(max(pool - sum(first), 0.0), [wants[i] - first[i] for i in members])
        received = [first[i] + second[i] for i in members]
    else:
        received = cascade(pool, wants, ranks)
    moved = sum(received)
    return [offer * moved / pool if pool > 0 else 0.0 for offer in offers], received


def by_need(pool: float, wants: Row) -> Row:
    """Split a pool in proportion to what everybody wants, at most that."""
    whole = sum(wants)
    return [want * min(1.0, pool / whole) if whole > 0 else 0.0 for want in wants]


def water_filling(pool: float, wants: Row, weights: Row) -> Row:
    """Split a pool by weights again and again, until it is spent or nobody with a weight wants more."""
    received = [0.0] * len(wants)
    thirsty = [i for i in range(len(wants)) if wants[i] > 0 and weights[i] > 0]
    while thirsty and pool > 0:
        portion = pool / sum(weights[i] for i in thirsty)
        full = [i for i in thirsty if wants[i] - received[i] <= portion * weights[i]]
        if not full:
            for i in thirsty:
                received[i] += portion * weights[i]
            break
        for i in full:
            pool -= wants[i] - received[i]
            received[i] = wants[i]
        thirsty = [i for i in thirsty if i not in full]
    return received


def cascade(pool: float, wants: Row, ranks: list[int]) -> Row:
    """Serve one rank after the other; equal ranks share by need."""
    received = [0.0] * len(wants)
    for rank in sorted(set(ranks)):
        tier = [i for i in range(len(wants)) if ranks[i] == rank]
        for i, part in zip(tier, by_need(pool, [wants[i] for i in tier]), strict=True):
            received[i] = part
        pool -= sum(received[i] for i in tier)
    return received


class SlowMarket:
    """Sums over the slots for each member, added up slot by slot."""

    def __init__(self, members: int) -> None:
        self.given = [0.0] * members
        self.received = [0.0] * members
        self.gain = [0.0] * members
        self.surplus = [0.0] * members
        self.deficit = [0.0] * members
        self.rest_value = [0.0] * members
        self.rest_cost = [0.0] * members
        self.local_prices: list[float | None] = []

    def add(self, given: Row, received: Row, price: float, floors: list, ceilings: list) -> None:
        """Add what members gain in a slot."""
        for i in range(len(given)):
            self.given[i] += given[i]
            self.received[i] += received[i]
            self.gain[i] += (price - floors[i]) * given[i] if given[i] else 0.0
            self.gain[i] += (ceilings[i] - price) * received[i] if received[i] else 0.0

    def add_rest(self, member: int, left: tuple[float, float], moved: tuple[float, float], prices: Prices) -> None:
        """Add what a member has in the group over the period, and what of it is still the grid's, at known prices."""
        sell = [prices["feed_in"], prices["injection_fee"]]
        buy = [prices["energy"], prices["grid_fee"], prices["levies"]]
        if None not in sell:
            self.surplus[member] += left[0]
            self.rest_value[member] += (left[0] - moved[0]) * (sell[0] - sell[1])
        if None not in buy:
            self.deficit[member] += left[1]
            self.rest_cost[member] += (left[1] - moved[1]) * sum(buy)

    def savings(self, rule: str) -> Row:
        """Return what each member gains over the window, with the transfers and the compensation of bill sharing."""
        if rule != "bill_sharing":
            return self.gain
        members = range(len(self.gain))
        after = list(self.gain)
        for amounts, energies, sign in ((self.rest_value, self.surplus, 1), (self.rest_cost, self.deficit, -1)):
            whole = sum(energies)
            for i in members:
                due = energies[i] * sum(amounts) / whole if whole > 0 else amounts[i]
                after[i] += sign * (due - amounts[i])
        lost = -sum(min(one, 0.0) for one in after)
        won = sum(max(one, 0.0) for one in after)
        if lost == 0 or won < lost * (1 - 1e-12):
            return after
        return [max(one, 0.0) * (1 - lost / won) for one in after]


def market(
    readings: tuple[list, list],
    prices: list[list[Prices]],
    spot: list[float | None] | None,
    parts: list[list[Row]] | None,
    key: tuple[str, Row, list[int]],
    rule: tuple[str, dict[str, float]],
) -> SlowMarket:
    """Return what everybody gains, from readings of the quarter-hours and prices of the intervals."""
    production, consumption = readings
    rows, members = len(prices), len(prices[0])
    length = len(production) // rows
    found = SlowMarket(members)
    for t in range(rows):
        quarters = slice(t * length, (t + 1) * length)
        left = [net_interval(production[quarters], consumption[quarters], i) for i in range(members)]
        enters = [[1.0, 1.0] if parts is None else [parts[side][t][i] for side in (0, 1)] for i in range(members)]
        offers = [left[i][0] * enters[i][0] if left[i] else 0.0 for i in range(members)]
        wants = [left[i][1] * enters[i][1] if left[i] else 0.0 for i in range(members)]
        floors, ceilings = [floor_of(one) for one in prices[t]], [ceiling_of(one) for one in prices[t]]
        sells, buys = admit(offers, wants, floors, ceilings)
        offers = [offers[i] if sells[i] else 0.0 for i in range(members)]
        wants = [wants[i] if buys[i] else 0.0 for i in range(members)]
        given, received, price = [0.0] * members, [0.0] * members, None
        if any(sells) and any(buys):
            low = max(floors[i] for i in range(members) if sells[i])
            high = min(ceilings[i] for i in range(members) if buys[i])
            ratio = min(1.0, sum(offers) / sum(wants))
            price = price_of(*rule, low, high, ratio, None if spot is None else spot[t])
        if price is not None:
            given, received = share(key[0], offers, wants, key[1], key[2])
            found.add(given, received, price, floors, ceilings)
        found.local_prices.append(price)
        for i in range(members):
            if left[i]:
                entered = (left[i][0] * enters[i][0], left[i][1] * enters[i][1])
                found.add_rest(i, entered, (given[i], received[i]), prices[t][i])
    return found
