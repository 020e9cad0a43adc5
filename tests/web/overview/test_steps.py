"""The length of a step and the view are choices: energy stays, charts stay short, tables hold what charts show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from energy_synergy.community.group import Group
from energy_synergy.web.pages.overview.params import parse, query_of
from energy_synergy.web.queries.bucket_tables import balance_table
from energy_synergy.web.queries.buckets import STEPS
from energy_synergy.web.queries.group_window import GroupWindow
from energy_synergy.web.queries.overview import LoadedOverview, compute_overview
from energy_synergy.web.queries.overview_charts import buckets_of, chart_json, compute_chart
from energy_synergy.web.queries.table_text import as_text

from .conftest import TODAY, facts_of

Window = Callable[..., GroupWindow]
EVERY = [(kind, step) for kind, steps in STEPS.items() for step in steps]
BUCKETS = {
    ("day", "quarter"): 100,
    ("day", "hour"): 25,
    ("week", "quarter"): 676,
    ("week", "hour"): 169,
    ("week", "day"): 7,
    ("month", "hour"): 745,
    ("month", "day"): 31,
    ("year", "day"): 365,
    ("year", "month"): 12,
    ("typical", "quarter"): 96,
    ("typical", "hour"): 24,
}


def loaded(window: GroupWindow) -> LoadedOverview:
    return LoadedOverview(window, compute_overview(window))


@pytest.mark.parametrize(("kind", "step"), EVERY)
def test_every_step_keeps_the_energy(river: Group, window_of: Window, kind: str, step: str) -> None:
    window = window_of(river, {"period": kind, "on": "2025-10-26", "step": step})
    values: dict[str, Any] = orjson.loads(chart_json(compute_chart(window)))
    kpis = compute_overview(window).kpis
    assert len(values["labels"]) == len(values["ends"]) == BUCKETS[kind, step] <= 1_500
    for name in ("production_kwh", "consumption_kwh", "local_kwh", "surplus_kwh", "deficit_kwh"):
        assert sum(values[name]) == pytest.approx(getattr(kpis, name), abs=1e-4 * len(values["labels"]))


@pytest.mark.parametrize(("kind", "step"), EVERY)
def test_the_table_has_a_row_for_each_step(river: Group, window_of: Window, kind: str, step: str) -> None:
    text = as_text(balance_table(loaded(window_of(river, {"period": kind, "on": "2025-10-26", "step": step}))))
    names = [row[0] for row in text.rows]
    assert len(set(names)) == len(names) == BUCKETS[kind, step]
    if step == "month":
        assert names[0] == "January 2025"


@pytest.mark.parametrize(
    ("kind", "step", "has_bars"), [("week", "day", True), ("year", "month", True), ("year", "day", False)]
)
def test_few_sums_are_bars(river: Group, window_of: Window, kind: str, step: str, *, has_bars: bool) -> None:
    assert buckets_of(window_of(river, {"period": kind, "step": step})).are_few is has_bars


def test_a_step_that_does_not_suit_the_period_says_so() -> None:
    facts = facts_of(Group("G", "Europe/Paris"))
    asked = parse({"period": "year", "step": "quarter"}, facts, today=TODAY)
    assert asked.choice.step == "day"
    assert "step=quarter" in asked.complaints[0]


@pytest.mark.parametrize("view", ["production", "consumption"])
def test_the_table_by_company_adds_up(river: Group, window_of: Window, view: str) -> None:
    overview = loaded(window_of(river, {"on": "2025-06-11", "view": view, "step": "day"}))
    table = balance_table(overview)
    labels = [column.label for column in table.columns]
    names = {"production": ["Mill", "Farm"], "consumption": ["Mill", "Farm", "Forge"]}[view]
    other = {"production": "Consumption", "consumption": "Production"}[view]
    assert labels == ["Time", *names, "Total", other]
    for row in [*table.rows, table.total or ()]:
        assert sum(float(str(cell)) for cell in row[1 : 1 + len(names)]) == pytest.approx(float(str(row[-2])), abs=1e-3)
    shown = orjson.loads(chart_json(overview.chart))
    mill = next(member for member in shown["members"] if member["name"] == "Mill")
    assert [row[1] for row in table.rows] == mill[f"{view}_kwh"]


def test_choices_come_back_from_the_address() -> None:
    facts = facts_of(Group("G", "Europe/Paris"))
    query = {
        "period": "week",
        "on": "2025-06-09",
        "compare": "year",
        "step": "hour",
        "hide": "0,rest",
        "view": "production",
    }
    choice = parse(query, facts, today=TODAY).choice
    assert choice.hidden == {"0", "rest"}
    parts = dict(part.split("=") for part in query_of(choice).split("&"))
    assert query.items() <= parts.items()


def test_a_company_that_is_not_there_cannot_be_hidden() -> None:
    facts = facts_of(Group("G", "Europe/Paris"))
    asked = parse({"hide": "77"}, facts, today=TODAY)
    assert asked.choice.hidden == frozenset()
    assert "hide=77" in asked.complaints[0]
