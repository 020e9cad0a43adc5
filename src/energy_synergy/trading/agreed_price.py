"""Where the price that was agreed is not the one that holds, because it would leave somebody worse off than alone."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Severity
from energy_synergy.pricing.base import PriceRule
from energy_synergy.trading.market import OpenMarket

# A tenth of a millicent: rounding moves a price less.
LEAST_STEP = 1e-6


def judge_agreed_price(open_market: OpenMarket, rule: PriceRule) -> Iterable[Finding]:
    """Return in how many intervals an agreed price is moved into the window; nothing for a rule that has none."""
    pool = open_market.pool
    agreed = rule.agreed_prices(pool)
    if agreed is None:
        return
    # Unknown prices compare as not moved: what they do is told where prices are.
    above, below = agreed > pool.price_ceiling_per_kwh + LEAST_STEP, agreed < pool.price_floor_per_kwh - LEAST_STEP
    count = int(np.count_nonzero(above | below))
    if count:
        yield Finding(
            "price_moved",
            Severity.INFO,
            marked(
                "{rule}: in {slots} of {all} intervals in which energy can be traded, the agreed price would leave "
                "somebody worse off than the grid; the nearest that does not holds there ({lowered} lower, {raised} "
                "higher)."
            ),
            {
                "rule": rule.name,
                "slots": count,
                "all": int(open_market.admission.is_open.sum()),
                "lowered": int(np.count_nonzero(above)),
                "raised": int(np.count_nonzero(below)),
            },
            count=count,
            advice=marked("Agree on a price between the feed-in prices and the grid prices less local fees."),
        )
