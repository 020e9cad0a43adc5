"""Members seen as one."""

from __future__ import annotations

import numpy as np

from energy_synergy.community.balance import totals
from energy_synergy.community.bilateral import flow_matrix
from energy_synergy.community.pooling import pool
from energy_synergy.community.window import WindowResult, compute_window

PLACES = ((2,), (0, 1, 3))


def window(*, missing: bool = False) -> WindowResult:
    random = np.random.default_rng(7)
    production, consumption = random.random((2, 192, 4))
    if missing:
        production[5, 0] = np.nan
        consumption[9, :] = np.nan
    return compute_window(production, consumption)


def test_it_works() -> None:
    whole = window()
    pooled = pool(whole, PLACES)
    np.testing.assert_allclose(pooled.given_kwh[:, 1], whole.given_kwh[:, [0, 1, 3]].sum(axis=1))
    np.testing.assert_array_equal(pooled.given_kwh[:, 0], whole.given_kwh[:, 2])


def test_it_leaves_the_group_as_it_was() -> None:
    for missing in (False, True):
        whole = window(missing=missing)
        before, after = totals(whole), totals(pool(whole, PLACES))
        np.testing.assert_allclose(list(after.values()), list(before.values()), rtol=1e-12)


def test_it_adds_up_who_gave_to_whom() -> None:
    flows, pooled = flow_matrix(window()), flow_matrix(pool(window(), PLACES))
    np.testing.assert_allclose(pooled[0, 1], flows[2, [0, 1, 3]].sum())
    np.testing.assert_allclose(pooled.sum(), flows.sum())


def test_it_is_missing_only_where_all_are() -> None:
    pooled = pool(window(missing=True), PLACES)
    assert np.isnan(pooled.consumption_kwh[9]).all()
    assert not np.isnan(pooled.production_kwh[5]).any()
