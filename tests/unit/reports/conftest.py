"""A report with one of everything, and where the typeface lies."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from energy_synergy.reports.chart_records import Axis, BalanceChart, HeatChart, LineChart, StackChart, Strand
from energy_synergy.reports.report import (
    Amount,
    Definition,
    Figure,
    Glossary,
    Language,
    Matrix,
    Point,
    Points,
    Report,
    Run,
    Section,
)
from energy_synergy.reports.tables import Bar, Column, Part, Table

VENDOR = Path(__file__).resolve().parents[3] / "src/energy_synergy/web/static/vendor"
EVIL = ("=cmd()", "+33 1", "-2", "@SUM(A1)", "\t=1", "{=1}", "#set page(fill: red)", "*bold* $x$ `raw` \\ <b>")
QUARTERS = Axis(96, 15, tuple((hour * 4.0, f"{hour:02}:00") for hour in range(0, 24, 3)))
DAYS = Axis(30, 1440, tuple((float(day), f"{day + 1} Jun") for day in range(0, 30, 5)))


@pytest.fixture(scope="session")
def fonts() -> Path:
    """The folder of the typeface."""
    return VENDOR


def strand(label: str, color: str, energy_kwh: np.ndarray, *, is_dashed: bool = False) -> Strand:
    """Return a quantity over time."""
    return Strand(label, color, energy_kwh, is_dashed)


def balance_chart(axis: Axis = QUARTERS) -> BalanceChart:
    """Return a day with sun, of which two quarters are not known."""
    hour = np.arange(axis.buckets) / axis.buckets * 24
    production = 60 * np.maximum(0.0, 1 - ((hour - 13) / 5) ** 2)
    consumption = 20 + 5 * np.sin(hour)
    local = np.minimum(production, consumption)
    production[3:5] = np.nan
    return BalanceChart(
        "Production and consumption of the group.",
        axis,
        strand("Production", "production", production),
        strand("Consumption", "consumption", consumption),
        strand("Used locally", "local", local),
        strand("Surplus", "surplus", production - local),
        strand("Deficit", "deficit", consumption - local),
        ((0.0, 40.0, "deficit"), (40.0, 42.0, "local"), (42.0, float(axis.buckets), "surplus")),
    )


def heat_chart() -> HeatChart:
    """Return a week by hour with an hour of which nothing is known."""
    net = np.linspace(-40.0, 60.0, 7 * 24).reshape(7, 24)
    net[2, 3] = np.nan
    rows = tuple(f"Mon {day} Jun" for day in range(8, 15))
    return HeatChart("Net energy.", rows, tuple(f"{hour:02}:00" for hour in range(24)), net, "Surplus", "Deficit")


def other_charts() -> tuple[StackChart, LineChart]:
    """Return columns and lines."""
    flat, half = np.full(30, 2_000.0), np.full(30, 1_000.0)
    stack = StackChart(
        "Where it came from.", DAYS, (strand("Own", "production", flat),), (strand("Sold", "surplus", half),)
    )
    day = np.full(96, 3.0)
    lines = (strand("Measured", "consumption", day), strand("Profile", "primary", day / 2, is_dashed=True))
    return stack, LineChart("The day beside its profile.", QUARTERS, lines)


def table(names: tuple[str, ...] = ("Mill", "Forge")) -> Table:
    """Return what companies take, with a bar."""
    columns = (Column("Company"), Column("Consumed", "MWh", 1), Column("From"), Column("Last reading"))
    bar = Bar((Part("own", "production", 0.25), Part("grid", "deficit", 0.75)), "own 25%, grid 75%")
    rows = [(name, 1_234.56, bar, datetime(2026, 6, 14, 23, 45, tzinfo=UTC)) for name in names]
    return Table("members", "What each company takes", columns, rows, ("Total", 2_469.12, None, None), "A note.")


def make_report(language: Language = "en", names: tuple[str, ...] = ("Mill", "Forge")) -> Report:
    """Return a report with one of everything."""
    states = Bar((Part("surplus", "surplus", 0.4, "40%"), Part("deficit", "deficit", 0.6, "60%")))
    matrix = Matrix("Who", "From", names, (*names, "Grid"), ((None, 1.5, 0.0),) * len(names), "MWh")
    points = Points((Point("warning", "To check", names[0], "13 quarter-hours are missing."),))
    words = Glossary((Definition("Self-sufficiency", "(self-consumed + received) / consumption"),))
    sections = (
        Section("Does production meet consumption?", "Mean power.", (balance_chart(), states)),
        Section("When?", "", (heat_chart(), *other_charts())),
        Section("Who?", "Energies in MWh.", (table(names), matrix)),
        Section("Data", "", (points, words)),
    )
    return Report(
        language=language,
        kind="Group report",
        title=names[0] if len(names) > 2 else "River",
        subtitle="8 – 14 June 2026",
        facts=("2 companies", "Europe/Paris"),
        made_at=datetime(2026, 11, 22, 9, tzinfo=UTC),
        made="Made on 22 Nov 2026",
        verdict=(Run("The group produced "), Run("95.3 MWh", is_strong=True), Run(".")),
        figures=(
            Figure("Consumption", Amount(1_234.56, "MWh"), "of all companies", "consumption"),
            Figure("Self-sufficiency", Amount(67.1, "%", 0), "of needs met locally", "local"),
            Figure("Surplus", Amount(None, "MWh"), "to the grid", "surplus"),
        ),
        sections=sections,
        page="Page {page} of {pages}",
    )
