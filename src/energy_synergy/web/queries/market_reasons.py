"""Why nothing is traded in a slot."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext as _

from energy_synergy.trading.market import Market
from energy_synergy.units import SLOTS_PER_HOUR

Codes = npt.NDArray[np.int8]
TRADED, NEITHER, NO_SURPLUS, NO_DEFICIT, MISSING, NO_PRICE, WINDOW_EMPTY, NO_RULE_PRICE, KEY_GIVES_NONE = range(9)
REASONS = (
    "traded",
    "neither",
    "no_surplus",
    "no_deficit",
    "missing",
    "no_price",
    "window_empty",
    "no_rule_price",
    "key_gives_none",
)


def reasons_of(market: Market) -> Codes:
    """Return for each interval why nothing is traded, (T,), 0 where something is."""
    open_market = market.open_market
    surplus, deficit = open_market.left_kwh.sum(axis=2) > 0
    admission = open_market.admission
    provisional = market.result.is_provisional
    return np.select(
        [
            market.moved_kwh[0].sum(axis=1) > 0,
            ~surplus & ~deficit & provisional,
            ~surplus & ~deficit,
            ~surplus,
            ~deficit,
            ~admission.is_open & admission.is_empty,
            ~admission.is_open,
            np.isnan(market.group_price_per_kwh),
        ],
        [TRADED, MISSING, NEITHER, NO_SURPLUS, NO_DEFICIT, WINDOW_EMPTY, NO_PRICE, NO_RULE_PRICE],
        default=KEY_GIVES_NONE,
    ).astype(np.int8)


def hours_by_reason(market: Market) -> list[tuple[str, float]]:
    """Return for how many hours nothing is traded, by reason, the longest first."""
    counts = np.bincount(reasons_of(market), minlength=len(REASONS)).tolist()
    hours = market.result.interval_slots / SLOTS_PER_HOUR
    found = [(REASONS[code], count * hours) for code, count in enumerate(counts) if count and code != TRADED]
    return sorted(found, key=lambda one: (-one[1], one[0]))


def reason_words() -> dict[str, str]:
    """Return what the reasons are called, in the visitor's language."""
    return {
        "traded": "",
        "neither": _("nobody has a surplus or lacks energy"),
        "no_surplus": _("no company has energy left"),
        "no_deficit": _("no company lacks energy"),
        "missing": _("readings are missing"),
        "no_price": _("a price of the grid is not known"),
        "window_empty": _("no price suits a seller and a buyer"),
        "no_rule_price": _("the price rule has no price"),
        "key_gives_none": _("the sharing key leaves nothing to share"),
    }
