"""Identities of the analyses of surplus and deficit: no energy and no hour is made or lost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import linprog

from energy_synergy.community.bilateral import flow_matrix
from energy_synergy.community.carpet import STEPS, compute_carpet
from energy_synergy.community.counterparts import find_counterparts, find_trades
from energy_synergy.community.duration import compute_duration
from energy_synergy.community.mean_days import COLUMNS_BY_SET, compute_mean_days
from energy_synergy.community.periods import State, find_periods
from energy_synergy.community.shifting import compute_shiftable
from energy_synergy.community.window import compute_window
from energy_synergy.timeline import Timeline

KWH = st.floats(0, 1e4)
NET = st.one_of(st.just(0.0), st.floats(-1e4, 1e4), st.just(float("nan")))
ZONES = ["Europe/Paris", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kathmandu", "UTC"]


@st.composite
def calendars(draw: st.DrawFn) -> tuple[Timeline, Any]:
    """Draw a few days anywhere, with the net energy of each slot."""
    # Days near a change of the clock in spring and in autumn, on both halves of the globe.
    near = draw(st.sampled_from([date(2025, 3, 28), date(2025, 4, 4), date(2025, 10, 3), date(2025, 10, 24)]))
    first = near + timedelta(days=draw(st.integers(0, 3)))
    timeline = Timeline.from_days(first, first + timedelta(days=draw(st.integers(0, 4))), draw(st.sampled_from(ZONES)))
    seed, holes = draw(st.integers(0, 2**32 - 1)), draw(st.sampled_from([0.0, 0.1, 1.0]))
    random = np.random.default_rng(seed)
    net = random.normal(0, 50, timeline.slots)
    net[random.uniform(size=timeline.slots) < holes] = np.nan
    return timeline, net


@given(net=arrays(np.float64, st.integers(0, 400), elements=NET), most=st.integers(16, 60))
def test_a_duration_curve_keeps_hours_areas_and_extremes(net: Any, most: int) -> None:
    curve, known = compute_duration(net, most_points=most), net[~np.isnan(net)]
    hours = (curve.surplus_hours, curve.balanced_hours, curve.deficit_hours, curve.unknown_hours)
    assert sum(hours) == len(net) / 4
    assert curve.hours[-1] == len(known) / 4
    assert len(curve.net_kw) <= most
    assert (np.diff(curve.net_kw) <= 1e-6).all()
    areas, slack = np.diff(curve.hours) * curve.net_kw, 1e-6 + 1e-9 * np.abs(known).sum()
    assert areas[areas > 0].sum() == pytest.approx(known[known > 0].sum(), abs=slack)
    assert areas[areas < 0].sum() == pytest.approx(known[known < 0].sum(), abs=slack)
    if len(known):
        assert curve.net_kw[0] == pytest.approx(4 * known.max(), abs=1e-8)
        assert curve.net_kw[-1] == pytest.approx(4 * known.min(), abs=1e-8)


@given(calendar=calendars(), step=st.sampled_from(STEPS))
def test_a_carpet_holds_every_slot_once(calendar: tuple[Timeline, Any], step: int) -> None:
    timeline, net = calendar
    carpet = compute_carpet(net, timeline, step_minutes=step)
    assert carpet.slots.sum() == timeline.slots
    assert carpet.known_slots.sum() == np.count_nonzero(~np.isnan(net))
    assert np.nansum(carpet.net_kwh) == pytest.approx(np.nansum(net), abs=1e-6)
    assert np.nansum(carpet.net_kw * carpet.known_slots / 4) == pytest.approx(np.nansum(net), abs=1e-6)
    assert carpet.slots.sum(axis=1).tolist() == [day.slots for day in timeline.local_days]


@given(calendar=calendars(), day_set=st.sampled_from(sorted(COLUMNS_BY_SET)))
def test_mean_days_hold_every_known_slot_once(calendar: tuple[Timeline, Any], day_set: Any) -> None:
    timeline, net = calendar
    production, consumption = np.maximum(net, 0), np.maximum(-net, 0)
    found = compute_mean_days(production, consumption, timeline, day_set=day_set)
    assert found.slots.sum() == np.count_nonzero(~np.isnan(net))
    assert np.nansum(found.net_kwh * found.slots) == pytest.approx(np.nansum(net), abs=1e-6)
    assert found.days.sum() <= len(timeline.local_days)
    assert ((found.slots == 0) == np.isnan(found.net_kwh)).all()


@given(
    table=st.tuples(*(arrays(np.float64, (8, 3), elements=st.one_of(st.just(0.0), KWH)) for _ in range(2))),
    horizon=st.integers(0, 9),
)
def test_a_counterpart_takes_no_more_than_there_is(table: Any, horizon: int) -> None:
    result = compute_window(*table)
    for period in find_periods(result):
        rows = slice(period.first_slot, period.first_slot + period.slots)
        near = slice(max(0, rows.start - horizon), rows.stop + horizon)
        left, wanted = result.grid_export_kwh, result.grid_import_kwh
        if period.state is State.DEFICIT:
            left, wanted = wanted, left
        for one in find_counterparts(result, period, horizon=horizon):
            others = np.delete(left[rows], one.member, axis=1).sum()
            assert 0 < one.energy_kwh <= others + 1e-6
            assert one.energy_kwh <= wanted[near, one.member].sum() + 1e-6
            assert one.before_kwh + one.inside_kwh + one.after_kwh == pytest.approx(wanted[near, one.member].sum())


@given(table=st.tuples(*(arrays(np.float64, (8, 4), elements=KWH) for _ in range(2))))
def test_the_trades_of_all_periods_are_the_flows_of_the_window(table: Any) -> None:
    result = compute_window(*table)
    found = np.zeros((4, 4))
    for period in find_periods(result):
        for trade in find_trades(result, period):
            found[trade.giver, trade.receiver] += trade.energy_kwh
    np.testing.assert_allclose(found, flow_matrix(result), atol=1e-6)


@given(net=arrays(np.float64, st.integers(1, 7), elements=st.floats(-100, 100)), horizon=st.integers(0, 7))
def test_no_other_way_moves_more(net: Any, horizon: int) -> None:
    surplus, deficit = np.maximum(net, 0), np.maximum(-net, 0)
    count = len(net)
    pairs = [(t, s) for t in range(count) for s in range(count) if abs(t - s) <= horizon]
    limits = [[float(t == slot) for t, _ in pairs] for slot in range(count)]
    limits += [[float(s == slot) for _, s in pairs] for slot in range(count)]
    best = linprog([-1.0] * len(pairs), A_ub=limits, b_ub=[*surplus, *deficit], method="highs")
    assert compute_shiftable(surplus, deficit, horizon=horizon) == pytest.approx(-best.fun, abs=1e-6)
