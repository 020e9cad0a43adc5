"""What holds in every slot, for every sharing key of the registry, whatever the readings."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from energy_synergy.community.balance import group_balance, member_totals, totals
from energy_synergy.community.bilateral import flow_matrix
from energy_synergy.community.identities import check_identities
from energy_synergy.community.periods import find_periods
from energy_synergy.community.window import QUANTITIES, compute_window
from energy_synergy.registry import family
from energy_synergy.sharing.base import SharingKey
from energy_synergy.testing.sharing_suite import (
    check_completeness,
    check_idle_member,
    check_limits,
    check_permutation,
)

KEYS = [pytest.param(key, id=name) for name, key in family("sharing").items()]
every_key = pytest.mark.parametrize("key_class", KEYS)
KWH = st.one_of(st.just(0.0), st.floats(0, 1e6), st.sampled_from([1.0, 2.0, 2.5, 1e-9]))
READING = st.one_of(KWH, st.just(float("nan")))


def tables(elements: st.SearchStrategy[float]) -> st.SearchStrategy[Any]:
    """Draw production and consumption [kWh], (T, M)."""
    sizes = st.tuples(st.integers(0, 6), st.integers(1, 5))
    return sizes.flatmap(lambda size: st.tuples(*(arrays(np.float64, size, elements=elements) for _ in range(2))))


def net(production: Any, consumption: Any) -> tuple[Any, Any]:
    """Return surplus and deficit."""
    own = np.minimum(production, consumption)
    return production - own, consumption - own


def scale(*energies: Any) -> float:
    """Return the largest energy, to which errors are compared."""
    return max(float(np.nan_to_num(energy).max(initial=0.0)) for energy in energies)


@every_key
@given(table=tables(READING))
def test_no_energy_is_made_or_lost(key_class: type[SharingKey], table: Any) -> None:
    production, consumption = table
    result = compute_window(production, consumption, key_class.sample(*production.shape))
    check_identities(result)
    assert (result.is_provisional == (np.isnan(production) | np.isnan(consumption)).any(axis=1)).all()


@every_key
@given(table=tables(KWH))
def test_nothing_is_missing_where_all_is_there(key_class: type[SharingKey], table: Any) -> None:
    production, consumption = table
    result = compute_window(production, consumption, key_class.sample(*production.shape))
    assert all(np.isfinite(getattr(result, name)).all() for name in QUANTITIES)
    assert not result.is_provisional.any()


@every_key
@given(table=tables(KWH))
def test_shares_stay_within_their_limits(key_class: type[SharingKey], table: Any) -> None:
    key = key_class.sample(*table[0].shape)
    check_limits(key, *net(*table))
    check_completeness(key, *net(*table))


@every_key
@given(table=tables(KWH), draw=st.data())
def test_the_order_of_members_does_not_matter(key_class: type[SharingKey], table: Any, draw: Any) -> None:
    order = draw.draw(st.permutations(range(table[0].shape[1])))
    check_permutation(key_class.sample(*table[0].shape), *net(*table), order)


@every_key
@given(table=tables(KWH), factor=st.sampled_from([0.001, 0.25, 3.0, 1000.0]))
def test_the_unit_of_energy_does_not_matter(key_class: type[SharingKey], table: Any, factor: float) -> None:
    key = key_class.sample(*table[0].shape)
    once, scaled = compute_window(*table, key), compute_window(*(factor * energy for energy in table), key)
    slack = 1e-9 * factor * scale(*table)
    np.testing.assert_allclose(scaled.received_kwh, factor * once.received_kwh, rtol=1e-9, atol=slack)
    np.testing.assert_allclose(scaled.given_kwh, factor * once.given_kwh, rtol=1e-9, atol=slack)


@pytest.mark.parametrize("key_class", [key for key in family("sharing").values() if key.ignores_idle_members])
@given(table=tables(KWH))
def test_an_idle_member_changes_nothing(key_class: type[SharingKey], table: Any) -> None:
    slots, members = table[0].shape
    check_idle_member(key_class.sample(slots, members), key_class.sample(slots, members + 1), *net(*table))


@every_key
@given(table=tables(READING))
def test_sums_are_those_of_the_slots(key_class: type[SharingKey], table: Any) -> None:
    result = compute_window(*table, key_class.sample(*table[0].shape))
    slack = 1e-9 * scale(*table)
    for place, sums in enumerate(member_totals(result)):
        for name in QUANTITIES:
            assert sums[name] == pytest.approx(np.nansum(getattr(result, name)[:, place]), rel=1e-9, abs=slack)
    group = totals(result)
    assert group["shared_kwh"] == pytest.approx(np.nansum(result.given_kwh), rel=1e-9, abs=slack)
    assert group["production_kwh"] == pytest.approx(np.nansum(table[0]), rel=1e-9, abs=slack)


@every_key
@given(table=tables(READING))
def test_flows_from_member_to_member_add_up(key_class: type[SharingKey], table: Any) -> None:
    result = compute_window(*table, key_class.sample(*table[0].shape))
    flows, slack = flow_matrix(result), 1e-9 * scale(*table)
    assert (np.diag(flows) <= slack).all()
    np.testing.assert_allclose(flows.sum(axis=1), result.member_kwh["given_kwh"], rtol=1e-9, atol=slack)
    np.testing.assert_allclose(flows.sum(axis=0), result.member_kwh["received_kwh"], rtol=1e-9, atol=slack)


@given(table=tables(KWH))
def test_netting_first_keeps_the_total_of_the_group(table: Any) -> None:
    result = compute_window(*table)
    local = group_balance(result).local_kwh
    used_inside = (result.self_consumed_kwh + result.received_kwh).sum(axis=1)
    np.testing.assert_allclose(local, used_inside, rtol=1e-9, atol=1e-9 * scale(*table))


@given(table=tables(READING), tolerance=st.sampled_from([0.0, 0.05, 1.0]))
def test_periods_cover_each_known_slot_once(table: Any, tolerance: float) -> None:
    result = compute_window(*table)
    covered = np.zeros(result.slots, dtype=int)
    for period in find_periods(result, tolerance=tolerance):
        covered[period.first_slot : period.first_slot + period.slots] += 1
    is_unknown = result.is_provisional & (np.nansum(table[0], axis=1) == 0) & (np.nansum(table[1], axis=1) == 0)
    np.testing.assert_array_equal(covered, np.where(is_unknown, 0, 1))


@given(table=tables(READING))
def test_every_indicator_is_a_number_or_undefined(table: Any) -> None:
    result = compute_window(*table)
    for indicator in family("indicators").values():
        value = indicator().compute(result)  # type: ignore[attr-defined]
        assert value is None or np.isfinite(value)
        if indicator.unit == "fraction" and indicator.name != "coverage":  # type: ignore[attr-defined]
            assert value is None or -1e-9 <= value <= 1 + 1e-9


@every_key
@given(table=tables(READING), hour=st.integers(1, 4), draw=st.data())
def test_no_energy_is_made_or_lost_when_parts_of_it_are_shared_by_the_hour(
    key_class: type[SharingKey], table: Any, hour: int, draw: Any
) -> None:
    production, consumption = (np.repeat(energy, hour, axis=0)[::-1] for energy in table)
    slots, members = table[0].shape
    parts = draw.draw(arrays(np.float64, (2, 1, members), elements=st.floats(0, 1)))
    key = key_class.sample(slots, members)
    result = compute_window(production, consumption, key, taking_part=parts, interval_slots=hour)
    check_identities(result)
    slack = 1e-9 * hour * scale(*table)
    assert (np.nan_to_num(result.given_kwh) <= parts[0] * np.nan_to_num(result.surplus_kwh) + slack).all()
    assert (np.nan_to_num(result.received_kwh) <= parts[1] * np.nan_to_num(result.deficit_kwh) + slack).all()


@given(table=tables(KWH), hour=st.integers(2, 4))
def test_the_longer_the_interval_the_more_is_shared(table: Any, hour: int) -> None:
    production, consumption = (np.concatenate([energy] * hour) for energy in table)
    fine = compute_window(production, consumption).given_kwh.sum()
    coarse = compute_window(production, consumption, interval_slots=hour).given_kwh.sum()
    assert coarse >= fine - 1e-9 * hour * scale(*table) * production.size
