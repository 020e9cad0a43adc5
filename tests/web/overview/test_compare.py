"""A period beside another: the same place in the period, whatever the clock does, and no change that misleads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import numpy as np
import orjson
import pytest
from django.test import Client

from energy_synergy.community.group import Group, Member
from energy_synergy.community.sight import FULL_SIGHT, Sight
from energy_synergy.timeline import Timeline
from energy_synergy.usecases.manage_group import save_group
from energy_synergy.web.db.stores import DatabaseStore
from energy_synergy.web.pages.overview.params import parse
from energy_synergy.web.queries.bucket_tables import balance_table
from energy_synergy.web.queries.calendar_period import compared_head, data_span
from energy_synergy.web.queries.compare import asked_comparison, compute_compared, offered_comparisons
from energy_synergy.web.queries.group_window import GroupWindow, compute_group_window
from energy_synergy.web.queries.overview import LoadedOverview, compute_overview
from energy_synergy.web.queries.overview_charts import chart_json, compute_chart

from .conftest import TODAY, YEAR, ZONE, facts_of, series, steady
from .test_pages import NOW

Window = Callable[..., GroupWindow]
TWO_YEARS = Timeline.from_days(date(2024, 1, 1), date(2026, 1, 1), ZONE)
FACTS = {"first_at": TWO_YEARS.starts_at, "last_at": TWO_YEARS.ends_at}


def clock_group() -> Group:
    """Return a group whose consumption in each quarter is the number of that quarter on the clock, from 1 to 96."""
    energy_kwh = TWO_YEARS.quarter_of_day + 1.0
    return Group("Clock", ZONE, (Member("M", (series("consumption", energy_kwh, TWO_YEARS.starts_at),)),))


def compared(group: Group, query: Mapping[str, str], sight: Sight = FULL_SIGHT, **facts: object) -> LoadedOverview:
    """Return the overview of a group with what the address compares it with."""
    known = facts_of(group, **facts)
    choice = parse(query, known, today=TODAY).choice
    window = compute_group_window(group, known, choice)
    asked = asked_comparison(known, choice)
    other = compute_compared(asked, group, known, choice, sight) if asked else None
    return LoadedOverview(window, compute_overview(window, compared=other), other)


def chart_of(loaded: LoadedOverview) -> dict[str, Any]:
    parsed: dict[str, Any] = orjson.loads(chart_json(loaded.chart))
    return parsed


@pytest.mark.parametrize(
    ("query", "starts_on", "ends_on"),
    [
        ({"period": "day", "on": "2025-06-11", "compare": "previous"}, date(2025, 6, 10), date(2025, 6, 11)),
        ({"period": "day", "on": "2025-06-11", "compare": "year"}, date(2024, 6, 12), date(2024, 6, 13)),
        ({"on": "2025-06-11", "compare": "previous"}, date(2025, 6, 2), date(2025, 6, 9)),
        ({"on": "2025-06-11", "compare": "year"}, date(2024, 6, 10), date(2024, 6, 17)),
        ({"period": "month", "on": "2025-03-05", "compare": "previous"}, date(2025, 2, 1), date(2025, 3, 1)),
        ({"period": "month", "on": "2025-03-05", "compare": "year"}, date(2024, 3, 1), date(2024, 4, 1)),
        ({"period": "year", "on": "2025-03-05", "compare": "previous"}, date(2024, 1, 1), date(2025, 1, 1)),
        ({"period": "year", "on": "2025-03-05", "compare": "year"}, date(2024, 1, 1), date(2025, 1, 1)),
    ],
)
def test_it_finds_the_period_before_and_the_one_a_year_before(
    query: dict[str, str], starts_on: date, ends_on: date
) -> None:
    facts = facts_of(clock_group(), **FACTS)
    choice = parse(query, facts, today=TODAY).choice
    head = compared_head(choice.period, choice.compare, data_span(facts, TODAY))
    assert head
    assert (head.starts_on, head.ends_on) == (starts_on, ends_on)
    assert head.starts_on.weekday() == choice.period.starts_on.weekday() or choice.period.kind in (
        "month",
        "year",
        "day",
    )


def test_it_offers_only_what_holds_readings() -> None:
    facts = facts_of(clock_group(), **FACTS)

    def names(**query: str) -> list[str]:
        return [name for name, _head in offered_comparisons(facts, parse(query, facts, today=TODAY).choice.period)]

    assert names(on="2025-06-11") == ["previous", "year"]
    assert names(on="2024-06-11") == ["previous"]
    assert names(period="year", on="2025-01-01") == ["previous"]
    assert names(period="year", on="2024-01-01") == names(period="typical") == []


@pytest.mark.parametrize("on", ["2025-06-11", "2025-03-30", "2025-04-03", "2025-10-26", "2025-10-29"])
@pytest.mark.parametrize("step", ["quarter", "hour"])
def test_it_lays_each_time_over_the_same_time_of_the_clock(on: str, step: str) -> None:
    """The consumption is the time on the clock: laid over itself it is the same wherever both clocks show that time."""
    chart = chart_of(compared(clock_group(), {"on": on, "compare": "previous", "step": step}, **FACTS))
    pairs = list(zip(chart["consumption_kwh"], chart["compared"]["consumption_kwh"], strict=True))
    assert all(then is None or now == then for now, then in pairs)
    # The hour that one of the two clocks shows twice or never is the only one without a counterpart.
    missing = sum(then is None for _now, then in pairs)
    assert missing == (
        0 if on == "2025-06-11" else {"quarter": 4, "hour": 1}[step] if on in ("2025-04-03", "2025-10-26") else 0
    )


def test_a_month_is_laid_over_a_shorter_one_day_by_day() -> None:
    loaded = compared(
        clock_group(), {"period": "month", "on": "2025-03-01", "compare": "previous", "step": "day"}, **FACTS
    )
    chart = chart_of(loaded)
    laid = chart["compared"]["consumption_kwh"]
    assert laid[:28] == [sum(range(1, 97))] * 28
    assert laid[28:] == [None] * 3
    table = balance_table(loaded)
    assert "February 2025" in table.columns[-1].label
    assert table.total
    assert table.total[-1] == pytest.approx(28 * sum(range(1, 97)))
    assert [row[-1] for row in table.rows][28:] == [None] * 3


def test_a_year_is_laid_over_another_date_by_date() -> None:
    chart = chart_of(compared(clock_group(), {"period": "year", "on": "2025-01-01", "compare": "previous"}, **FACTS))
    assert None not in chart["compared"]["consumption_kwh"]
    leap = chart_of(compared(clock_group(), {"period": "year", "on": "2024-01-01", "compare": "previous"}, **FACTS))
    assert leap["compared"] is None
    months = chart_of(
        compared(clock_group(), {"period": "year", "on": "2025-01-01", "compare": "previous", "step": "month"}, **FACTS)
    )
    assert months["compared"]["consumption_kwh"][1] == pytest.approx(29 * sum(range(1, 97)))


def test_it_tells_the_figures_of_the_other_period(river: Group) -> None:
    loaded = compared(river, {"on": "2025-06-11", "compare": "previous"})
    comparison = loaded.overview.comparison
    assert comparison
    assert comparison.kpis
    before = compared(river, {"on": "2025-06-02"}).overview.kpis
    for name in ("consumption_kwh", "production_kwh", "surplus_kwh", "deficit_kwh", "shared_kwh", "self_sufficiency"):
        assert getattr(comparison.kpis, name) == pytest.approx(getattr(before, name)), name


def test_it_tells_no_change_where_readings_are_missing(river: Group, gap: slice) -> None:
    holes = river.members[2].series[0].energy_kwh.copy()
    holes[gap.start : gap.start + 200] = np.nan
    group = Group("River", ZONE, (*river.members[:2], Member("Forge", (series("consumption", holes),))))
    week = compared(group, {"on": "2025-06-11", "compare": "previous"}).overview.comparison
    after = compared(group, {"on": "2025-06-18", "compare": "previous"}).overview.comparison
    assert week
    assert after
    assert (week.kpis, after.kpis) == (None, None)
    assert "9 – 15 June 2025 are missing" in week.reason.replace("\u00a0", " ")
    assert "9 – 15 June 2025 are missing" in after.reason.replace("\u00a0", " ")


def test_it_says_where_no_reading_lies(river: Group) -> None:
    loaded = compared(river, {"on": "2025-06-11", "compare": "year"})
    assert loaded.overview.comparison
    assert "No readings lie in" in loaded.overview.comparison.reason
    assert chart_of(loaded)["compared"] is None


def test_it_hides_a_period_behind_which_too_few_stand(river: Group) -> None:
    late = steady(2.0, 5)
    late[: YEAR.slot_of(Timeline.from_days(date(2025, 6, 9), date(2025, 6, 10), ZONE).starts_at)] = np.nan
    members = (*river.members, Member("Late", (series("consumption", late), series("production", late))))
    query = {"on": "2025-06-11", "compare": "previous"}
    loaded = compared(Group("River", ZONE, members), query, Sight(own=frozenset({3})))
    assert loaded.compared
    assert loaded.compared.window is None
    assert loaded.overview.comparison
    assert "Too few companies" in loaded.overview.comparison.reason
    assert chart_of(loaded)["compared"] is None


@pytest.fixture
def stored(db: None, river: Group) -> DatabaseStore:
    store = DatabaseStore()
    save_group(river, slug="river", store=store, now=NOW, recorded_by="owner")
    return store


@pytest.mark.usefixtures("stored")
def test_the_page_says_what_it_compares_with(client: Client) -> None:
    page = client.get("/g/river/?on=2025-06-11&compare=previous").content.decode()
    assert "Compared with 2\u00a0–\u00a08 June 2025" in page
    assert page.count(" from ") > 5
    plain = client.get("/g/river/?on=2025-06-11").content.decode()
    assert "Compared with" not in plain


@pytest.mark.usefixtures("stored")
def test_page_values_table_and_file_hold_the_same(client: Client) -> None:
    query = "on=2025-06-11&compare=previous&step=day"
    page = client.get(f"/g/river/?{query}").content.decode()
    inner = page.partition('<script id="overview-data" type="application/json">')[2].partition("</script>")[0]
    assert orjson.loads(inner) == client.get(f"/g/river/overview.json?{query}").json()
    rows = client.get(f"/g/river/overview/buckets.csv?{query}&lang=en").content.decode("utf-8-sig").splitlines()
    compared_kwh = orjson.loads(inner)["compared"]["consumption_kwh"]
    assert [row.split(",")[-1] for row in rows[1:-1]] == [f"{value:.3f}" for value in compared_kwh]
    assert 'data-chart-table="balance"' in page


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize("query", ["on=2025-06-11&compare=previous", "period=month&on=2025-06-01&compare=year"])
def test_it_takes_no_more_queries(client: Client, query: str, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(8):
        client.get(f"/g/river/?{query}")


def test_it_computes_the_chart_without_a_comparison(river: Group, window_of: Window) -> None:
    assert compute_chart(window_of(river))["compared"] is None
