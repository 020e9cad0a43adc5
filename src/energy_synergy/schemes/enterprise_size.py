"""Whether a company is large in the sense of the EU's recommendation 2003/361/EC."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from energy_synergy.schemes.records import Confidence, Strict


class SizeBounds(Strict):
    """The bounds of small and medium-sized enterprises, amounts in millions of EUR a year."""

    source: str
    confidence: Confidence
    staff_below: int
    turnover_up_to_million_eur: float
    balance_sheet_up_to_million_eur: float


@cache
def size_bounds() -> SizeBounds:
    """Return the bounds with their source."""
    text = files("energy_synergy.schemes").joinpath("enterprise_size.toml").read_text(encoding="utf-8")
    return SizeBounds.model_validate(tomllib.loads(text))


def is_large(
    staff: int | None, turnover_million_eur: float | None, balance_sheet_million_eur: float | None
) -> bool | None:
    """Tell whether a company is large; None where what is known does not decide it.

    A company is no longer small or medium-sized with as many people as the bound, or when both amounts are above
    theirs. Companies linked with it count with it: add them before.
    """
    bounds = size_bounds()
    if staff is not None and staff >= bounds.staff_below:
        return True
    amounts = (
        (turnover_million_eur, bounds.turnover_up_to_million_eur),
        (balance_sheet_million_eur, bounds.balance_sheet_up_to_million_eur),
    )
    if all(amount is not None and amount > bound for amount, bound in amounts):
        return True
    if staff is not None and any(amount is not None and amount <= bound for amount, bound in amounts):
        return False
    return None
