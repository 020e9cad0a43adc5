"""The bill of the group with the grid, shared by energy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from energy_synergy.pricing.base import Energies, Period, Pool, PriceRule, Prices, Promise


class BillSharing(PriceRule):
    """Share what the group still pays the grid by deficit, and what it still earns by surplus (with compensation).

    Inside the group energy costs nothing; one price per side holds for the whole period (Zhou et al. 2018, A.2.3, on
    net energies). By itself it leaves producers worse off than alone: it is offered only with the compensation.
    """

    name: ClassVar[str] = "bill_sharing"
    label: ClassVar[Mapping[str, str]] = {"en": "Bill sharing", "fr": "Partage de la facture"}
    promise: ClassVar[Promise] = "period"

    def prices(self, pool: Pool) -> Prices:
        """Return 0 for each slot with a window [currency/kWh], (T,), NaN elsewhere."""
        return np.where(np.isnan(pool.price_floor_per_kwh + pool.price_ceiling_per_kwh), np.nan, 0.0)

    def transfers(self, period: Period) -> Energies:
        """Return what makes the members pay the same for each kWh of deficit, and earn the same for surplus, (M,)."""
        earned = _by_energy(period.surplus_kwh, period.rest_value)
        paid = _by_energy(period.deficit_kwh, period.rest_cost)
        transfers: Energies = (earned - period.rest_value) - (paid - period.rest_cost)
        return transfers


def _by_energy(energy_kwh: Energies, amounts: Prices) -> Prices:
    """Return the sum of the amounts shared by energy, (M,); as it is where there is no energy."""
    whole = energy_kwh.sum()
    shared: Prices = energy_kwh * (amounts.sum() / whole) if whole > 0 else amounts
    return shared
