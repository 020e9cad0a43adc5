"""The balance of the group: sums of a window, by slot, by member and over all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from energy_synergy.community.window import QUANTITIES, WindowResult
from energy_synergy.sharing.base import Array


@dataclass(frozen=True, slots=True, eq=False)
class Balance:
    """The group as one in each slot [kWh], (T,), missing readings left out.

    local = min(production, consumption); surplus and deficit are what the group as a whole has left.
    """

    production_kwh: Array
    consumption_kwh: Array
    local_kwh: Array
    surplus_kwh: Array
    deficit_kwh: Array


def group_balance(result: WindowResult) -> Balance:
    """Return production, consumption and what they leave of each other in each slot [kWh], (T,)."""
    production, consumption = result.group_production_kwh, result.group_consumption_kwh
    local = np.minimum(production, consumption)
    return Balance(production, consumption, local, production - local, consumption - local)


def totals(result: WindowResult) -> dict[str, float]:
    """Return the sums of the group over the window [kWh].

    `shared_kwh` changed company; `surplus_kwh` and `deficit_kwh` are what the group as a whole has left, summed over
    the slots; every other quantity is the sum over members and slots. Missing values are left out.
    """
    sums = {name: float(result.member_kwh[name].sum()) for name in QUANTITIES}
    balance = group_balance(result)
    return {
        "production_kwh": sums["production_kwh"],
        "consumption_kwh": sums["consumption_kwh"],
        "self_consumed_kwh": sums["self_consumed_kwh"],
        "shared_kwh": sums["received_kwh"],
        "surplus_kwh": float(balance.surplus_kwh.sum()),
        "deficit_kwh": float(balance.deficit_kwh.sum()),
        "grid_import_kwh": sums["grid_import_kwh"],
        "grid_export_kwh": sums["grid_export_kwh"],
    }


def member_totals(result: WindowResult) -> list[dict[str, float]]:
    """Return the sums of each member over the window [kWh], in the order of the group.

    Here `surplus_kwh` and `deficit_kwh` are what the member has left after its own use, before anything is shared.
    """
    return [{name: float(result.member_kwh[name][place]) for name in QUANTITIES} for place in range(result.members)]
