"""Writing truth: each save is one transaction and adds versions; nothing is overwritten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from django.db import transaction
from django.db.models import Max

from energy_synergy.errors import InvalidValue, UnknownName, marked
from energy_synergy.metering.blocks import Block, pack, to_blocks
from energy_synergy.metering.series import Quality, Series
from energy_synergy.ports import AnnualTotal, Dataset, NewGroup, NewMember, Saved, SourceKind
from energy_synergy.units import SLOT, SLOT_SECONDS
from energy_synergy.web.db.finding_rows import save_findings
from energy_synergy.web.db.models import (
    Company,
    DayBlock,
    Estimate,
    Group,
    Import,
    Membership,
    Meter,
    TypicalDay,
)
from energy_synergy.web.db.sources import use_meters
from energy_synergy.web.db.versions import batched, is_empty


@transaction.atomic
def create_group(new: NewGroup, *, now: datetime, recorded_by: str) -> None:
    """Store a new group with its members and everything they bring."""
    if Group.objects.filter(slug=new.slug).exists():
        raise InvalidValue(marked("There is already a group with the address {slug}."), slug=new.slug)
    group = Group.objects.create(
        slug=new.slug,
        name=new.name,
        timezone=new.timezone,
        country=new.country,
        currency=new.currency,
        is_demo=new.is_demo,
        created_at=now,
    )
    for color_index, member in enumerate(new.members):
        _add_member(group, member, color_index=color_index, now=now, recorded_by=recorded_by)


@transaction.atomic
def add_company(slug: str, member: NewMember, *, now: datetime, recorded_by: str) -> int:
    """Store a new company of a group; it gets the first colour that no company of the group ever had."""
    group = Group.objects.filter(slug=slug).first()
    if group is None:
        raise UnknownName(marked("There is no group {slug}."), slug=slug)
    members = Company.objects.filter(memberships__group=group)
    if members.filter(name=member.name).exists():
        raise InvalidValue(marked("The group has a company named {name} already."), name=member.name)
    highest = members.aggregate(highest=Max("color_index"))["highest"]
    color_index = 0 if highest is None else highest + 1
    return _add_member(group, member, color_index=color_index, now=now, recorded_by=recorded_by)


def _add_member(group: Group, member: NewMember, *, color_index: int, now: datetime, recorded_by: str) -> int:
    company = Company.objects.create(name=member.name, sector=member.sector, color_index=color_index)
    Membership.objects.create(group=group, company=company, active_from=member.active_from, active_to=member.active_to)
    for dataset in member.datasets:
        save_dataset(company.pk, dataset, now=now, recorded_by=recorded_by)
    for total in member.annual_totals:
        save_annual_total(company.pk, total, now=now, recorded_by=recorded_by)
    return int(company.pk)


@transaction.atomic
def save_dataset(company_id: int, dataset: Dataset, *, now: datetime, recorded_by: str) -> Saved:
    """Store a dataset as new versions and take its kind of source into use."""
    meters = _meters(company_id, dataset)
    pairs = [(meters[one.direction, one.meter], one) for one in dataset.series]
    days = [_days(meter, one, now) for meter, one in pairs if dataset.kind is SourceKind.READINGS]
    added, replaced, unchanged = (sum(counts) for counts in zip((0, 0, 0), *(one.counts for one in days), strict=True))
    row = Import.objects.create(
        company_id=company_id,
        kind=dataset.kind.value,
        file_name=dataset.file_name,
        sha256=dataset.sha256,
        format=dataset.format,
        detected=dict(dataset.detected),
        series=[_series_facts(series, dataset) for series in dataset.series],
        rows=dataset.rows,
        left_out=dataset.left_out,
        recorded_at=now,
        recorded_by=recorded_by,
        days_added=added,
        days_replaced=replaced,
        sources_before=_take_into_use(company_id, dataset, [*meters.values()], now),
    )
    save_findings(dataset.findings, row)
    for one in days:
        _save_days(one, row, now)
    if dataset.kind is not SourceKind.READINGS:
        for meter, series in pairs:
            _save_typical_day(meter, series, row, now)
    return Saved(int(row.pk), added, replaced, unchanged)


@transaction.atomic
def save_annual_total(company_id: int, total: AnnualTotal, *, now: datetime, recorded_by: str) -> Saved:
    """Store an annual total with its profile as a new version and take it into use."""
    facts = {"direction": total.direction, "profile": total.profile, "total_kwh": total.annual_kwh}
    row = Import.objects.create(
        company_id=company_id,
        kind=SourceKind.ESTIMATE.value,
        series=[facts],
        recorded_at=now,
        recorded_by=recorded_by,
    )
    meter = _meter(company_id, total.direction, "")
    Estimate.objects.create(
        meter=meter,
        source_import=row,
        version=_supersede(Estimate, meter, now),
        recorded_at=now,
        profile=total.profile,
        fields=dict(total.fields),
        annual_kwh=total.annual_kwh,
    )
    row.sources_before = use_meters(company_id, total.direction, [""], SourceKind.ESTIMATE, now=now)
    row.save(update_fields=["sources_before"])
    return Saved(int(row.pk))


def _series_facts(series: Series, dataset: Dataset) -> dict[str, object]:
    known_as = "" if series.meter else dataset.known_as.get(series.direction, "")
    return {
        "direction": series.direction,
        "meter": series.meter,
        "starts_at": series.starts_at and series.starts_at.isoformat(),
        "ends_at": series.ends_at and series.ends_at.isoformat(),
        "values": len(series.energy_kwh),
        "missing": int(np.isnan(series.energy_kwh).sum()),
        "total_kwh": series.total_kwh,
        **({"known_as": known_as} if known_as else {}),
    }


def _meter(company_id: int, direction: str, name: str) -> Meter:
    return Meter.objects.get_or_create(company_id=company_id, direction=direction, name=name)[0]


def _meters(company_id: int, dataset: Dataset) -> dict[tuple[str, str], Meter]:
    """Return the meters of a company by direction and name; those of a dataset that are not there yet are made."""
    rows = Meter.objects.filter(company_id=company_id).order_by("id")
    known = {(meter.direction, meter.name): meter for meter in rows}
    for one in dataset.series:
        if (one.direction, one.meter) not in known:
            known[one.direction, one.meter] = _meter(company_id, one.direction, one.meter)
    return known


@dataclass(frozen=True, slots=True)
class _Days:
    """The days of a meter that are new or differ, not yet saved, and the numbers of those that they supersede."""

    meter: Meter
    fresh: list[DayBlock]
    superseded: list[int]
    counts: tuple[int, int, int]


def _days(meter: Meter, series: Series, now: datetime) -> _Days:
    """Return the days that are new or differ, with how many are new, replaced and unchanged."""
    assert series.starts_at is not None
    first_index = int(series.starts_at.timestamp()) // SLOT_SECONDS
    blocks = to_blocks(first_index, series.energy_kwh, series.quality)
    known = _current_blocks(meter, blocks)
    fresh: list[DayBlock] = []
    superseded: list[int] = []
    added = 0
    for block in blocks:
        old = known.get(block.day_index)
        energy, quality, total_kwh, missing = _merged(block, old)
        if missing == len(block.quality) or (old and (energy, quality) == (bytes(old.energy), bytes(old.quality))):
            continue
        if old:
            superseded.append(old.pk)
            added -= not is_empty(old)
        added += 1
        fresh.append(
            DayBlock(
                meter=meter,
                version=old.version + 1 if old else 1,
                recorded_at=now,
                day_index=block.day_index,
                energy=energy,
                quality=quality,
                total_kwh=total_kwh,
                missing_slots=missing,
            )
        )
    _widen_span(meter, series)
    return _Days(meter, fresh, superseded, (added, len(fresh) - added, len(blocks) - len(fresh)))


def _save_days(days: _Days, row: Import, now: datetime) -> None:
    for some in batched(days.superseded):
        DayBlock.objects.filter(pk__in=some).update(superseded_at=now)
    for block in days.fresh:
        block.source_import = row
    DayBlock.objects.bulk_create(days.fresh, batch_size=500)


def _current_blocks(meter: Meter, blocks: list[Block]) -> Mapping[int, DayBlock]:
    if not blocks:
        return {}
    days = (blocks[0].day_index, blocks[-1].day_index)
    rows = DayBlock.objects.filter(meter=meter, superseded_at=None, day_index__range=days)
    return {row.day_index: row for row in rows}


def _merged(block: Block, old: DayBlock | None) -> tuple[bytes, bytes, float, int]:
    """Return a day packed, with its total and missing slots: the new values where they are there, else the old."""
    if old is None or not block.missing_slots:
        return *pack(block), block.total_kwh, block.missing_slots
    is_missing = block.quality == Quality.MISSING
    energy_kwh = np.where(is_missing, np.frombuffer(old.energy, "<f8"), block.energy_kwh)
    quality = np.where(is_missing, np.frombuffer(old.quality, "u1"), block.quality)
    total_kwh, missing = float(np.nansum(energy_kwh)), int(np.isnan(energy_kwh).sum())
    return *pack(Block(block.day_index, energy_kwh, quality, total_kwh, missing)), total_kwh, missing


def _widen_span(meter: Meter, series: Series) -> None:
    there = np.flatnonzero(series.quality != Quality.MISSING)
    if not len(there) or series.starts_at is None:
        return
    first_at = (series.starts_at + int(there[0]) * SLOT).astimezone(UTC)
    last_at = (series.starts_at + (int(there[-1]) + 1) * SLOT).astimezone(UTC)
    span = (min(meter.first_at or first_at, first_at), max(meter.last_at or last_at, last_at))
    if span != (meter.first_at, meter.last_at):
        meter.first_at, meter.last_at = span
        Meter.objects.filter(pk=meter.pk).update(first_at=span[0], last_at=span[1])


def _save_typical_day(meter: Meter, series: Series, row: Import, now: datetime) -> None:
    block = Block(0, series.energy_kwh, series.quality, series.total_kwh, int(np.isnan(series.energy_kwh).sum()))
    energy, quality = pack(block)
    TypicalDay.objects.create(
        meter=meter,
        source_import=row,
        version=_supersede(TypicalDay, meter, now),
        recorded_at=now,
        energy=energy,
        quality=quality,
        total_kwh=block.total_kwh,
    )


def _supersede(model: type[TypicalDay] | type[Estimate], meter: Meter, now: datetime) -> int:
    """Close the current version of a meter, if there is one, and return the number of the next."""
    versions = model.objects.filter(meter=meter)
    versions.filter(superseded_at=None).update(superseded_at=now)
    return int(versions.aggregate(last=Max("version"))["last"] or 0) + 1


def _take_into_use(company_id: int, dataset: Dataset, meters: Sequence[Meter], now: datetime) -> dict[str, str]:
    """Take the kind of a dataset into use in its directions, and return what was in use before by meter."""
    before: dict[str, str] = {}
    for direction in dict.fromkeys(series.direction for series in dataset.series):
        names = [series.meter for series in dataset.series if series.direction == direction]
        its_own = [meter for meter in meters if meter.direction == direction]
        before |= use_meters(company_id, direction, names, dataset.kind, now=now, meters=its_own)
    return before
