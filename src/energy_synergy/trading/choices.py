"""What is compared: sharing keys and price rules, with stated assumptions where nobody told their options."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

import numpy as np
import numpy.typing as npt
from pydantic_core import PydanticUndefined

from energy_synergy.errors import marked
from energy_synergy.pricing.base import PriceRule
from energy_synergy.registry import Option, option, option_class
from energy_synergy.sharing.base import SharingKey
from energy_synergy.trading.market import OpenMarket

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Family = Literal["sharing", "pricing"]
PRICE_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """A key or a price rule that is ready; `assumption` says which of its fields were assumed, empty for none."""

    option: Option
    assumption: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the option."""
        return self.option.name

    @property
    def key(self) -> SharingKey:
        """The sharing key, where it is one."""
        return cast(SharingKey, self.option)

    @property
    def rule(self) -> PriceRule:
        """The price rule, where it is one."""
        return cast(PriceRule, self.option)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A key or a price rule that cannot be compared, and why."""

    family: Family
    name: str
    reason: str
    values: Mapping[str, object] = field(default_factory=dict)


def choose(
    family: Family,
    name: str,
    fields: Mapping[str, Any],
    open_market: OpenMarket,
    *,
    time_of_day: Ints | None = None,
) -> Choice | Skipped:
    """Return an option with the fields told, those it lacks assumed from the market.

    `time_of_day` numbers the time of the day of each row of the market, (T,); left out, each row has its own.
    Raises UnknownName for an unknown name, InvalidValue for a field that does not fit.
    """
    cls = option_class(family, name)
    if getattr(cls, "needs_spot", False) and open_market.spot_per_kwh is None:
        return Skipped(family, name, marked("It needs day-ahead prices, and there are none for this period."))
    # A field may have a default for which there is no value, such as one that a factory makes.
    lacking = [one for one, told in cls.model_fields.items() if one not in fields and _is_required(told)]
    if not lacking:
        return Choice(option(family, name, **fields))
    assume = ASSUMPTIONS.get((family, name))
    if assume is None or set(lacking) - {assume.field}:
        return Skipped(
            family,
            name,
            marked("It has no standard value for {fields}. Give them to compare it."),
            {"fields": ", ".join(lacking)},
        )
    value = assume.value(open_market, time_of_day)
    if value is None:
        return Skipped(family, name, marked("No energy can change hands in this period."))
    chosen = option(family, name, **{assume.field: value}, **fields)
    return Choice(chosen, assume.sentence, {"price_per_kwh": value} if isinstance(value, float) else {})


def _is_required(told: Any) -> bool:
    return told.default is PydanticUndefined and told.default_factory is None


@dataclass(frozen=True, slots=True)
class Assumption:
    """The value of a field that nobody told, from what the market knows, and the sentence that says so."""

    field: str
    value: Callable[[OpenMarket, Ints | None], Any]
    sentence: str


def needs(open_market: OpenMarket) -> Array:
    """Return what each member lacks over the window after its own production [kWh], (M,)."""
    found: Array = open_market.left_kwh[1].sum(axis=0)
    return found


def shares_by_need(open_market: OpenMarket, _: Ints | None = None) -> tuple[float, ...]:
    """Return each member's part of what all lack, (M,); equal parts where nobody lacks anything."""
    return tuple(_parts(needs(open_market)).tolist())


def shares_by_time_of_day(open_market: OpenMarket, time_of_day: Ints | None) -> Array:
    """Return each member's part of what all lack at a time of the day on average, (T, M)."""
    needed = open_market.left_kwh[1]
    times = np.arange(len(needed)) if time_of_day is None else time_of_day
    sums = np.zeros((int(times.max(initial=-1)) + 1, needed.shape[1]))
    np.add.at(sums, times, needed)
    shares: Array = _parts(sums)[times]
    return shares


def ranks_by_need(open_market: OpenMarket, _: Ints | None = None) -> tuple[int, ...]:
    """Return ranks by what members lack over the window, the smallest need first."""
    _, place = np.unique(needs(open_market), return_inverse=True)
    return tuple((place + 1).tolist())


def coefficients_by_need(open_market: OpenMarket, _: Ints | None = None) -> Array:
    """Return for each producer the others' parts of what they lack together, (M, M), 0 for itself."""
    needed = np.tile(needs(open_market), (open_market.prices.members, 1))
    np.fill_diagonal(needed, 0.0)
    whole = needed.sum(axis=1, keepdims=True)
    coefficients: Array = np.divide(needed, whole, out=np.zeros_like(needed), where=whole > 0)
    return coefficients


def middle_price(open_market: OpenMarket, _: Ints | None = None) -> float | None:
    """Return the mean middle of the price window, weighted by what can be shared there; None for nothing."""
    pool = open_market.pool
    energy = np.minimum(pool.surplus_kwh, pool.deficit_kwh)
    middle = np.nan_to_num((pool.price_floor_per_kwh + pool.price_ceiling_per_kwh) / 2)
    energy = np.where(np.isnan(pool.price_floor_per_kwh), 0.0, energy)
    whole = float(energy.sum())
    return round(float(middle @ energy) / whole, PRICE_DECIMALS) if whole > 0 else None


def _parts(amounts: Array) -> Array:
    """Return amounts over their sum along the last axis; equal parts where the sum is 0."""
    whole = amounts.sum(axis=-1, keepdims=True)
    equal = np.full_like(amounts, 1 / max(1, amounts.shape[-1]))
    parts: Array = np.divide(amounts, whole, out=equal, where=whole > 0)
    return parts


_BY_NEED = marked("Shares: what each company lacked over the period, as a part of what all lacked.")
ASSUMPTIONS: Mapping[tuple[Family, str], Assumption] = {
    ("sharing", "static"): Assumption("shares", shares_by_need, _BY_NEED),
    ("sharing", "static_iterative"): Assumption("shares", shares_by_need, _BY_NEED),
    ("sharing", "hybrid"): Assumption("shares", shares_by_need, _BY_NEED),
    ("sharing", "slot_shares"): Assumption(
        "shares",
        shares_by_time_of_day,
        marked("Shares of each time of the day: what each company lacked then over the period, as a part of all."),
    ),
    ("sharing", "cascade"): Assumption(
        "ranks", ranks_by_need, marked("Ranks: whoever lacked least over the period is served first.")
    ),
    ("sharing", "full_dynamic"): Assumption(
        "coefficients",
        coefficients_by_need,
        marked("Coefficients: each producer for all others, in proportion to what they lacked over the period."),
    ),
    ("pricing", "fixed"): Assumption(
        "price_per_kwh",
        middle_price,
        marked("Price: {price_per_kwh} per kWh, the middle of the price window where energy can be shared."),
    ),
}
