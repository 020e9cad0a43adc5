"""The kernel agrees with a second program that shares no line with it."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np
import pytest

from energy_synergy.community import window as kernel
from energy_synergy.community.balance import group_balance
from energy_synergy.community.periods import find_periods
from energy_synergy.community.window import compute_window
from energy_synergy.registry import option
from energy_synergy.sharing.base import SharingKey

CASES = [(1, 1, 0.0), (96, 3, 0.0), (300, 8, 0.0), (200, 5, 0.1)]


def draw_group(slots: int, members: int, missing: float) -> tuple[Any, Any]:
    """Draw readings [kWh], (T, M), with idle members, ties and a fraction of them missing."""
    draw = np.random.default_rng(slots)
    tables = [np.round(draw.gamma(1.0, 3.0, (slots, members)), 2) for _ in range(2)]
    for table in tables:
        table[draw.random(table.shape) < 0.4] = 0.0
        table[draw.random(table.shape) < missing] = np.nan
    return tables[0], tables[1]


def make_key(name: str, members: int) -> tuple[SharingKey, list[float]]:
    """Return a key and the shares that it uses."""
    shares = [(place + 1) / (members * (members + 1) / 2) for place in range(members)]
    fields = {"shares": shares} if name == "static" else {}
    return option("sharing", name, **fields), shares


def as_lists(table: Any) -> list[list[float | None]]:
    """Return nested lists with None where missing."""
    return [[None if np.isnan(value) else float(value) for value in row] for row in table]


@pytest.mark.parametrize("name", ["pro_rata", "equal", "static"])
@pytest.mark.parametrize(("slots", "members", "missing"), CASES)
@pytest.mark.parametrize("block_values", [kernel.BLOCK_VALUES, 50])
def test_every_flow_agrees(
    name: str,
    slots: int,
    members: int,
    missing: float,
    block_values: int,
    slow_reference: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kernel, "BLOCK_VALUES", block_values)
    production, consumption = draw_group(slots, members, missing)
    key, shares = make_key(name, members)
    result = compute_window(production, consumption, key)
    expected = slow_reference.window(name, as_lists(production), as_lists(consumption), shares)
    for flow in slow_reference.FLOWS:
        wanted = np.array(expected[flow], dtype=np.float64)
        np.testing.assert_allclose(getattr(result, f"{flow}_kwh"), wanted, rtol=1e-9, atol=1e-9, err_msg=flow)


@pytest.mark.parametrize("tolerance", [0.0, 0.05, 0.5])
def test_periods_agree(tolerance: float, slow_reference: ModuleType) -> None:
    result = compute_window(*draw_group(500, 4, 0.0))
    balance = group_balance(result)
    expected = slow_reference.runs(balance.production_kwh.tolist(), balance.consumption_kwh.tolist(), tolerance)
    found = [
        (str(period.state), period.first_slot, period.slots, pytest.approx(period.energy_kwh))
        for period in find_periods(result, tolerance=tolerance)
    ]
    assert found == expected
