"""The charts of a report: those of the pages, with their times and words written for paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _

from energy_synergy.community.periods import DEFICIT, SELF_SUSTAINING, SURPLUS
from energy_synergy.reports.chart_records import Axis, BalanceChart, HeatChart, Strand, Ticks
from energy_synergy.reports.dates import day_of_month, month
from energy_synergy.reports.tables import Cell
from energy_synergy.web.queries.buckets import Buckets, calendar_buckets, typical_buckets
from energy_synergy.web.queries.group_window import GroupWindow
from energy_synergy.web.queries.heatmap import HOUR_LABELS, compute_heatmap
from energy_synergy.web.queries.overview import LoadedOverview
from energy_synergy.web.queries.overview_charts import buckets_of
from energy_synergy.web.queries.overview_records import PeriodKind, Step
from energy_synergy.web.templatetags.es_dates import day, hour_of_day
from energy_synergy.web.templatetags.es_numbers import written_language

STATE_COLORS = {SURPLUS: "surplus", SELF_SUSTAINING: "local", DEFICIT: "deficit"}
HOURS_APART, DAYS_APART = 3, 4
DAY_MINUTES = 24 * 60
# What a row of a report's table stands for: so there are at most 31 of them.
ROWS: Mapping[PeriodKind, Step] = {"day": "hour", "week": "day", "month": "day", "year": "month", "typical": "hour"}


def row_buckets(window: GroupWindow) -> Buckets:
    """Return the buckets that a table on paper has a row for: hours of a day, days of a month, months of a year."""
    kind = window.choice.period.kind
    if window.timeline is None:
        return typical_buckets(ROWS[kind])
    return calendar_buckets(window.timeline, kind, "month" if window.is_coarse else ROWS[kind])


def row_head(buckets: Buckets) -> str:
    """Return what a row of a table stands for."""
    if buckets.step_minutes < DAY_MINUTES:
        return _("Hour")
    return _("Day") if buckets.step_minutes == DAY_MINUTES else _("Month")


def rows_title(buckets: Buckets) -> str:
    """Return the title of a table with a row for each bucket."""
    if buckets.step_minutes < DAY_MINUTES:
        return _("Hour by hour")
    return _("Day by day") if buckets.step_minutes == DAY_MINUTES else _("Month by month")


def row_cells(buckets: Buckets) -> list[Cell]:
    """Return the rows of a table in a workbook: days as dates, hours and months in words."""
    if buckets.step_minutes != DAY_MINUTES:
        return [*row_labels(buckets)]
    return [datetime.fromisoformat(label).date() for label in buckets.labels]


def row_labels(buckets: Buckets) -> list[str]:
    """Return what the rows of a table are called: hours from and to, days, or months."""
    if buckets.step_minutes < DAY_MINUTES:
        return [f"{start[-5:]} – {end[-5:]}" for start, end in zip(buckets.labels, _ends(buckets.ends), strict=True)]
    starts = [datetime.fromisoformat(label) for label in buckets.labels]
    is_days = buckets.step_minutes == DAY_MINUTES
    return [day(start) if is_days else month_name(start) for start in starts]


def _ends(ends: list[str]) -> list[str]:
    return [end[:-5] + "24:00" if end.endswith("00:00") else end for end in ends]


def month_name(value: date) -> str:
    """Return a month with its year."""
    return f"{month(value, written_language())} {value.year}"


def time_axis(buckets: Buckets, kind: PeriodKind) -> Axis:
    """Return the axis of time of some buckets of a period."""
    writers: Mapping[PeriodKind, Callable[[Buckets], Ticks]] = {
        "day": _hour_ticks,
        "typical": _hour_ticks,
        "week": _day_ticks,
        "month": _month_ticks,
        "year": _year_ticks,
    }
    return Axis(len(buckets.firsts), buckets.step_minutes, writers[kind](buckets))


def _hour_ticks(buckets: Buckets) -> Ticks:
    times = [(place, label[-5:]) for place, label in enumerate(buckets.labels)]
    return tuple(
        (float(place), hour_of_day(int(time[:2])))
        for place, time in times
        if time.endswith(":00") and int(time[:2]) % HOURS_APART == 0
    )


def _day_ticks(buckets: Buckets) -> Ticks:
    return tuple((place, day(start)) for place, start in _first_of_days(buckets))


def _month_ticks(buckets: Buckets) -> Ticks:
    language = written_language()
    return tuple((place, day_of_month(start, language)) for place, start in _first_of_days(buckets)[::DAYS_APART])


def _year_ticks(buckets: Buckets) -> Ticks:
    language = written_language()
    return tuple((place, month(start, language)) for place, start in _first_of_days(buckets) if start.day == 1)


def _first_of_days(buckets: Buckets) -> list[tuple[float, datetime]]:
    """Return the place of the first bucket of each day with when it begins."""
    starts = [datetime.fromisoformat(label) for label in buckets.labels]
    dates = [start.date() for start in starts]
    return [
        (float(place), start) for place, start in enumerate(starts) if place == 0 or dates[place] != dates[place - 1]
    ]


def balance_chart(loaded: LoadedOverview, *, alt: str = "") -> BalanceChart:
    """Return the chart of the overview, of a group or of a company by itself: production beside consumption."""
    chart, window = loaded.chart, loaded.window
    names = {
        "production": _("Production"),
        "consumption": _("Consumption"),
        "local": _("Used locally"),
        "surplus": _("Surplus (to the grid)"),
        "deficit": _("Deficit (from the grid)"),
    }
    strands = {name: Strand(label, name, chart[f"{name}_kwh"]) for name, label in names.items()}
    return BalanceChart(
        alt=alt or _("Production and consumption of the group over time; the table below has the values."),
        axis=time_axis(buckets_of(window), window.choice.period.kind),
        states=tuple((start, end, STATE_COLORS[int(code)]) for start, end, code in chart["ribbon"]),
        **strands,
    )


def heat_chart(window: GroupWindow) -> HeatChart:
    """Return net energy by day or month and hour, of a group or of a company by itself."""
    found = compute_heatmap(window)
    writers: Mapping[str, Callable[[str], str]] = {
        "date": lambda label: day(date.fromisoformat(label)),
        "month": lambda label: month_name(date.fromisoformat(f"{label}-01")),
        "typical": lambda _label: _("Typical day"),
    }
    return HeatChart(
        alt=_("Net energy by hour: blue is deficit, hatched amber is surplus."),
        rows=tuple(writers[found.row_kind](label) for label in found.rows),
        hours=tuple(hour_of_day(hour) for hour in range(len(HOUR_LABELS))),
        net_kwh=found.net_kwh,
        surplus=_("Surplus"),
        deficit=_("Deficit"),
    )
