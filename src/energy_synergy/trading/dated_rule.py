"""Price rules that follow one another: from a row of the window on, another rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import ClassVar

import numpy as np

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.pricing.base import Pool, PriceRule, Prices


class RulesRefused(InvalidValue):
    """Price rules cannot follow one another in one window."""

    code = "rules_refused"


class DatedRule(PriceRule):
    """Price by several rules, one after the other: `rules[k]` from row `first_rows[k]` of the window on.

    It is made by `dated_rule` and is no option by itself.
    """

    name: ClassVar[str] = "_dated"
    label: ClassVar[Mapping[str, str]] = {"en": "Several, one after the other", "fr": "Plusieurs, l'une après l'autre"}

    rules: tuple[PriceRule, ...]
    first_rows: tuple[int, ...]

    def prices(self, pool: Pool) -> Prices:
        """Return the price of each slot [currency/kWh], (T,), by the rule that holds in it."""
        return np.concatenate([rule.prices(part) for rule, part in self._parts(pool)])

    def agreed_prices(self, pool: Pool) -> Prices:
        """Return the price that was agreed [currency/kWh], (T,), before it is moved into the window."""
        return np.concatenate([_agreed(rule, part) for rule, part in self._parts(pool)])

    def _parts(self, pool: Pool) -> Iterator[tuple[PriceRule, Pool]]:
        for rule, (first, end) in zip(self.rules, pairwise((*self.first_rows, len(pool.surplus_kwh))), strict=True):
            yield rule, _part(pool, slice(first, end))


def _agreed(rule: PriceRule, pool: Pool) -> Prices:
    agreed = rule.agreed_prices(pool)
    return rule.prices(pool) if agreed is None else agreed


def dated_rule(rules: Sequence[tuple[int, PriceRule]]) -> PriceRule:
    """Return the rule of a window from the rows at which rules begin, in order, the first of them 0.

    Equal neighbours are one rule. Raises RulesRefused where one of several looks at the whole period.
    """
    kept = list(_changes(rules))
    if len(kept) == 1:
        return kept[0][1]
    for _, rule in kept:
        if rule.promise == "period":
            raise RulesRefused(
                marked("The price rule {rule} looks at a whole period and cannot begin or end inside it."),
                rule=rule.name,
            )
    return DatedRule(rules=tuple(rule for _, rule in kept), first_rows=tuple(first for first, _ in kept))


def _changes(rules: Sequence[tuple[int, PriceRule]]) -> Iterator[tuple[int, PriceRule]]:
    before: PriceRule | None = None
    for first, rule in rules:
        if rule != before:
            yield first, rule
        before = rule


def _part(pool: Pool, rows: slice) -> Pool:
    return Pool(
        price_floor_per_kwh=pool.price_floor_per_kwh[rows],
        price_ceiling_per_kwh=pool.price_ceiling_per_kwh[rows],
        surplus_kwh=pool.surplus_kwh[rows],
        deficit_kwh=pool.deficit_kwh[rows],
        spot_per_kwh=None if pool.spot_per_kwh is None else pool.spot_per_kwh[rows],
    )
