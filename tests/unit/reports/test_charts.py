"""Charts are drawings that say the same each time, in the colours and the way of writing of the product."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from energy_synergy.reports.chart_records import Axis, Chart, StackChart
from energy_synergy.reports.charts import draw
from energy_synergy.reports.tokens import COLORS

from .conftest import DAYS, balance_chart, heat_chart, other_charts, strand

CHARTS = [balance_chart(), balance_chart(DAYS), heat_chart(), *other_charts()]


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_it_is_the_same_drawing_each_time(chart: Chart, language: str, fonts: Path) -> None:
    drawing = draw(chart, language, fonts)
    assert ElementTree.fromstring(drawing).tag.endswith("svg")
    assert draw(chart, language, fonts) == drawing


def test_surplus_is_hatched_and_deficit_is_plain(fonts: Path) -> None:
    drawing = draw(balance_chart(), "en", fonts)
    assert drawing.count("<pattern") == 1
    assert COLORS["surplus"] in drawing
    assert COLORS["deficit"] in drawing


def test_it_asks_no_other_place_for_anything(fonts: Path) -> None:
    drawing = draw(balance_chart(), "en", fonts)
    assert "<image" not in drawing
    assert "url(http" not in drawing


@pytest.mark.parametrize("buckets", [1, 2, 1_500])
def test_it_draws_few_and_many_buckets(buckets: int, fonts: Path) -> None:
    assert draw(balance_chart(Axis(buckets, 15, ((0.0, "00:00"),))), "fr", fonts)


def test_it_draws_what_is_all_unknown_or_zero(fonts: Path) -> None:
    nothing, zero = np.full(96, np.nan), np.zeros(96)
    chart = balance_chart()
    assert draw(replace(chart, production=strand("P", "production", nothing)), "en", fonts)
    assert draw(
        replace(chart, **{name: strand("x", name, zero) for name in ("production", "consumption")}), "en", fonts
    )
    assert draw(replace(heat_chart(), net_kwh=np.full((7, 24), np.nan)), "en", fonts)


def test_a_dollar_in_a_name_is_no_formula(fonts: Path) -> None:
    chart = StackChart("", DAYS, (strand("$\\frac{$ & <b>", "local", np.ones(30)),), ())
    assert draw(chart, "en", fonts)
