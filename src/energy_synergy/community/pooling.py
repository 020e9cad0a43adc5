"""Members seen as one: a window in which some columns are summed into one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from energy_synergy.community.window import WindowResult
from energy_synergy.sharing.base import Array

Places = Sequence[Sequence[int]]


def pool(result: WindowResult, places: Places) -> WindowResult:
    """Return a window whose members are sums of the members at some places: (T, M) becomes (T, len(places)).

    Every place stands in exactly one sum, so the group stays what it was. Missing values are left out of a sum and it
    is missing where all of them are; in such a slot the differences of a sum hold readings that stand alone, the sums
    over time (`member_kwh`) do not. The key is kept where every receiver has the same mix of givers, so that the flows
    between sums are still known, and dropped where not.
    """
    key = result.key
    return replace(
        result,
        key=key if key is not None and key.mixes_givers else None,
        taking_part=None,
        production_kwh=pool_columns(result.production_kwh, places),
        consumption_kwh=pool_columns(result.consumption_kwh, places),
        self_consumed_kwh=pool_columns(result.self_consumed_kwh, places),
        given_kwh=pool_columns(result.given_kwh, places),
        received_kwh=pool_columns(result.received_kwh, places),
        member_kwh={
            name: np.array([values[list(place)].sum() for place in places])
            for name, values in result.member_kwh.items()
        },
    )


def pool_columns(energy_kwh: Array, places: Places) -> Array:
    """Return the sums of some columns [kWh], (T, len(places)), NaN where all of them are."""
    pooled = np.empty((len(energy_kwh), len(places)))
    for column, place in enumerate(places):
        pooled[:, column] = _sum(energy_kwh, place)
    return pooled


def _sum(energy_kwh: Array, place: Sequence[int]) -> Array:
    if len(place) == 1:
        one: Array = energy_kwh[:, place[0]]
        return one
    columns = energy_kwh[:, list(place)]
    total: Array = np.nansum(columns, axis=1)
    total[np.isnan(columns).all(axis=1)] = np.nan
    return total
