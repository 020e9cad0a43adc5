"""The facts of the sentence follow from the numbers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from energy_synergy.community.group import Group, Member
from energy_synergy.web.queries.group_window import GroupWindow
from energy_synergy.web.queries.overview_records import Verdict
from energy_synergy.web.queries.verdict import compute_verdict

from .conftest import YEAR, ZONE, series

Window = Callable[..., GroupWindow]


@pytest.fixture
def judge(window_of: Window) -> Callable[..., Verdict]:
    """Return the facts of the week of 9 June 2025 for a group of two: a producer and a consumer."""

    def make(production: np.ndarray, consumption: np.ndarray, on: str = "2025-06-11") -> Verdict:
        members = (
            Member("Hydro", (series("production", production),)),
            Member("Forge", (series("consumption", consumption),)),
        )
        return compute_verdict(window_of(Group("Two", ZONE, members), {"on": on}))

    return make


def where(is_there: np.ndarray, energy_kwh: float) -> np.ndarray:
    return np.where(is_there, energy_kwh, 0.0)


@pytest.mark.parametrize(
    ("production", "consumption", "kind"),
    [
        (0.0, 1.0, "no_production"),
        (1.0, 0.0, "no_consumption"),
        (2.0, 1.0, "always_surplus"),
        (1.0, 2.0, "always_deficit"),
        (1.0, 1.02, "always_self_sustaining"),
        (0.0, 0.0, "no_production"),
        (np.nan, np.nan, "no_data"),
    ],
)
def test_it_knows_the_plain_cases(
    judge: Callable[..., Verdict], production: float, consumption: float, kind: str
) -> None:
    verdict = judge(np.full(YEAR.slots, production), np.full(YEAR.slots, consumption))
    assert verdict.kind == kind


def test_it_finds_the_hours_of_surplus_and_of_deficit(judge: Callable[..., Verdict]) -> None:
    is_noon = (YEAR.quarter_of_day >= 40) & (YEAR.quarter_of_day < 64)
    is_night = (YEAR.quarter_of_day >= 88) | (YEAR.quarter_of_day < 24)
    verdict = judge(where(is_noon, 5.0), where(is_night, 2.0))
    assert verdict.kind == "mixed"
    assert verdict.surplus_span
    assert verdict.deficit_span
    assert 10 <= verdict.surplus_span.from_hour < verdict.surplus_span.to_hour <= 16
    assert verdict.deficit_span.from_hour >= 22
    assert verdict.deficit_span.to_hour <= 6
    assert verdict.surplus_span.share >= 0.8


def test_it_says_nothing_of_hours_when_surplus_is_spread_over_the_day(judge: Callable[..., Verdict]) -> None:
    assert judge(np.full(YEAR.slots, 2.0), np.full(YEAR.slots, 1.0)).surplus_span is None


def test_it_tells_weekends_from_weekdays(judge: Callable[..., Verdict]) -> None:
    is_weekend = YEAR.weekday >= 5
    verdict = judge(where(is_weekend, 5.0), where(~is_weekend, 3.0))
    assert (verdict.surplus_days, verdict.deficit_days) == ("weekend", "weekday")


def test_it_names_the_member_that_buys_most(window_of: Window) -> None:
    members = tuple(
        Member(name, (series("consumption", np.full(YEAR.slots, kwh)),)) for name, kwh in (("A", 1), ("B", 3))
    )
    verdict = compute_verdict(window_of(Group("Two", ZONE, members)))
    assert (verdict.biggest_deficit_member, verdict.biggest_deficit_share) == ("B", pytest.approx(0.75))
