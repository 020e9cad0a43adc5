"""Compare: the same open market under every sharing key and every price rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from energy_synergy.community.fairness import (
    LEAST_GAIN,
    Fairness,
    Measured,
    compute_fairness,
    participation_willingness,
    quality_of_service,
)
from energy_synergy.community.identities import check_sums
from energy_synergy.errors import InvariantBroken
from energy_synergy.trading.bills import Bills
from energy_synergy.trading.choices import Choice
from energy_synergy.trading.market import Market, OpenMarket, price_shared

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
TOLERANCE = 1e-9


@dataclass(frozen=True, eq=False)
class Combination:
    """What one key with one price rule does for each member over the window, each (M,) [currency] or [kWh].

    `savings` are what a member has more than alone, after the compensation where the rule is offered only with it;
    `savings_by_rule` those before it. `savings_of_bill` are fractions of the bill alone, NaN where that is not known
    or next to nothing, `service` what a member received over what it lacked, NaN where it lacked nothing. Members
    that are not `priced` (M,) took no part. `blocked_slots` counts the rows in which others could trade and this rule
    has no price.
    """

    key: Choice
    rule: Choice
    shared_kwh: float
    total_gain: float
    group_price_per_kwh: float | None
    given_kwh: Array
    received_kwh: Array
    savings: Array
    savings_by_rule: Array
    savings_of_bill: Array
    service: Array
    priced: Flags
    blocked_slots: int

    @property
    def name(self) -> str:
        """The key and the price rule by name."""
        return f"{self.key.name}/{self.rule.name}"

    @property
    def is_compensated(self) -> bool:
        """Whether the price rule is offered only with its compensation."""
        return self.rule.rule.promise == "period"

    @cached_property
    def winners(self) -> tuple[int, ...]:
        """Who gains, in the order of the group."""
        return above(self.savings)

    @cached_property
    def losers(self) -> tuple[int, ...]:
        """Who loses, in the order of the group."""
        return above(-self.savings)

    @cached_property
    def losers_by_rule(self) -> tuple[int, ...]:
        """Who would lose without the compensation, in the order of the group."""
        return above(-self.savings_by_rule)

    @property
    def least_gain(self) -> tuple[int, float] | None:
        """Who of those who take part gains least, and how much; None where nobody takes part."""
        if not self.priced.any():
            return None
        member = int(np.argmin(np.where(self.priced, self.savings, np.inf)))
        return member, float(self.savings[member])

    @property
    def willingness(self) -> float | None:
        """The part of the members who take part that are better off than alone."""
        return participation_willingness(self._of_priced(self.savings))

    def against(self, other: Combination | None) -> Array:
        """Return what each member has more than under another combination, or than alone [currency], (M,)."""
        return self.savings if other is None else self.savings - other.savings

    @cached_property
    def fairness(self) -> tuple[Fairness, ...]:
        """How evenly each of the measured things is spread, over those whom it concerns."""
        moved = self.given_kwh + self.received_kwh
        per_kwh = np.divide(self.savings, moved, out=np.full_like(moved, np.nan), where=moved > 0)
        values = (self.savings, per_kwh, self.savings_of_bill, self.service)
        return tuple(
            compute_fairness(self._of_priced(one), measured=measured)
            for one, measured in zip(values, Measured, strict=True)
        )

    def _of_priced(self, values: Array) -> Array:
        return np.where(self.priced, values, np.nan)


def compare(
    open_market: OpenMarket, keys: Sequence[Choice], rules: Sequence[Choice], *, alone: Bills | None = None
) -> tuple[Combination, ...]:
    """Return every key with every price rule, in that order; `alone` are the bills without the group.

    Each key shares once for all rules that have a price in the same slots. Raises InvalidValue for a key that does not
    fit the group; InvariantBroken if energy or money does not add up.
    """
    prices = [(rule, open_market.prices_of(rule.rule)) for rule in rules]
    by_slots: dict[bytes, list[int]] = {}
    blocked = [open_market.blocked_by(price) for _, price in prices]
    for place, is_blocked in enumerate(blocked):
        by_slots.setdefault(b"" if is_blocked is None else is_blocked.tobytes(), []).append(place)
    found: dict[tuple[int, int], Combination] = {}
    for number, key in enumerate(keys):
        for places in by_slots.values():
            is_blocked = blocked[places[0]]
            result = open_market.share(key.key, is_blocked)
            check_sums(result)
            priced = tuple((prices[place][0].rule, prices[place][1]) for place in places)
            markets = price_shared(open_market, key.key, result, priced)
            for place, market in zip(places, markets, strict=True):
                check_money(market)
                count = 0 if is_blocked is None else int(is_blocked.sum())
                found[number, place] = combination(market, key, rules[place], alone=alone, blocked_slots=count)
    return tuple(found[number, place] for number in range(len(keys)) for place in range(len(rules)))


def combination(
    market: Market, key: Choice, rule: Choice, *, alone: Bills | None = None, blocked_slots: int = 0
) -> Combination:
    """Return what is compared of a market."""
    sums = market.result.member_kwh
    given, received = sums["given_kwh"], sums["received_kwh"]
    shared = float(given.sum())
    savings = market.savings
    prices = market.open_market.prices
    has_price: Flags = ~np.isnan(prices.price_floor_per_kwh) | ~np.isnan(prices.price_ceiling_per_kwh)
    return Combination(
        key=key,
        rule=rule,
        shared_kwh=shared,
        total_gain=market.total_gain,
        group_price_per_kwh=float(market.paid.sum()) / shared if shared > 0 else None,
        given_kwh=given,
        received_kwh=received,
        savings=savings,
        savings_by_rule=market.savings_by_rule,
        savings_of_bill=np.full_like(savings, np.nan) if alone is None else alone.part_of(savings),
        service=quality_of_service(received, sums["deficit_kwh"]),
        priced=np.asarray(has_price.any(axis=0))[prices.column_of],
        blocked_slots=blocked_slots,
    )


def above(amounts: Array) -> tuple[int, ...]:
    """Return the places of the amounts that are more than rounding."""
    return tuple(np.flatnonzero(amounts > LEAST_GAIN).tolist())


def check_money(market: Market) -> None:
    """Raise InvariantBroken unless the savings sum to the gain of the group and what is paid to what is earned."""
    slack = TOLERANCE * (1 + float(np.abs(market.ceiling_value).sum() + np.abs(market.floor_value).sum()))
    for left, right in (
        (market.savings.sum(), market.total_gain),
        (market.paid.sum(), market.earned.sum()),
        (market.transfers.sum() + market.compensation.sum(), 0.0),
    ):
        if not abs(left - right) <= slack:
            raise InvariantBroken(f"{market.key.name}/{market.rule.name}: {left} is not {right}")
