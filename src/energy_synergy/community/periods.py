"""Periods: consecutive slots in which the group has a surplus, sustains itself, or has a deficit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from energy_synergy.community.balance import Balance, group_balance
from energy_synergy.community.window import WindowResult
from energy_synergy.errors import InvalidValue, marked
from energy_synergy.sharing.base import Array

Codes = npt.NDArray[np.int8]
Places = npt.NDArray[np.intp]
DEFICIT, SELF_SUSTAINING, SURPLUS, UNKNOWN = 0, 1, 2, -1
ROUNDING = 1e-12


class State(StrEnum):
    """What the production of the group is beside its consumption."""

    SURPLUS = "surplus"
    SELF_SUSTAINING = "self_sustaining"
    DEFICIT = "deficit"


STATE_BY_CODE = {DEFICIT: State.DEFICIT, SELF_SUSTAINING: State.SELF_SUSTAINING, SURPLUS: State.SURPLUS}


@dataclass(frozen=True, slots=True)
class Period:
    """A run of slots in one state.

    `energy_kwh` is what is left (surplus), lacking (deficit) or used inside (self-sustaining), `peak_kw` its highest
    mean power of a slot. `causes` names the members on the side of the state, by place in the group, with how much of
    the net is theirs [kWh], the largest first. In `provisional_slots` of the slots a reading is missing.
    """

    state: State
    first_slot: int
    slots: int
    energy_kwh: float
    peak_kw: float
    causes: tuple[tuple[int, float], ...] = ()
    provisional_slots: int = 0


def states(production_kwh: Array, consumption_kwh: Array, tolerance: float) -> Codes:
    """Return the state of each slot, (T,): 0 deficit, 1 self-sustaining, 2 surplus; -1 where an energy is NaN.

    Self-sustaining means |production - consumption| <= tolerance * consumption, up to rounding.
    Raises InvalidValue for a tolerance that is negative or no number.
    """
    if not (math.isfinite(tolerance) and tolerance >= 0):
        raise InvalidValue(
            marked("The tolerance must be a fraction from 0 up, such as 0.05, not {tolerance}."), tolerance=tolerance
        )
    net = np.asarray(production_kwh, dtype=np.float64) - consumption_kwh
    codes = np.where(net > 0, SURPLUS, DEFICIT).astype(np.int8)
    codes[np.abs(net) <= (tolerance + ROUNDING) * np.asarray(consumption_kwh)] = SELF_SUSTAINING
    codes[np.isnan(net)] = UNKNOWN
    return codes


def find_periods(result: WindowResult, *, tolerance: float = 0.05) -> tuple[Period, ...]:
    """Return the periods of a window in order.

    They cover every slot but those of which nothing is known: a reading is missing and no energy is left.
    Raises InvalidValue for a tolerance that is negative or no number.
    """
    balance = group_balance(result)
    codes = states(balance.production_kwh, balance.consumption_kwh, tolerance)
    codes[result.is_provisional & (balance.production_kwh == 0) & (balance.consumption_kwh == 0)] = UNKNOWN
    return periods_of(result, codes, balance)


def periods_of(result: WindowResult, codes: Codes, balance: Balance) -> tuple[Period, ...]:
    """Return the periods of a window in order, from the state of each slot, (T,); -1 belongs to none."""
    if not len(codes):
        return ()
    firsts = np.flatnonzero(np.diff(codes, prepend=codes[0] - 1))
    return _periods(result, balance, codes, firsts)


def _periods(result: WindowResult, balance: Balance, codes: Codes, firsts: Places) -> tuple[Period, ...]:
    energy = np.choose(codes, (balance.deficit_kwh, balance.local_kwh, balance.surplus_kwh), mode="clip")
    run_codes = codes[firsts]
    columns = (
        firsts.tolist(),
        np.diff(firsts, append=len(codes)).tolist(),
        np.add.reduceat(energy, firsts).tolist(),
        (np.maximum.reduceat(energy, firsts) * result.rows_per_hour).tolist(),
        _causes(result, run_codes, firsts),
        np.add.reduceat(result.is_provisional.astype(np.int64), firsts).tolist(),
    )
    rows = zip(run_codes.tolist(), *columns, strict=True)
    return tuple(Period(STATE_BY_CODE[code], *row) for code, *row in rows if code != UNKNOWN)


def _causes(result: WindowResult, run_codes: Codes, firsts: Places) -> list[tuple[tuple[int, float], ...]]:
    # A member that lacks one reading still weighs on the group with its other one.
    net = np.nan_to_num(result.production_kwh) - np.nan_to_num(result.consumption_kwh)
    sign = np.choose(run_codes, (-1.0, 0.0, 1.0), mode="clip")
    blame = np.add.reduceat(net, firsts, axis=0) * sign[:, None]
    ranked = np.argsort(-blame, axis=1, kind="stable")
    counts = (blame > 0).sum(axis=1)
    amounts = np.take_along_axis(blame, ranked, axis=1)
    return [
        tuple(zip(members[:count].tolist(), kwh[:count].tolist(), strict=True))
        for members, kwh, count in zip(ranked, amounts, counts, strict=True)
    ]
