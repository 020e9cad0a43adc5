"""The file to copy for a new key works as it stands."""

from __future__ import annotations

import numpy as np

from energy_synergy.registry import options
from energy_synergy.sharing._blueprint import Blueprint


def test_it_works() -> None:
    shared = Blueprint(cap_kwh=3).share(np.array([[11.0, 0, 0]]), np.array([[0, 2.0, 9]]))
    np.testing.assert_allclose(shared.received_kwh, [[0, 2, 3]])


def test_it_is_no_option_itself() -> None:
    assert "_blueprint" not in options("sharing")
