"""Quantities as Austrian grid operators report them."""

from __future__ import annotations

import numpy as np
import pytest

from energy_synergy.community.window import compute_window
from energy_synergy.errors import InvalidValue
from energy_synergy.registry import option
from energy_synergy.sharing.base import SharesRefused
from energy_synergy.sharing.eda_quantities import eda_quantities


def test_it_works() -> None:
    found = eda_quantities([[6, 2]], [[1, 2, 3]])
    np.testing.assert_allclose(found.offered_kwh, [[8 / 6, 16 / 6, 4]])
    np.testing.assert_allclose(found.covered_kwh, [[1, 2, 3]])
    np.testing.assert_allclose(found.residual_kwh, [[1.5, 0.5]])


def test_a_static_share_that_is_not_used_is_left_to_the_producers() -> None:
    found = eda_quantities([[6, 2]], [[1, 9]], shares=[0.5, 0.5])
    np.testing.assert_allclose(found.offered_kwh, [[4, 4]])
    np.testing.assert_allclose(found.covered_kwh, [[1, 4]])
    np.testing.assert_allclose(found.residual_kwh, [[2.25, 0.75]])


@pytest.mark.parametrize(("name", "fields"), [("pro_rata", {}), ("static", {"shares": [0, 0, 0.3, 0.7]})])
def test_it_covers_what_the_sharing_key_moves(name: str, fields: dict[str, list[float]]) -> None:
    draw = np.random.default_rng(1)
    production, consumption = draw.random((50, 2)), draw.random((50, 2))
    nothing = np.zeros((50, 2))
    result = compute_window(
        np.hstack([production, nothing]), np.hstack([nothing, consumption]), option("sharing", name, **fields)
    )
    found = eda_quantities(production, consumption, shares=fields["shares"][2:] if fields else None)
    np.testing.assert_allclose(result.received_kwh[:, 2:], found.covered_kwh)
    np.testing.assert_allclose(result.grid_export_kwh[:, :2], found.residual_kwh, atol=1e-12)


def test_nothing_is_divided_by_zero() -> None:
    found = eda_quantities([[0.0], [3]], [[4.0], [0]])
    assert found.covered_kwh.tolist() == [[0], [0]]
    assert found.residual_kwh.tolist() == [[0], [3]]


@pytest.mark.parametrize("production", [[1.0], [[-1.0]], [[float("nan")]], [[1.0], [1.0]]])
def test_other_readings_are_refused(production: list[object]) -> None:
    with pytest.raises(InvalidValue):
        eda_quantities(production, [[1.0]])


def test_one_share_is_needed_for_each_consumption_meter() -> None:
    with pytest.raises(SharesRefused):
        eda_quantities([[1.0]], [[1.0]], shares=[0.5, 0.5])
