"""Day-ahead prices in the database: those of the site, and those that a group gave itself, which come first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
from django.db import transaction
from django.db.models import Q, QuerySet

from energy_synergy.tariffs.areas import area as area_of_name
from energy_synergy.tariffs.base import Prices
from energy_synergy.tariffs.spot import SpotPrices
from energy_synergy.timeline import Timeline
from energy_synergy.units import SLOT, SLOTS_PER_DAY
from energy_synergy.web.db.models import DayAheadPrices, Group

EPOCH = date(1970, 1, 1)
DTYPE = np.dtype("<f8")


@dataclass(frozen=True, slots=True)
class SavedPrices:
    """What was written: days that got a new version, and slots with a first price or another one."""

    days: int
    new_slots: int
    changed_slots: int

    @property
    def counts(self) -> tuple[int, int, int]:
        """The counts in order, to be added up."""
        return self.days, self.new_slots, self.changed_slots


@dataclass(frozen=True, slots=True)
class PriceLayers:
    """The prices of an area as a group has them: its own, and those that were fetched for every group."""

    own: SpotPrices
    shared: SpotPrices

    @property
    def joined(self) -> SpotPrices:
        """Each price that counts: the group's own one where it has one."""
        return self.own.completed_by(self.shared)


@transaction.atomic
def save_prices(
    spot: SpotPrices, *, group: Group | None, source: str, now: datetime, recorded_by: str, replace: bool = True
) -> SavedPrices:
    """Store prices as new versions of their UTC days; what a day knew beside them stays.

    Prices without a group are those of the site. Without `replace` only slots without a price are filled.
    Raises UnknownName for an area that is none.
    """
    area_of_name(spot.area)
    numbers, prices = spot.days()
    days = [EPOCH + timedelta(days=number) for number in numbers.tolist()]
    known = _rows_of(group, spot, days)
    made, old, counts = [], [], np.zeros(2, dtype=np.int64)
    for day, given in zip(days, prices, strict=True):
        row = known.get(day)
        before = np.frombuffer(row.prices, DTYPE) if row else np.full(len(given), np.nan)
        after = _merged(before, given, replace=replace)
        if np.array_equal(before, after, equal_nan=True):
            continue
        counts += (
            int((np.isnan(before) & np.isfinite(after)).sum()),
            int((before != after)[np.isfinite(before)].sum()),
        )
        made.append(_row(group, spot, day, after, source, now, recorded_by))
        old += [row.pk] if row else []
    for part in range(0, len(old), 500):
        DayAheadPrices.objects.filter(pk__in=old[part : part + 500]).update(replaced_at=now)
    DayAheadPrices.objects.bulk_create(made, batch_size=200)
    return SavedPrices(len(made), int(counts[0]), int(counts[1]))


def _rows_of(group: Group | None, spot: SpotPrices, days: Sequence[date]) -> dict[date, DayAheadPrices]:
    if not days:
        return {}
    rows = DayAheadPrices.objects.filter(
        group=group, area=spot.area, currency=spot.currency, day__range=(days[0], days[-1]), replaced_at=None
    )
    return {row.day: row for row in rows}


def _merged(before: Prices, given: Prices, *, replace: bool) -> Prices:
    first, second = (given, before) if replace else (before, given)
    return np.where(np.isfinite(first), first, second)


def _row(
    group: Group | None, spot: SpotPrices, day: date, prices: Prices, source: str, now: datetime, recorded_by: str
) -> DayAheadPrices:
    return DayAheadPrices(
        group=group,
        area=spot.area,
        currency=spot.currency,
        day=day,
        prices=prices.astype(DTYPE).tobytes(),
        source=source[:120],
        recorded_at=now,
        recorded_by=recorded_by,
    )


@transaction.atomic
def remove_own_prices(group: Group, timeline: Timeline, *, now: datetime, recorded_by: str) -> int:
    """Let the prices that a group gave for some slots count no more; they stay as versions. Return the UTC days."""
    rows = list(_in_use(group, *_utc_days(timeline)).filter(group=group))
    made = []
    for row in rows:
        left = np.frombuffer(row.prices, DTYPE).copy()
        slots = (row.day - EPOCH).days * SLOTS_PER_DAY + np.arange(SLOTS_PER_DAY) - timeline.first_index
        left[(slots >= 0) & (slots < timeline.slots)] = np.nan
        if np.isfinite(left).any():
            spot = SpotPrices.empty(row.area, row.currency)
            made.append(_row(group, spot, row.day, left, row.source, now, recorded_by))
    DayAheadPrices.objects.filter(pk__in=[row.pk for row in rows]).update(replaced_at=now)
    DayAheadPrices.objects.bulk_create(made)
    return len(rows)


def _utc_days(timeline: Timeline) -> tuple[date, date]:
    return timeline.starts_at.astimezone(UTC).date(), (timeline.ends_at - SLOT).astimezone(UTC).date()


def load_layers(group: Group, timeline: Timeline) -> PriceLayers:
    """Return the prices of a group's area over some slots; one query, none for a group without an area."""
    own: list[tuple[int, Prices]] = []
    shared: list[tuple[int, Prices]] = []
    if group.price_area and timeline.slots:
        rows = _in_use(group, *_utc_days(timeline))
        for group_id, day, prices in rows.values_list("group_id", "day", "prices"):
            (own if group_id else shared).append(((day - EPOCH).days, np.frombuffer(prices, DTYPE)))
    return PriceLayers(_of_days(group, own), _of_days(group, shared))


def _in_use(group: Group, first: date, last: date) -> QuerySet[DayAheadPrices]:
    return DayAheadPrices.objects.filter(
        Q(group=None) | Q(group=group),
        area=group.price_area,
        currency=group.currency,
        day__range=(first, last),
        replaced_at=None,
    )


def _of_days(group: Group, days: list[tuple[int, Prices]]) -> SpotPrices:
    if not days:
        return SpotPrices.empty(group.price_area, group.currency)
    numbers = np.array([day for day, _ in days], dtype=np.int64)
    return SpotPrices.of_days(group.price_area, group.currency, numbers, np.stack([prices for _, prices in days]))
