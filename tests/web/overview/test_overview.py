"""The numbers of the page add up, in every period, with gaps, alone and in company."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from energy_synergy.community.group import Group, Member
from energy_synergy.profiles.expand import Estimate
from energy_synergy.registry import option
from energy_synergy.timeline import Timeline
from energy_synergy.usecases.analyse import analyse, as_json
from energy_synergy.web.queries.group_window import GroupWindow
from energy_synergy.web.queries.overview import compute_consumption, compute_overview
from energy_synergy.web.queries.overview_records import MemberRow, Overview

from .conftest import YEAR, ZONE, series, steady, sunny

Window = Callable[..., GroupWindow]
PERIODS = [
    {"period": "day", "on": "2025-06-11"},
    {"on": "2025-06-11"},
    {"on": "2025-03-30"},
    {"on": "2025-10-26"},
    {"period": "month", "on": "2025-10-01"},
    {"period": "year"},
    {"period": "typical", "day_type": "weekend"},
]


def check_sums(overview: Overview) -> None:
    """Every sum of the page holds, and the table's totals are the key figures."""
    kpis, totals = overview.kpis, overview.totals
    assert kpis.production_kwh is not None
    assert kpis.consumption_kwh is not None
    assert kpis.production_kwh == pytest.approx(kpis.local_kwh + kpis.surplus_kwh)
    assert kpis.consumption_kwh == pytest.approx(kpis.local_kwh + kpis.deficit_kwh)
    assert totals.consumption_kwh == pytest.approx(kpis.consumption_kwh)
    assert totals.production_kwh == pytest.approx(kpis.production_kwh)
    assert totals.received_kwh == pytest.approx(totals.given_kwh)
    assert totals.received_kwh == pytest.approx(kpis.shared_kwh)
    for row in (*overview.members, totals):
        check_row(row)
    for name in ("local_kwh", "surplus_kwh", "deficit_kwh"):
        assert sum(getattr(state, name) for state in overview.states) == pytest.approx(getattr(kpis, name))


def check_row(row: MemberRow) -> None:
    consumed = row.own_kwh + row.received_kwh + row.grid_import_kwh + row.open_consumption_kwh
    produced = row.own_kwh + row.given_kwh + row.grid_export_kwh + row.open_production_kwh
    assert row.consumption_kwh == pytest.approx(consumed)
    assert row.production_kwh == pytest.approx(produced)


@pytest.mark.parametrize("query", PERIODS)
def test_its_numbers_add_up(river: Group, window_of: Window, query: dict[str, str]) -> None:
    overview = compute_overview(window_of(river, query))
    check_sums(overview)
    assert overview.totals.grid_import_kwh == pytest.approx(overview.kpis.deficit_kwh)
    assert overview.totals.grid_export_kwh == pytest.approx(overview.kpis.surplus_kwh)
    assert overview.kpis.self_sufficiency == pytest.approx(overview.kpis.local_kwh / overview.kpis.consumption_kwh)


@pytest.mark.parametrize(("on", "hours"), [("2025-06-11", 168), ("2025-03-30", 167), ("2025-10-26", 169)])
def test_its_states_fill_the_week(river: Group, window_of: Window, on: str, hours: float) -> None:
    overview = compute_overview(window_of(river, {"on": on}))
    assert sum(state.hours for state in overview.states) == hours == overview.hours
    assert sum(state.share for state in overview.states) == pytest.approx(1)
    assert overview.unknown_hours == 0


def test_it_says_what_the_command_line_says(river: Group, window_of: Window) -> None:
    overview = compute_overview(window_of(river, {"period": "month", "on": "2025-06-01"}))
    june = Timeline.from_days(date(2025, 6, 1), date(2025, 7, 1), ZONE)
    told = as_json(analyse(river, starts_at=june.starts_at, ends_at=june.ends_at))
    for name in ("production_kwh", "consumption_kwh", "surplus_kwh", "deficit_kwh", "shared_kwh"):
        assert getattr(overview.kpis, name) == pytest.approx(told["totals"][name])
    for name in ("self_sufficiency", "self_consumption"):
        assert getattr(overview.kpis, name) == pytest.approx(told["indicators"][name])


def test_it_lists_the_largest_consumer_first(river: Group, window_of: Window) -> None:
    overview = compute_overview(window_of(river))
    assert [row.name for row in overview.members] == ["Forge", "Mill", "Farm"]
    assert [row.color_index for row in overview.members] == [2, 0, 1]
    assert [row.has_production for row in overview.members] == [False, True, True]


def test_it_shows_an_empty_group(window_of: Window) -> None:
    overview = compute_overview(window_of(Group("Empty", ZONE)))
    assert (overview.has_data, overview.verdict.kind, overview.members) == (False, "no_data", ())
    assert (overview.kpis.self_sufficiency, overview.completeness.received) == (None, 0.0)
    check_sums(overview)


def test_it_shows_a_group_of_one(river: Group, window_of: Window) -> None:
    overview = compute_overview(window_of(Group("One", ZONE, river.members[:1])))
    check_sums(overview)
    assert overview.kpis.shared_kwh == 0
    assert overview.verdict.biggest_deficit_member is None


