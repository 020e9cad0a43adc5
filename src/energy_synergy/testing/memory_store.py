"""A store of groups in memory: versions in lists, nothing clever."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import numpy as np

from energy_synergy.community.group import Group, Member
from energy_synergy.errors import InvalidValue, UnknownName, marked
from energy_synergy.metering.series import Direction, Quality, Series
from energy_synergy.ports import (
    AnnualTotal,
    Dataset,
    NewGroup,
    NewMember,
    Saved,
    SourceKind,
    Undone,
    refuse_undo,
)
from energy_synergy.profiles.expand import Estimate
from energy_synergy.registry import option
from energy_synergy.testing.memory_company import (
    Slots,
    StoredCompany,
    StoredImport,
    StoredMeter,
    Undoing,
    Version,
    as_undone,
    known,
)
from energy_synergy.units import SLOT, SLOT_SECONDS, SLOTS_PER_DAY

NO_SLOT = (float("nan"), int(Quality.MISSING))
BY_HAND = 0


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

    def load_group(
        self,
        slug: str,
        starts_at: datetime | None = None,
        ends_at: datetime | None = None,
        *,
        as_of: datetime | None = None,
    ) -> Group:
        """Return a group with the sources in use, as they were known at an instant."""
        group, companies = self._group(slug)
        members = tuple(_member(one, starts_at, ends_at, as_of) for one in companies)
        return Group(group.name, group.timezone, members)

    def load_readings(
        self,
        company_id: int,
        direction: Direction,
        meter: str,
        starts_at: datetime,
        ends_at: datetime,
        *,
        as_of: datetime | None = None,
    ) -> Series | None:
        """Return the dated readings of one meter on the UTC days that touch a period."""
        stored = self._company(company_id).meters.get((direction, meter))
        slots = stored.slots(as_of) if stored else {}
        run = _run(meter, direction, slots, starts_at, ends_at)
        return run if len(run.energy_kwh) else None

    def sources_in_use(self, company_id: int, direction: Direction) -> Mapping[str, SourceKind]:
        """Return what the meters of a company in one direction are read from."""
        meters = self._company(company_id).of_direction(direction)
        return {name: kind for name, meter in meters.items() if (kind := known(meter.sources))}

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
        stored = self._new_import(company, dataset.kind, now)
        counts = [0, 0, 0]
        for series in dataset.series:
            meter = company.meter(series.direction, series.meter)
            if dataset.kind is SourceKind.TYPICAL_DAY:
                meter.curves.append(Version(now, stored.id, series))
                continue
            slots = _slots(series)
            for day in _days(series):
                counts[_save_day(meter, day, _day_slots(slots, day), stored)] += 1
        for direction in {series.direction for series in dataset.series}:
            names = {series.meter for series in dataset.series if series.direction == direction}
            company.use(direction, names, dataset.kind, now=now, by=stored.id)
        return Saved(stored.id, *counts)

    def save_annual_total(self, company_id: int, total: AnnualTotal, *, now: datetime, recorded_by: str) -> Saved:
        """Store an annual total with its profile and take it into use."""
        company = self._company(company_id)
        stored = self._new_import(company, SourceKind.ESTIMATE, now)
        company.meter(total.direction, "").totals.append(Version(now, stored.id, total))
        company.use(total.direction, [""], SourceKind.ESTIMATE, now=now, by=stored.id)
        return Saved(stored.id)

    def undo_import(self, import_id: int, *, now: datetime, recorded_by: str) -> Undone:
        """Take an import back by new versions that bring back what was there before it."""
        companies = [one for _, members in self._groups.values() for one in members if import_id in one.imports]
        if not companies:
            raise UnknownName(marked("There is no import {number}."), number=import_id)
        company = companies[0]
        undone = company.imports[import_id]
        is_undo = undone.undoes is not None
        refuse_undo(undone.recorded_at, undone_at=undone.undone_at, is_undo=is_undo, now=now)
        company.imports[import_id] = as_undone(undone, now)
        undo = self._new_import(company, undone.kind, now, undoes=import_id)
        undoing = Undoing(company, undone, undo)
        undoing.bring_back()
        changed = undoing.bring_back_sources()
        return Undone(undo.id, undoing.restored, undoing.removed, undoing.kept, changed)

    def use_source(self, company_id: int, direction: Direction, kind: SourceKind, *, now: datetime) -> None:
        """Take another stored kind of source into use; the unnamed meter goes before named ones."""
        company = self._company(company_id)
        names = {name for name, meter in company.of_direction(direction).items() if meter.has(kind)}
        if not names:
            raise InvalidValue(
                marked("This company has no {kind} of its {direction}."), kind=kind.value, direction=direction
            )
        company.use(direction, [""] if "" in names else names, kind, now=now, by=BY_HAND)

    def _new_import(
        self, company: StoredCompany, kind: SourceKind, now: datetime, undoes: int | None = None
    ) -> StoredImport:
        stored = StoredImport(next(self._numbers), kind, now, undoes)
        company.imports[stored.id] = stored
        return stored

    def _group(self, slug: str) -> tuple[NewGroup, list[StoredCompany]]:
        if slug not in self._groups:
            raise UnknownName(marked("There is no group {slug}."), slug=slug)
        return self._groups[slug]

    def _company(self, company_id: int) -> StoredCompany:
        return next(one for _, companies in self._groups.values() for one in companies if one.id == company_id)


def _save_day(meter: StoredMeter, day: int, slots: Slots, stored: StoredImport) -> int:
    """Store one day; return 0 where it is new, 1 where it replaces another, 2 where nothing changes."""
    versions = meter.days.setdefault(day, [])
    before = known(versions) or {}
    after = {**before, **slots}
    if after == before:
        return 2
    versions.append(Version(stored.recorded_at, stored.id, after))
    return 1 if before else 0


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


def _day_slots(slots: Slots, day: int) -> Slots:
    numbers = range(day * SLOTS_PER_DAY, (day + 1) * SLOTS_PER_DAY)
    return {number: slots[number] for number in numbers if number in slots}


def _member(
    company: StoredCompany, starts_at: datetime | None, ends_at: datetime | None, as_of: datetime | None
) -> Member:
    new = company.member
    series: list[Series] = []
    estimates: list[Estimate] = []
    for (direction, name), meter in sorted(company.meters.items()):
        label = name or new.name
        source, curve, total = known(meter.sources, as_of), known(meter.curves, as_of), known(meter.totals, as_of)
        if source is SourceKind.READINGS:
            series.append(_run(label, direction, meter.slots(as_of), starts_at, ends_at))
        elif source is SourceKind.TYPICAL_DAY and curve:
            series.append(replace(curve, meter=label))
        elif source is SourceKind.ESTIMATE and total:
            profile = option("profiles", total.profile, **total.fields)
            estimates.append(Estimate(label, direction, profile, total.annual_kwh))
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
