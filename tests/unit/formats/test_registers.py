"""Registers that count on and on: what lies between two readings is energy, unless something happened."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energy_synergy.formats.parsing.register_readings import register_readings
from energy_synergy.formats.parsing.registers import Drop, counted_by_step, unwrapped
from energy_synergy.formats.parsing.report import Report

START = 1_700_000_100 // 900 * 900


def times(count: int, step: int = 900) -> np.ndarray:
    return START + np.arange(count, dtype=np.int64) * step


def counted(values: list[float], step: int = 900, every: int = 900) -> list[float]:
    found = counted_by_step(unwrapped(times(len(values), every), np.array(values)), step)
    return [float(amount) for amount in found.amounts]


RISES = st.lists(st.floats(0, 500, allow_nan=False).map(lambda x: round(x, 3)), min_size=1, max_size=60)


@settings(deadline=None)
@given(rises=RISES, first=st.floats(0, 1e6).map(lambda x: round(x, 3)))
def test_it_adds_up_to_last_minus_first(rises: list[float], first: float) -> None:
    values = first + np.concatenate([[0.0], np.cumsum(rises)])
    amounts = counted(values.tolist())
    assert len(amounts) == len(rises)
    assert sum(amounts) == pytest.approx(values[-1] - values[0], abs=1e-9)


@settings(deadline=None)
@given(gaps=st.lists(st.integers(1, 3_600), min_size=2, max_size=80), rises=RISES)
def test_it_adds_up_whatever_the_times_are(gaps: list[int], rises: list[float]) -> None:
    at = START + np.cumsum([0, *gaps])
    values = 50_000 + np.cumsum(np.resize(rises, len(at)))
    found = counted_by_step(unwrapped(at, values), 900)
    if len(found.starts):
        marks = np.array([found.starts[0], found.starts[-1] + 900])
        near = [np.abs(at - mark).argmin() for mark in marks]
        ends = [
            values[i] if abs(int(at[i] - mark)) <= 90 else np.interp(mark, at, values)
            for i, mark in zip(near, marks, strict=True)
        ]
        assert (np.diff(found.starts) == 900).all()
        assert np.nansum(found.amounts) == pytest.approx(ends[1] - ends[0], abs=1e-6)
        assert (found.amounts >= 0).all()


@settings(deadline=None)
@given(rises=st.lists(st.integers(1_000, 9_000).map(lambda x: x / 1_000), min_size=12), power=st.integers(5, 8))
def test_it_counts_on_over_a_power_of_ten(rises: list[float], power: int) -> None:
    width = 10.0**power
    true = width - sum(rises[:6]) - 0.5 + np.concatenate([[0.0], np.cumsum(rises)])
    found = unwrapped(times(len(true)), np.round(true % width, 3))
    assert [fall.drop for fall in found.falls] == [Drop.ROLLED_OVER]
    assert counted(np.round(true % width, 3).tolist()) == pytest.approx(rises, abs=1e-2)


def test_it_does_not_know_what_was_counted_while_the_register_was_reset() -> None:
    amounts = counted([5_000.0, 5_001.0, 5_002.0, 0.5, 1.5, 2.5])
    assert amounts == pytest.approx([1, 1, np.nan, 1, 1], nan_ok=True)
    (fall,) = unwrapped(times(6), np.array([5_000.0, 5_001.0, 5_002.0, 0.5, 1.5, 2.5])).falls
    assert (fall.drop, fall.row, fall.before, fall.after) == (Drop.RESET, 3, 5_002.0, 0.5)


def test_it_tells_another_meter_from_a_reset() -> None:
    values = [50_000.0, 50_001.0, 50_002.0, 1_234.0, 1_235.0, 1_236.0]
    assert [fall.drop for fall in unwrapped(times(6), np.array(values)).falls] == [Drop.REPLACED]
    assert counted(values) == pytest.approx([1, 1, np.nan, 1, 1], nan_ok=True)


@pytest.mark.parametrize("wrong", [0.0, 99_999.0, 12.0, 51_000.0])
def test_it_leaves_out_a_single_reading_that_both_neighbours_contradict(wrong: float) -> None:
    values = np.array([50_000.0, 50_001.0, wrong, 50_003.0, 50_004.0])
    counter = unwrapped(times(5), values)
    found = counted_by_step(counter, 900)
    assert counter.backwards == (2,)
    assert found.amounts.tolist() == pytest.approx([1, 1, 1, 1])
    assert found.is_estimated.tolist() == [False, True, True, False]


def test_it_leaves_out_both_sides_where_either_may_be_wrong() -> None:
    counter = unwrapped(times(5), np.array([50_000.0, 50_005.0, 50_003.0, 50_010.0, 50_011.0]))
    assert counter.backwards == (1, 2)
    assert counted_by_step(counter, 900).amounts.sum() == pytest.approx(11)


def test_it_takes_the_reading_nearest_the_quarter_hour() -> None:
    at = START + np.arange(0, 1_830, 10) + 3
    found = counted_by_step(unwrapped(at, 100 + np.arange(len(at)) / 100), 900)
    assert found.starts.tolist() == [START, START + 900]
    assert found.amounts.tolist() == pytest.approx([0.9, 0.9])
    assert not found.is_estimated.any()


def test_it_spreads_up_to_an_hour_and_leaves_out_more() -> None:
    at = START + np.array([0, 3_600, 18_000, 18_900])
    report = Report("a.csv", timezone="UTC")
    found = register_readings(
        at, np.array([10.0, 14.0, 30.0, 31.0]), np.arange(2, 6), 900, report, meter="M", direction="production"
    )
    assert found.numbers.tolist() == pytest.approx([1, 1, 1, 1, 1])
    assert found.quality is not None
    assert found.quality.tolist() == [2, 2, 2, 2, 1]
    assert found.starts.tolist() == [START, START + 900, START + 1_800, START + 2_700, START + 18_000]
    assert dict(report.counts) == {"register_gap": 1, "register_between": 4}
    (gap, between) = report.findings()[::-1] if report.findings()[0].code == "register_between" else report.findings()
    assert (gap.code, gap.place.line, gap.values["energy"]) == ("register_gap", 3, "16 kWh")
    assert between.code == "register_between"


def test_it_makes_nothing_of_one_reading_or_none() -> None:
    assert counted([5.0]) == []
    assert counted([float("nan")]) == []