def test_it_shows_fifty_members(window_of: Window) -> None:
    members = tuple(
        Member(f"M{n}", (series("consumption", steady(1 + n % 7, n)), series("production", sunny(n % 5)))[: 1 + n % 2])
        for n in range(50)
    )
    overview = compute_overview(window_of(Group("Fifty", ZONE, members), {"period": "month", "on": "2025-05-01"}))
    check_sums(overview)
    assert len(overview.members) == 50


def with_gap(river: Group, gap: slice, direction: str) -> Group:
    mill = river.members[0]
    readings = {one.direction: one.energy_kwh.copy() for one in mill.series}
    readings[direction][gap] = np.nan
    sources = tuple(series(name, values) for name, values in readings.items())
    return Group("River", ZONE, (Member("Mill", sources), *river.members[1:]))


@pytest.mark.parametrize("direction", ["production", "consumption"])
def test_it_leaves_missing_readings_out_and_says_where(
    river: Group, window_of: Window, gap: slice, direction: str
) -> None:
    overview = compute_overview(window_of(with_gap(river, gap, direction), {"on": "2025-06-11"}))
    check_sums(overview)
    assert overview.completeness.missing == pytest.approx(13 / (5 * 672))
    (attention,) = overview.attention
    assert attention.member == "Mill"
    assert attention.sentence == "13 quarter-hours are missing on Wed 11 Jun, 02:00–05:15."
    assert attention.url == "/g/river/data/import/?company=1"
    assert {row.name for row in overview.members if row.is_incomplete} == {"Mill"}


def test_it_keeps_open_what_was_measured_beside_a_gap(river: Group, window_of: Window, gap: slice) -> None:
    overview = compute_overview(window_of(with_gap(river, gap, "production"), {"on": "2025-06-11"}))
    mill = next(row for row in overview.members if row.name == "Mill")
    consumption = next(one for one in river.members[0].series if one.direction == "consumption")
    assert mill.open_consumption_kwh == pytest.approx(consumption.energy_kwh[gap].sum())


def test_it_says_that_a_period_has_no_data(river: Group, window_of: Window) -> None:
    overview = compute_overview(window_of(river, {"on": "2027-05-05"}))
    assert (overview.has_data, overview.verdict.kind, overview.attention) == (False, "no_data", ())
    assert (overview.unknown_hours, overview.completeness.missing) == (168.0, 1.0)
    assert overview.period.previous_on == date(2025, 12, 29)


def test_it_does_not_show_zero_where_all_production_is_missing(river: Group, window_of: Window) -> None:
    nothing = np.full(YEAR.slots, np.nan)
    dark = Member("Farm", (series("production", nothing),))
    overview = compute_overview(window_of(Group("Two", ZONE, (dark, river.members[2]))))
    kpis = overview.kpis
    assert (kpis.production_kwh, kpis.self_sufficiency, kpis.self_consumption) == (None, None, None)
    assert overview.verdict.kind == "production_unknown"
    assert {row.name: row.production_kwh for row in overview.members} == {"Farm": None, "Forge": 0.0}
    assert overview.attention[0].sentence == "No readings in this period."


def test_it_marks_estimates(river: Group, window_of: Window) -> None:
    bureau = Member("Bureau", estimates=(Estimate("", "consumption", option("profiles", "office"), 68_000.0),))
    overview = compute_overview(window_of(Group("River", ZONE, (*river.members, bureau))))
    assert [row.name for row in overview.members if row.is_estimated] == ["Bureau"]
    assert overview.completeness.estimated == pytest.approx(1 / 6)
    assert [(one.severity, one.member) for one in overview.attention] == [("info", "Bureau")]
    check_sums(overview)


def test_it_names_a_company_of_which_nothing_is_known(river: Group, window_of: Window) -> None:
    overview = compute_overview(window_of(Group("River", ZONE, (*river.members, Member("New")))))
    assert [(one.severity, one.member, one.url) for one in overview.attention] == [
        ("warning", "New", "/g/river/data/import/?company=4")
    ]


def test_it_keeps_the_list_short_in_a_large_group(window_of: Window) -> None:
    late = steady(1.0, 1)
    late[: YEAR.slots // 2] = np.nan
    members = tuple(Member(f"M{n}", (series("consumption", late),)) for n in range(50))
    overview = compute_overview(window_of(Group("Fifty", ZONE, members), {"period": "year"}))
    assert len(overview.attention) == 6
    assert overview.attention[-1].sentence == "45 more companies lack readings."


def test_it_compares_with_the_week_before(river: Group, window_of: Window) -> None:
    week = Timeline.from_days(date(2025, 6, 2), date(2025, 6, 9), ZONE)
    before = compute_consumption(river, week)
    overview = compute_overview(window_of(river, {"on": "2025-06-11"}), previous_consumption_kwh=before)
    expected = compute_overview(window_of(river, {"on": "2025-06-02"})).kpis.consumption_kwh
    assert overview.kpis.previous_consumption_kwh == pytest.approx(expected)
    assert overview.kpis.consumption_change == pytest.approx(overview.kpis.consumption_kwh / expected - 1)


def test_it_compares_with_nothing_where_readings_are_missing(river: Group) -> None:
    assert compute_consumption(river, Timeline.from_days(date(2024, 12, 23), date(2024, 12, 30), ZONE)) is None
