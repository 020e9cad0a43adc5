"""The guard of the kernel."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from energy_synergy.community.identities import check_identities, check_sums
from energy_synergy.community.window import WindowResult, compute_window
from energy_synergy.errors import InvariantBroken


@pytest.fixture
def result() -> WindowResult:
    """A sound window."""
    return compute_window([[9, 0], [0, 0]], [[3, 2], [4, 1]])


def test_it_works(result: WindowResult) -> None:
    check_identities(result)


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("received_kwh", [[0, 1.0], [0, 0]], "sum given = sum received"),
        ("received_kwh", [[0, 2.0], [-1, 1]], "received >= 0"),
        ("received_kwh", [[0, 3.0], [0, 0]], "import >= 0"),
        ("given_kwh", [[7.0, 0], [0, 0]], "export >= 0"),
        ("self_consumed_kwh", [[2.0, 0], [0, 0]], "at most one"),
        ("self_consumed_kwh", [[np.nan, 0], [0, 0]], "has no derived values"),
        ("is_provisional", [True, False], "provisional"),
    ],
)
def test_made_or_lost_energy_is_found(name: str, values: Any, message: str, result: WindowResult) -> None:
    broken = replace(result, **{name: np.array(values)})
    with pytest.raises(InvariantBroken, match=message):
        check_identities(broken)


def test_it_names_the_place(result: WindowResult) -> None:
    broken = replace(result, given_kwh=np.array([[2.0, 0], [0, 0.5]]))
    with pytest.raises(InvariantBroken, match=r"\(1, 1\), 1 times"):
        check_identities(broken)


def test_rounding_is_no_loss(result: WindowResult) -> None:
    check_identities(replace(result, given_kwh=result.given_kwh * (1 + 1e-12)))


def test_the_tolerance_follows_the_size_of_the_slot() -> None:
    result = compute_window([[9e9, 0]], [[3e9, 2e9]])
    check_identities(replace(result, given_kwh=np.add(result.given_kwh, [[1.0, 0]])))


def test_the_sums_of_a_window_close(result: WindowResult) -> None:
    check_sums(result)


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("received_kwh", [0.0, 1.0], "deficit = received"),
        ("given_kwh", [-1.0, 0.0], "given_kwh >= 0"),
    ],
)
def test_sums_that_do_not_close_are_found(name: str, values: Any, message: str, result: WindowResult) -> None:
    broken = replace(result, member_kwh={**result.member_kwh, name: np.array(values)})
    with pytest.raises(InvariantBroken, match=message):
        check_sums(broken)
