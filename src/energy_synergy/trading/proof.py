"""The promises of a market, each checked again from the plain numbers of a kept result.

Nothing here calls what made the result: every check is a sum or a comparison over stored numbers, so that a wrong
number, whoever made it, is found by the check that it breaks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from energy_synergy.errors import marked
from energy_synergy.trading.kept import KeptMarket

Array = npt.NDArray[np.float64]
# Sums of a year of float64 differ in the last digits with the order in which they are added.
ENERGY_TOLERANCE = 1e-9
PRICE_TOLERANCE = 1e-9
MONEY_TOLERANCE = 1e-6
LAST_DIGITS = 1e-5


@dataclass(frozen=True, slots=True)
class Check:
    """One promise and how far the numbers are from it.

    `deviation` is the largest one found [unit], `holds` whether it is within the tolerance; None where the rule does
    not promise this. `slot` and `member` say where it is largest, None where that is no place of the window.
    """

    code: str
    sentence: str
    deviation: float
    unit: str
    tolerance: float
    holds: bool | None
    slot: int | None = None
    member: int | None = None


SENTENCES = {
    "energy_conserved": marked(
        "Every kWh is accounted for: production is used, given or exported, consumption is own, received or imported."
    ),
    "own_energy_only": marked("Nobody gives more than it has left or receives more than it lacks."),
    "given_is_received": marked("In each interval as much is received as is given."),
    "trades_match": marked("The trades between pairs add up to what each gave and received."),
    "payments_sum_to_zero": marked("What buyers pay is what sellers earn."),
    "payments_match": marked("What each member pays and earns is local price times energy, in all and pair by pair."),
    "settlements_sum_to_zero": marked("Transfers and compensation only move money inside the group."),
    "price_in_window": marked("In each interval the local price suits everybody who trades in it."),
    "no_slot_worse_off": marked("In no interval does anybody pay more or earn less than alone with the grid."),
    "nobody_worse_off": marked("Over the period nobody is worse off than alone with the grid."),
    "savings_match": marked("What each member saves is its bill alone less its bill with the group."),
    "gain_identity": marked(
        "Together the members gain what the energy is worth to its buyers less what it is worth to its sellers."
    ),
}


def prove(kept: KeptMarket) -> tuple[Check, ...]:
    """Return every promise of a market with the largest deviation from it that its numbers show."""
    return (
        _energy_conserved(kept),
        _own_energy_only(kept),
        _given_is_received(kept),
        _trades_match(kept),
        _money("payments_sum_to_zero", kept, np.array([kept.paid.sum() - kept.earned.sum()])),
        _payments_match(kept),
        _money("settlements_sum_to_zero", kept, np.array([kept.transfers.sum(), kept.compensation.sum()])),
        _price_in_window(kept),
        _no_slot_worse_off(kept),
        _nobody_worse_off(kept),
        _money("savings_match", kept, kept.savings - _bills_alone(kept) + _bills_together(kept), by_member=True),
        _gain_identity(kept),
    )


def holds(checks: tuple[Check, ...]) -> bool:
    """Tell whether every promise that was made is kept."""
    return all(check.holds is not False for check in checks)


def _energy_conserved(kept: KeptMarket) -> Check:
    produced = kept.production_kwh - kept.self_consumed_kwh - kept.given_kwh - kept.grid_export_kwh
    consumed = kept.consumption_kwh - kept.self_consumed_kwh - kept.received_kwh - kept.grid_import_kwh
    return _worst("energy_conserved", np.maximum(np.abs(produced), np.abs(consumed)), "kWh", ENERGY_TOLERANCE)


def _own_energy_only(kept: KeptMarket) -> Check:
    beyond = [
        kept.given_kwh - (kept.production_kwh - kept.self_consumed_kwh),
        kept.received_kwh - (kept.consumption_kwh - kept.self_consumed_kwh),
        *(-energy for energy in (kept.given_kwh, kept.received_kwh, kept.grid_export_kwh, kept.grid_import_kwh)),
    ]
    return _worst("own_energy_only", np.maximum(0.0, np.maximum.reduce(beyond)), "kWh", ENERGY_TOLERANCE)


def _given_is_received(kept: KeptMarket) -> Check:
    difference = np.nan_to_num(kept.given_kwh).sum(axis=1) - np.nan_to_num(kept.received_kwh).sum(axis=1)
    return _worst("given_is_received", np.abs(difference)[:, None], "kWh", ENERGY_TOLERANCE, by_member=False)


def _trades_match(kept: KeptMarket) -> Check:
    given, received = (energy.sum(axis=0) for energy in _moved(kept))
    wrong = np.maximum(np.abs(kept.traded_kwh.sum(axis=1) - given), np.abs(kept.traded_kwh.sum(axis=0) - received))
    return _by_member("trades_match", wrong, "kWh", _allowed(ENERGY_TOLERANCE, float(given.sum())))


def _payments_match(kept: KeptMarket) -> Check:
    given, received = _moved(kept)
    price = np.nan_to_num(kept.group_price_per_kwh)
    wrong = [
        kept.paid - price @ received,
        kept.earned - price @ given,
        kept.traded_amounts.sum(axis=0) - kept.paid,
        kept.traded_amounts.sum(axis=1) - kept.earned,
    ]
    return _money("payments_match", kept, np.abs(wrong).max(axis=0), by_member=True)


def _price_in_window(kept: KeptMarket) -> Check:
    given, received = _moved(kept)
    price, floor, ceiling = kept.group_price_per_kwh[:, None], _floor(kept), _ceiling(kept)
    # Somebody who trades without a price that is known breaks the promise as much as a price outside.
    beyond = np.maximum(
        np.where(given > 0, np.nan_to_num(floor - price, nan=np.inf), 0.0),
        np.where(received > 0, np.nan_to_num(price - ceiling, nan=np.inf), 0.0),
    )
    promised = kept.promise == "slot"
    unit = f"{kept.currency}/kWh"
    return _worst("price_in_window", np.maximum(beyond, 0.0), unit, PRICE_TOLERANCE, is_promised=promised)


def _no_slot_worse_off(kept: KeptMarket) -> Check:
    loss = np.maximum(0.0, -_slot_gains(kept))
    promised = kept.promise == "slot"
    return _worst("no_slot_worse_off", loss, kept.currency, MONEY_TOLERANCE, is_promised=promised)


def _nobody_worse_off(kept: KeptMarket) -> Check:
    loss = np.maximum(0.0, _bills_together(kept) - _bills_alone(kept))
    return _money("nobody_worse_off", kept, loss, by_member=True)


def _gain_identity(kept: KeptMarket) -> Check:
    given, received = _moved(kept)
    gain = float((np.nan_to_num(_ceiling(kept)) * received).sum() - (np.nan_to_num(_floor(kept)) * given).sum())
    return _money("gain_identity", kept, np.array([kept.savings.sum() - gain, float(kept.total_gain[0]) - gain]))


def _bills_alone(kept: KeptMarket) -> Array:
    """Return what each member would pay alone, less what it would earn [currency], (M,)."""
    lacking = np.nan_to_num(kept.consumption_kwh - kept.self_consumed_kwh)
    left = np.nan_to_num(kept.production_kwh - kept.self_consumed_kwh)
    paid = (_priced(kept, kept.buy_price_per_kwh) * lacking).sum(axis=0)
    bills: Array = paid - (_priced(kept, kept.sell_price_per_kwh) * left).sum(axis=0)
    return bills


def _bills_together(kept: KeptMarket) -> Array:
    """Return what each member pays the grid and the group, less what both pay it [currency], (M,)."""
    given, received = _moved(kept)
    price = np.nan_to_num(kept.group_price_per_kwh)[:, None]
    imported, exported = np.nan_to_num(kept.grid_import_kwh), np.nan_to_num(kept.grid_export_kwh)
    paid = _priced(kept, kept.buy_price_per_kwh) * imported
    paid += (price + _priced(kept, kept.local_fee_per_kwh)) * received
    paid -= _priced(kept, kept.sell_price_per_kwh) * exported
    paid -= (price - _priced(kept, kept.local_injection_fee_per_kwh)) * given
    bills: Array = paid.sum(axis=0) - kept.transfers - kept.compensation
    return bills


def _slot_gains(kept: KeptMarket) -> Array:
    """Return what each member gains by the local price in each slot [currency], (T, M)."""
    given, received = _moved(kept)
    price = np.nan_to_num(kept.group_price_per_kwh)[:, None]
    gains: Array = (np.nan_to_num(_ceiling(kept)) - price) * received + (price - np.nan_to_num(_floor(kept))) * given
    return gains


def _moved(kept: KeptMarket) -> tuple[Array, Array]:
    return np.nan_to_num(kept.given_kwh), np.nan_to_num(kept.received_kwh)


def _priced(kept: KeptMarket, prices: Array) -> Array:
    """Return a price of each member, 0 where it is unknown: nothing is traded there, and both bills lack it alike."""
    return np.nan_to_num(kept.of_members(prices))


def _ceiling(kept: KeptMarket) -> Array:
    return kept.of_members(kept.buy_price_per_kwh - kept.local_fee_per_kwh)


def _floor(kept: KeptMarket) -> Array:
    return kept.of_members(kept.sell_price_per_kwh + kept.local_injection_fee_per_kwh)


def _worst(
    code: str, deviations: Array, unit: str, tolerance: float, *, is_promised: bool = True, by_member: bool = True
) -> Check:
    """Return the check of deviations (T, M), none below 0; those of missing readings are unknown and count for none."""
    known = np.nan_to_num(deviations)
    place = None if not known.size else np.unravel_index(int(known.argmax()), known.shape)
    worst = 0.0 if place is None else float(known[place])
    slot, member = (None, None) if place is None or worst <= 0 else (int(place[0]), int(place[1]))
    fine = worst <= tolerance if is_promised else None
    return Check(code, SENTENCES[code], worst, unit, tolerance, fine, slot, member if by_member else None)


def _by_member(code: str, deviations: Array, unit: str, tolerance: float) -> Check:
    """Return the check of deviations (M,)."""
    worst = float(deviations.max(initial=0.0))
    member = int(deviations.argmax()) if worst > 0 else None
    return Check(code, SENTENCES[code], worst, unit, tolerance, worst <= tolerance, member=member)


def _allowed(tolerance: float, size: float) -> float:
    """Return what is allowed for sums of a size: a power of ten, which tells nobody the sums themselves."""
    return tolerance * 10.0 ** math.ceil(math.log10(max(1.0, size)))


def _money(code: str, kept: KeptMarket, deviations: Array, *, by_member: bool = False) -> Check:
    """Return the check of amounts, (M,) or others; the tolerance is a millionth, more where large sums are added."""
    size = float(np.abs(kept.paid).sum() + np.abs(_bills_alone(kept)).sum())
    check = _by_member(code, np.abs(deviations), kept.currency, _allowed(MONEY_TOLERANCE, size * LAST_DIGITS))
    return check if by_member else replace(check, member=None)
