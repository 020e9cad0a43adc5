"""A store of groups in memory: slots in dictionaries, nothing clever."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count

import numpy as np

from energy_synergy.community.group import Group, Member
from energy_synergy.errors import InvalidValue, UnknownName, marked
from energy_synergy.metering.series import Direction, Quality, Series
from energy_synergy.ports import AnnualTotal, Dataset, NewGroup, NewMember, Saved, SourceKind
from energy_synergy.profiles.expand import Estimate
from energy_synergy.registry import option
from energy_synergy.units import SLOT, SLOT_SECONDS, SLOTS_PER_DAY

Slots = dict[int, tuple[float, int]]
NO_SLOT = (float("nan"), int(Quality.MISSING))


@dataclass
class StoredMeter:
    """Everything known about one meter: slot number -> (kWh, quality), a curve, an annual total."""

    slots: Slots = field(default_factory=dict)
    curve: Series | None = None
    total: AnnualTotal | None = None
    source: SourceKind | None = None

    def has(self, kind: SourceKind) -> bool:
        """Tell whether anything of a kind is known."""
        if kind is SourceKind.READINGS:
            return bool(self.slots)
        return self.curve is not None if kind is SourceKind.TYPICAL_DAY else self.total is not None


@dataclass
class StoredCompany:
    """A company with its meters by direction and name."""

    id: int
    member: NewMember
    meters: dict[tuple[Direction, str], StoredMeter] = field(default_factory=dict)


class MemoryStore:
    """Keeps groups until the process ends."""

    def __init__(self) -> None:
        self._groups: dict[str, tuple[NewGroup, list[StoredCompany]]] = {}
        self._numbers = count(1)

    def create_group(self, group: NewGroup, *, now: datetime, recorded_by: str) -> None:
        """Store a new group with its members and everything they bring."""
        if group.slug in self._groups:
            raise InvalidValue(marked("There is already a group with the address {slug}."), slug=group.slug)
        self._groups[group.slug] = (group, [])
        for member in group.members:
            self.add_company(group.slug, member, now=now, recorded_by=recorded_by)

    def add_company(self, slug: str, member: NewMember, *, now: datetime, recorded_by: str) -> int:
        """Store a new company of a group and return its number."""
        _, companies = self._group(slug)
        if any(company.member.name == member.name for company in companies):
            raise InvalidValue(marked("The group has a company named {name} already."), name=member.name)
        company = StoredCompany(next(self._numbers), member)
        companies.append(company)
        for dataset in member.datasets:
            self.save_dataset(company.id, dataset, now=now, recorded_by=recorded_by)
        for total in member.annual_totals:
            self.save_annual_total(company.id, total, now=now, recorded_by=recorded_by)
        return company.id

    def load_group(self, slug: str, starts_at: datetime | None = None, ends_at: datetime | None = None) -> Group:
        """Return a group with the sources in use."""
        group, companies = self._group(slug)
        return Group(group.name, group.timezone, tuple(_member(one, starts_at, ends_at) for one in companies))

    def delete_group(self, slug: str) -> None:
        """Remove a group with its companies."""
        self._group(slug)
        del self._groups[slug]

    def company_id(self, slug: str, name: str) -> int:
        """Return the number of a company in a group."""
        if slug in self._groups:
            for company in self._groups[slug][1]:
                if company.member.name == name:
                    return company.id
        raise UnknownName(marked("There is no company {name} in the group {slug}."), name=name, slug=slug)

    def save_dataset(self, company_id: int, dataset: Dataset, *, now: datetime, recorded_by: str) -> Saved:
        """Store a dataset and take its kind of source into use."""
        company = self._company(company_id)
        added = replaced = unchanged = 0
        for series in dataset.series:
            meter = company.meters.setdefault((series.direction, series.meter), StoredMeter())
            if dataset.kind is SourceKind.TYPICAL_DAY:
                meter.curve = series
                continue
            before = dict(meter.slots)
            meter.slots.update(_slots(series))
            for day in _days(series):
                if _day_slots(before, day) == _day_slots(meter.slots, day):
                    unchanged += 1
                elif _day_slots(before, day):
                    replaced += 1
                else:
                    added += 1
        for direction in {series.direction for series in dataset.series}:
            names = {series.meter for series in dataset.series if series.direction == direction}
            _use(company, direction, names, dataset.kind)
        return Saved(next(self._numbers), added, replaced, unchanged)

    def save_annual_total(self, company_id: int, total: AnnualTotal, *, now: datetime, recorded_by: str) -> Saved:
        """Store an annual total with its profile and take it into use."""
        company = self._company(company_id)
        company.meters.setdefault((total.direction, ""), StoredMeter()).total = total
        _use(company, total.direction, {""}, SourceKind.ESTIMATE)
        return Saved(next(self._numbers))

    def use_source(self, company_id: int, direction: Direction, kind: SourceKind) -> None:
        """Take another stored kind of source into use; the unnamed meter goes before named ones."""
        company = self._company(company_id)
        names = {name for (way, name), meter in company.meters.items() if way == direction and meter.has(kind)}
        if not names:
            raise InvalidValue(
                marked("This company has no {kind} of its {direction}."), kind=kind.value, direction=direction
            )
        _use(company, direction, {""} if "" in names else names, kind)

    def _group(self, slug: str) -> tuple[NewGroup, list[StoredCompany]]:
        if slug not in self._groups:
            raise UnknownName(marked("There is no group {slug}."), slug=slug)
        return self._groups[slug]

    def _company(self, company_id: int) -> StoredCompany:
        return next(one for _, companies in self._groups.values() for one in companies if one.id == company_id)


def _use(company: StoredCompany, direction: Direction, names: set[str], kind: SourceKind) -> None:
    for (way, name), meter in company.meters.items():
        if way != direction:
            continue
        if name in names:
            meter.source = kind
        elif (name == "") != ("" in names) or meter.source is not kind:
            meter.source = None


def _first_slot(series: Series) -> int:
    assert series.starts_at is not None
    return int(series.starts_at.timestamp()) // SLOT_SECONDS


def _slots(series: Series) -> Slots:
    first = _first_slot(series)
    values = zip(series.energy_kwh.tolist(), series.quality.tolist(), strict=True)
    return {first + n: value for n, value in enumerate(values) if value[1] != Quality.MISSING}


def _days(series: Series) -> range:
    first = _first_slot(series)
    return range(first // SLOTS_PER_DAY, -(-(first + len(series.energy_kwh)) // SLOTS_PER_DAY))


def _day_slots(slots: Mapping[int, tuple[float, int]], day: int) -> list[tuple[int, tuple[float, int]]]:
    numbers = range(day * SLOTS_PER_DAY, (day + 1) * SLOTS_PER_DAY)
    return [(number, slots[number]) for number in numbers if number in slots]


def _member(company: StoredCompany, starts_at: datetime | None, ends_at: datetime | None) -> Member:
    new = company.member
    series: list[Series] = []
    estimates: list[Estimate] = []
    for (direction, name), meter in sorted(company.meters.items()):
        label = name or new.name
        if meter.source is SourceKind.READINGS:
            series.append(_run(label, direction, meter.slots, starts_at, ends_at))
        elif meter.source is SourceKind.TYPICAL_DAY and meter.curve:
            series.append(replace(meter.curve, meter=label))
        elif meter.source is SourceKind.ESTIMATE and meter.total:
            profile = option("profiles", meter.total.profile, **meter.total.fields)
            estimates.append(Estimate(label, direction, profile, meter.total.annual_kwh))
    return Member(new.name, tuple(series), tuple(estimates), new.sector, new.active_from, new.active_to)


def _run(
    label: str, direction: Direction, slots: Slots, starts_at: datetime | None, ends_at: datetime | None
) -> Series:
    """Return the UTC days that touch the period as one series, NaN where a slot is missing."""
    days = sorted({number // SLOTS_PER_DAY for number in slots})
    day_seconds = timedelta(days=1).total_seconds()
    if starts_at is not None:
        days = [day for day in days if day >= starts_at.timestamp() // day_seconds]
    if ends_at is not None:
        days = [day for day in days if day * day_seconds < ends_at.timestamp()]
    if not days:
        moment = (starts_at or ends_at or datetime.fromtimestamp(0, UTC)).timestamp() // day_seconds * day_seconds
        start = datetime.fromtimestamp(moment, UTC)
        return Series(label, direction, start, SLOT, np.empty(0), np.empty(0, dtype=np.uint8))
    numbers = range(days[0] * SLOTS_PER_DAY, (days[-1] + 1) * SLOTS_PER_DAY)
    values = [slots.get(number, NO_SLOT) for number in numbers]
    start = datetime.fromtimestamp(numbers[0] * SLOT_SECONDS, UTC)
    energy_kwh = np.array([energy for energy, _ in values])
    return Series(label, direction, start, SLOT, energy_kwh, np.array([q for _, q in values], dtype=np.uint8))
