"""The page of day-ahead prices: a year of a group's bidding area, what of it is known, and where it comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

import numpy as np
from django.db.models import Max, Min, Q
from django.utils.translation import gettext as _

from energy_synergy.reports.tables import Column, Table
from energy_synergy.tariffs.areas import area, areas
from energy_synergy.tariffs.base import Prices
from energy_synergy.timeline import Timeline, zone
from energy_synergy.units import SLOTS_PER_HOUR
from energy_synergy.usecases.day_ahead import PriceDay, completeness_of, compute_price_days, price_csv_rows
from energy_synergy.usecases.day_completeness import DayCompleteness, DayRun, DayState, day_runs
from energy_synergy.web.db.models import DayAheadPrices, Group
from energy_synergy.web.db.prices import load_layers
from energy_synergy.web.queries.price_drawing import PriceDrawing, draw_prices
from energy_synergy.web.words import in_language

ONE_DAY = timedelta(days=1)
DECIMALS, SLOT_DECIMALS = 4, 6


@dataclass(frozen=True, slots=True)
class PriceMonth:
    """A month: its mean, lowest and highest price, hours below zero, and days that lack prices."""

    month: date
    mean: float | None
    lowest: float | None
    highest: float | None
    negative_hours: float
    days_lacking: int


@dataclass(frozen=True, slots=True)
class PricesPage:
    """A year of prices of a group's bidding area, per kWh; `own_slots` were given by the group itself."""

    group: Group
    area: str
    area_label: str
    currency: str
    year: int
    first_year: int
    last_year: int
    timeline: Timeline
    price_per_kwh: Prices
    days: tuple[PriceDay, ...]
    calendar: tuple[DayCompleteness, ...]
    own_slots: int
    shared_slots: int

    @property
    def unit(self) -> str:
        """What prices are in."""
        return f"{self.currency}/kWh"

    @property
    def known_slots(self) -> int:
        """The slots whose price is known."""
        return int(np.isfinite(self.price_per_kwh).sum())

    @property
    def mean(self) -> float | None:
        """The mean of all known prices."""
        return float(np.nanmean(self.price_per_kwh)) if self.known_slots else None

    @property
    def negative_hours(self) -> float:
        """The hours whose price is below zero."""
        return float((self.price_per_kwh < 0).sum()) / SLOTS_PER_HOUR

    @property
    def highest(self) -> PriceDay | None:
        """The day with the highest price."""
        return max((day for day in self.days if day.known), key=lambda day: day.highest or 0.0, default=None)

    @property
    def lowest(self) -> PriceDay | None:
        """The day with the lowest price."""
        return min((day for day in self.days if day.known), key=lambda day: day.lowest or 0.0, default=None)

    @property
    def drawing(self) -> PriceDrawing | None:
        """The year as a drawing."""
        return draw_prices(self.days)

    @property
    def incomplete(self) -> list[DayRun]:
        """The days in a row that lack prices."""
        runs = day_runs(self.calendar)
        return [run for run in runs if run.state in (DayState.MISSING, DayState.PARTIAL)]

    @property
    def days_incomplete(self) -> int:
        """How many days that are published lack prices."""
        return sum(run.days for run in self.incomplete)

    @property
    def months(self) -> list[PriceMonth]:
        """The year by month."""
        lacking = {day.date for day in self.calendar if day.missing}
        by_month = groupby(self.days, key=lambda day: day.date.replace(day=1))
        return [_month(month, list(days), lacking) for month, days in by_month]


def load_prices_page(group: Group, *, year: int | None, now: datetime) -> PricesPage:
    """Return the prices of a year; two queries."""
    today = now.astimezone(zone(group.timezone)).date()
    first, last = _years(group)
    chosen = year if year is not None else last or today.year
    timeline = Timeline.from_days(date(chosen, 1, 1), date(chosen + 1, 1, 1), group.timezone)
    layers = load_layers(group, timeline)
    own, shared = layers.own.over(timeline), layers.shared.over(timeline)
    prices = np.where(np.isfinite(own), own, shared)
    days = compute_price_days(prices, timeline)
    known_area = group.price_area in areas()
    own_slots = int(np.isfinite(own).sum())
    return PricesPage(
        group=group,
        area=group.price_area,
        area_label=in_language(area(group.price_area).label) if known_area else group.price_area,
        currency=group.currency,
        year=chosen,
        first_year=min(chosen, first or chosen, today.year),
        last_year=max(chosen, last or chosen, today.year),
        timeline=timeline,
        price_per_kwh=prices,
        days=tuple(days),
        calendar=tuple(completeness_of(days, published_until=today)),
        own_slots=own_slots,
        shared_slots=int(np.isfinite(prices).sum()) - own_slots,
    )


def _years(group: Group) -> tuple[int | None, int | None]:
    """Return the first and the last year of which a price is known."""
    rows = DayAheadPrices.objects.filter(
        Q(group=None) | Q(group=group), area=group.price_area, currency=group.currency, replaced_at=None
    ).aggregate(first=Min("day"), last=Max("day"))
    first, last = rows["first"], rows["last"]
    # A local year begins late on the last day of the year before it in UTC.
    return (first + ONE_DAY).year if first else None, last.year if last else None


def _month(month: date, days: list[PriceDay], lacking: set[date]) -> PriceMonth:
    known = [day for day in days if day.known]
    slots = sum(day.known for day in known)
    return PriceMonth(
        month,
        sum((day.mean or 0.0) * day.known for day in known) / slots if slots else None,
        min((day.lowest for day in known if day.lowest is not None), default=None),
        max((day.highest for day in known if day.highest is not None), default=None),
        sum(day.negative_slots for day in known) / SLOTS_PER_HOUR,
        sum(day.date in lacking for day in days),
    )


def months_table(page: PricesPage) -> Table:
    """Return the months of the year."""
    rows = [
        (f"{one.month:%Y-%m}", one.mean, one.lowest, one.highest, one.negative_hours, float(one.days_lacking))
        for one in page.months
    ]
    columns = (
        Column(_("Month")),
        *_figures(page),
        Column(_("Hours below zero"), "h", 2),
        Column(_("Days that lack prices"), "", 0),
    )
    return Table("months", _("Day-ahead prices by month"), columns, list(rows))


def days_table(page: PricesPage) -> Table:
    """Return the days of the year."""
    rows = [
        (day.date.isoformat(), day.mean, day.lowest, day.highest, day.negative_slots / SLOTS_PER_HOUR, float(day.known))
        for day in page.days
    ]
    columns = (
        Column(_("Day")),
        *_figures(page),
        Column(_("Hours below zero"), "h", 2),
        Column(_("Quarter-hours with a price"), "", 0),
    )
    return Table("days", _("Day-ahead prices by day"), columns, list(rows))


def slots_table(page: PricesPage) -> Table:
    """Return every quarter of an hour of the year; the file can be brought in again."""
    rows = [
        (at.isoformat(timespec="minutes"), price) for at, price in price_csv_rows(page.price_per_kwh, page.timeline)
    ]
    columns = (Column(_("Time")), Column(_("Price"), page.unit, SLOT_DECIMALS))
    return Table("slots", _("Day-ahead prices by quarter-hour"), columns, list(rows))


def _figures(page: PricesPage) -> tuple[Column, ...]:
    labels = (_("Mean price"), _("Lowest price"), _("Highest price"))
    return tuple(Column(label, page.unit, DECIMALS) for label in labels)


PRICE_TABLES: Mapping[str, Callable[[PricesPage], Table]] = {
    "months": months_table,
    "days": days_table,
    "slots": slots_table,
}
