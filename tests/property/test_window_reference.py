"""The kernel agrees with a second program that shares no line with it."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from energy_synergy.community import window as kernel
from energy_synergy.community.balance import group_balance
from energy_synergy.community.bilateral import flow_matrix, pair_kwh
from energy_synergy.community.periods import find_periods
from energy_synergy.community.window import compute_window
from energy_synergy.registry import option

CASES = [(1, 1, 0.0), (96, 3, 0.0), (300, 8, 0.0), (200, 5, 0.1)]
NAMES = ["pro_rata", "equal", "static", "static_iterative", "hybrid", "cascade", "slot_shares", "full_dynamic"]
KWH = st.one_of(st.just(0.0), st.floats(0, 1e4), st.sampled_from([1.0, 2.0, 2.5, 1e-9]))
READING = st.one_of(KWH, KWH, KWH, st.just(float("nan")))


def draw_group(slots: int, members: int, missing: float) -> tuple[Any, Any]:
    """Draw readings [kWh], (T, M), with idle members, ties and a fraction of them missing."""
    draw = np.random.default_rng(slots)
    tables = [np.round(draw.gamma(1.0, 3.0, (slots, members)), 2) for _ in range(2)]
    for table in tables:
        table[draw.random(table.shape) < 0.4] = 0.0
        table[draw.random(table.shape) < missing] = np.nan
    return tables[0], tables[1]


def key_fields(name: str, slots: int, members: int, draw: np.random.Generator) -> dict[str, Any]:
    """Return fields of a key, some shares and coefficients zero, some ranks equal."""

    def parts(*size: int) -> Any:
        weights = draw.random((*size, members)) * (draw.random((*size, members)) < 0.7) + 1e-12
        return weights / weights.sum(axis=-1, keepdims=True)

    own: dict[str, dict[str, Any]] = {
        "static": {"shares": parts().tolist(), "rounds": int(draw.integers(1, 4))},
        "static_iterative": {"shares": parts().tolist()},
        "hybrid": {"shares": parts().tolist()},
        "cascade": {"ranks": draw.integers(1, 4, members).tolist()},
        "slot_shares": {"shares": parts(slots).tolist()},
        "full_dynamic": {"coefficients": (parts(*([slots] * (slots % 2)), members) * draw.random()).tolist()},
    }
    ranks = {"giving_ranks": draw.integers(1, 4, members).tolist()} if draw.random() < 0.5 else {}
    return {**own.get(name, {}), **(ranks if name != "full_dynamic" else {})}


def as_lists(table: Any) -> list[list[float | None]]:
    """Return nested lists with None where missing."""
    return [[None if np.isnan(value) else float(value) for value in row] for row in table]


def check_same(reference: ModuleType, name: str, tables: Any, fields: dict[str, Any], *, hour: int, parts: Any) -> None:
    """Assert that every flow, and who gave to whom, agree to 1e-9 of the largest energy."""
    taking_part = None if parts is None else parts[:, None, :]
    result = compute_window(*tables, option("sharing", name, **fields), taking_part=taking_part, interval_slots=hour)
    spec = fields if parts is None else {**fields, "taking_part": parts.tolist()}
    expected, flows = reference.window(name, *map(as_lists, tables), spec, hour)
    slack = 1e-9 * max(1.0, *(float(np.nan_to_num(table).max(initial=0.0)) * hour for table in tables))
    for flow in reference.FLOWS:
        wanted = np.array(expected[flow], dtype=np.float64)
        np.testing.assert_allclose(getattr(result, f"{flow}_kwh"), wanted, rtol=1e-9, atol=slack, err_msg=flow)
    np.testing.assert_allclose(flow_matrix(result), np.sum(flows, axis=0), rtol=1e-9, atol=slack * len(flows))
    last = result.members - 1
    np.testing.assert_allclose(pair_kwh(result, 0, last), [slot[0][last] for slot in flows], rtol=1e-9, atol=slack)


@pytest.mark.parametrize("name", NAMES)
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
    fields = key_fields(name, slots, members, np.random.default_rng(slots + members))
    check_same(slow_reference, name, draw_group(slots, members, missing), fields, hour=1, parts=None)


@pytest.mark.parametrize("name", NAMES)
@given(draw=st.data())
def test_every_flow_agrees_whatever_the_readings(name: str, slow_reference: ModuleType, draw: st.DataObject) -> None:
    hour, rows, members = (draw.draw(st.integers(1, most)) for most in (4, 3, 5))
    tables = [draw.draw(arrays(np.float64, (rows * hour, members), elements=READING)) for _ in range(2)]
    fields = key_fields(name, rows, members, np.random.default_rng(draw.draw(st.integers(0, 1000))))
    fractions = arrays(np.float64, (2, members), elements=st.sampled_from([0.0, 0.4, 1.0]))
    parts = draw.draw(st.one_of(st.none(), fractions))
    check_same(slow_reference, name, tables, fields, hour=hour, parts=parts)


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
