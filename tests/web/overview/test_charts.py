"""The values of the charts: few buckets, the clock of the wall, nothing missing shown as zero."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import orjson
import pytest

from energy_synergy.community.group import Group, Member
from energy_synergy.web.queries.buckets import calendar_buckets
from energy_synergy.web.queries.group_window import GroupWindow
from energy_synergy.web.queries.overview import compute_overview
from energy_synergy.web.queries.overview_charts import chart_json, chart_script, compute_chart, ribbon

from .conftest import YEAR, ZONE, series, steady, sunny

Window = Callable[..., GroupWindow]


def chart(window: GroupWindow) -> dict[str, Any]:
    """Return the values as a browser gets them."""
    parsed: dict[str, Any] = orjson.loads(chart_json(compute_chart(window)))
    return parsed


@pytest.mark.parametrize(
    ("query", "step", "buckets"),
    [
        ({"period": "day", "on": "2025-06-11"}, 15, 96),
        ({"period": "day", "on": "2025-03-30"}, 15, 92),
        ({"period": "day", "on": "2025-10-26"}, 15, 100),
        ({"on": "2025-06-11"}, 15, 672),
        ({"on": "2025-03-30"}, 15, 668),
        ({"on": "2025-10-26"}, 15, 676),
        ({"period": "month", "on": "2025-06-01"}, 60, 720),
        ({"period": "month", "on": "2025-03-01"}, 60, 743),
        ({"period": "month", "on": "2025-10-01"}, 60, 745),
        ({"period": "year"}, 1440, 365),
        ({"period": "typical"}, 15, 96),
    ],
)
def test_it_keeps_the_energy_in_few_buckets(
    river: Group, window_of: Window, query: dict[str, str], step: int, buckets: int
) -> None:
    window = window_of(river, query)
    values, kpis = chart(window), compute_overview(window).kpis
    assert (values["step_minutes"], len(values["labels"]), len(values["ends"])) == (step, buckets, buckets)
    for name in ("production_kwh", "consumption_kwh", "local_kwh", "surplus_kwh", "deficit_kwh"):
        assert len(values[name]) == buckets
        assert sum(values[name]) == pytest.approx(getattr(kpis, name), abs=1e-4 * buckets)
    assert len(values["ribbon"]) <= 1_500


def test_it_gives_the_hour_that_comes_twice_two_buckets(river: Group, window_of: Window) -> None:
    values = chart(window_of(river, {"period": "month", "on": "2025-10-01"}))
    places = [n for n, label in enumerate(values["labels"]) if label == "2025-10-26T02:00"]
    assert len(places) == 2
    assert [values["ends"][place] for place in places] == ["2025-10-26T03:00"] * 2


def test_it_leaves_the_hour_out_that_never_comes(river: Group, window_of: Window) -> None:
    values = chart(window_of(river, {"on": "2025-03-30"}))
    assert not any(label.startswith("2025-03-30T02") for label in values["labels"])
    last = values["labels"].index("2025-03-30T01:45")
    assert (values["ends"][last], values["labels"][last + 1]) == ("2025-03-30T02:00", "2025-03-30T03:00")
    assert values["heatmap"]["net_kwh"][6][2] is None


@pytest.mark.parametrize("on", ["2025-06-11", "2025-03-30", "2025-10-26"])
def test_the_ribbon_covers_the_week(river: Group, window_of: Window, on: str) -> None:
    window = window_of(river, {"on": on})
    pieces = chart(window)["ribbon"]
    assert pieces[0][0] == 0
    assert pieces[-1][1] == window.result.slots
    assert all(before[1] == after[0] and before[2] != after[2] for before, after in pairwise(pieces))


def test_the_ribbon_of_a_restless_year_stays_short() -> None:
    codes = np.random.default_rng(1).integers(0, 3, YEAR.slots).astype(np.int8)
    pieces = ribbon(codes, calendar_buckets(YEAR, "year"))
    assert len(pieces) <= 1_500
    assert (pieces[0][0], pieces[-1][1]) == (0, 365)


@pytest.mark.parametrize(
    ("query", "rows", "kind"),
    [
        ({"period": "day", "on": "2025-10-26"}, 1, "date"),
        ({"on": "2025-06-11"}, 7, "date"),
        ({"period": "month", "on": "2025-02-01"}, 28, "date"),
        ({"period": "year"}, 12, "month"),
        ({"period": "typical"}, 1, "typical"),
    ],
)
def test_the_heatmap_has_a_row_for_each_day_or_month(
    river: Group, window_of: Window, query: dict[str, str], rows: int, kind: str
) -> None:
    window = window_of(river, query)
    heatmap, kpis = chart(window)["heatmap"], compute_overview(window).kpis
    assert (len(heatmap["rows"]), heatmap["row_kind"]) == (rows, kind)
    assert {len(row) for row in heatmap["net_kwh"]} == {24}
    if kind != "month":
        net = sum(value for row in heatmap["net_kwh"] for value in row)
        assert net == pytest.approx(kpis.surplus_kwh - kpis.deficit_kwh, abs=0.1)


def test_the_heatmap_of_a_year_holds_the_mean_day_of_each_month(window_of: Window) -> None:
    group = Group("Flat", ZONE, (Member("M", (series("consumption", np.ones(YEAR.slots)),)),))
    net = np.array(chart(window_of(group, {"period": "year"}))["heatmap"]["net_kwh"])
    october = net[9]
    assert october[[0, 1, 3, 23]] == pytest.approx(-4.0)
    assert october[2] == pytest.approx(-4.0 * 32 / 31, abs=1e-4)
    assert np.delete(net, 9, axis=0) == pytest.approx(-4.0)


def test_it_never_shows_missing_as_zero(river: Group, window_of: Window, gap: slice) -> None:
    holes = [one.energy_kwh.copy() for one in river.members[2].series]
    holes[0][gap] = np.nan
    forge = Member("Forge", (series("consumption", holes[0]),))
    values = chart(window_of(Group("River", ZONE, (*river.members[:2], forge)), {"on": "2025-06-11"}))
    first = values["labels"].index("2025-06-11T02:00")
    assert values["missing"] == list(range(first, first + 13))
    assert values["members"][2]["consumption_kwh"][first : first + 14][:-1] == [None] * 13
    assert None not in values["consumption_kwh"]


def test_it_shows_nothing_where_nothing_is_known(window_of: Window, gap: slice) -> None:
    readings = steady(1.0, 1)
    readings[gap] = np.nan
    window = window_of(Group("One", ZONE, (Member("M", (series("consumption", readings),)),)), {"on": "2025-06-11"})
    values, overview = chart(window), compute_overview(window)
    first = values["labels"].index("2025-06-11T02:00")
    for name in ("production_kwh", "consumption_kwh", "local_kwh", "surplus_kwh", "deficit_kwh"):
        assert values[name][first : first + 13] == [None] * 13
    assert overview.unknown_hours == 3.25
    assert sum(state.hours for state in overview.states) == 168 - 3.25
    assert [piece[:2] for piece in values["ribbon"]] == [[0, first], [first + 13, 672]]
    assert values["heatmap"]["net_kwh"][2][2:6] == [
        None,
        None,
        None,
        pytest.approx(-readings[gap.stop : gap.stop + 3].sum(), abs=1e-3),
    ]


def test_a_day_with_a_gap_keeps_the_rest_of_its_energy(window_of: Window, gap: slice) -> None:
    readings = np.ones(YEAR.slots)
    readings[gap] = np.nan
    values = chart(
        window_of(Group("One", ZONE, (Member("M", (series("consumption", readings),)),)), {"period": "year"})
    )
    place = values["labels"].index("2025-06-11T00:00")
    assert (values["missing"], values["consumption_kwh"][place]) == ([place], 83.0)


def test_flows_add_up_to_what_members_give_and_receive(river: Group, window_of: Window) -> None:
    window = window_of(river, {"period": "year"})
    flows, rows = chart(window)["flows"], {row.name: row for row in compute_overview(window).members}
    for place, name in enumerate(flows["names"]):
        assert sum(flows["kwh"][place]) == pytest.approx(rows[name].given_kwh, abs=1e-2)
        assert sum(row[place] for row in flows["kwh"]) == pytest.approx(rows[name].received_kwh, abs=1e-2)
        assert flows["from_grid_kwh"][place] == pytest.approx(rows[name].grid_import_kwh, abs=1e-2)


def test_it_gives_no_values_for_a_direction_without_a_source(river: Group, window_of: Window) -> None:
    members = chart(window_of(river))["members"]
    assert [member["production_kwh"] is None for member in members] == [False, False, True]


@pytest.mark.parametrize("query", [{}, {"period": "week"}, {"period": "year"}])
def test_an_empty_group_has_empty_charts(window_of: Window, query: dict[str, str]) -> None:
    values = chart(window_of(Group("Empty", ZONE), query))
    assert (values["members"], values["flows"]["kwh"], values["ribbon"]) == ([], [], [])
    assert set(values["production_kwh"]) == {None}


def test_a_name_cannot_leave_its_element(window_of: Window) -> None:
    group = Group("G", ZONE, (Member("</script><script>alert(1)</script>", (series("production", sunny(1.0)),)),))
    element = chart_script(compute_chart(window_of(group)), "overview-data")
    assert element.count("<") == 2
    inner = element.removeprefix('<script id="overview-data" type="application/json">').removesuffix("</script>")
    assert orjson.loads(inner)["members"][0]["name"] == "</script><script>alert(1)</script>"
