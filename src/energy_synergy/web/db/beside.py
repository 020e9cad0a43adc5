"""What came in beside what is stored: read from the tables, told as findings of the import."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import PurePath

import numpy as np
from django.db import transaction

from energy_synergy.findings import Finding, Severity
from energy_synergy.metering.blocks import pack
from energy_synergy.metering.contracted_power import check_contracted_power
from energy_synergy.metering.invoiced_total import Invoiced
from energy_synergy.metering.series import Direction, Energies, Qualities, Quality, Series
from energy_synergy.timeline import first_instant
from energy_synergy.units import SLOT, SLOTS_PER_DAY
from energy_synergy.usecases.beside import (
    SAME_ELSEWHERE,
    SAME_FILE,
    SAME_HERE,
    YEAR,
    SameDays,
    compare_invoice,
    compare_levels,
    is_same_series,
    sampled_days,
    tell_same_days,
)
from energy_synergy.web.db.finding_rows import finding_row, save_rows
from energy_synergy.web.db.loading import load_runs
from energy_synergy.web.db.models import DayBlock, FindingRow, Import, Invoice, Membership, Meter, SourceKind

AROUND = YEAR + timedelta(days=1)
CODES = ("above_contracted_power", "unit_differs", "invoice_differs", SAME_HERE, SAME_ELSEWHERE)
ONE_DAY = timedelta(days=1)
Run = tuple[datetime, Energies, Qualities]
MOST_NOTED_AGAIN = 12


@dataclass(frozen=True, slots=True)
class Beside:
    """A finding, and the company with which it compares if that is another one."""

    finding: Finding
    other_company_id: int | None = None


@transaction.atomic
def note_beside(import_id: int, timezone: str) -> None:
    """Store what an import looks like beside what else is known; what was noted of it before is told anew.

    Other companies are all those of the groups of its company: what compares with one of them is seen by those who
    see both.
    """
    row = Import.objects.select_related("company").get(pk=import_id)
    if row.kind == SourceKind.ESTIMATE or row.undoes_id is not None:
        return
    groups = Membership.objects.filter(company=row.company_id).values("group")
    others = set(Membership.objects.filter(group__in=groups).values_list("company_id", flat=True))
    series = _stored_series(row) if row.kind == SourceKind.READINGS else ()
    found = find_beside(
        row.company_id,
        series,
        row.series,
        timezone=timezone,
        sha256=row.sha256,
        among=others,
        file_name=row.file_name,
        but=row,
    )
    told = [finding_row(one.finding, row, other_company_id=one.other_company_id) for one in found]
    known = set(FindingRow.every.filter(source_import=row, code__in=CODES).values_list("key", flat=True))
    FindingRow.every.filter(source_import=row, code__in=CODES).exclude(key__in={one.key for one in told}).delete()
    save_rows([one for one in told if one.key not in known])


def note_again(company_id: int, direction: str, timezone: str) -> None:
    """Note the latest imports of a company in one direction anew: its contract or an invoice has changed."""
    rows = Import.objects.filter(company=company_id, kind=SourceKind.READINGS, undone_at=None, undoes=None)
    latest = rows.order_by("-recorded_at", "-pk").values_list("pk", "series")[:MOST_NOTED_AGAIN]
    for number, series in reversed(latest):
        if any(one.get("direction") == direction for one in series):
            note_beside(number, timezone)


def find_beside(
    company_id: int,
    series: Sequence[Series],
    facts: Sequence[Mapping[str, object]],
    *,
    timezone: str,
    sha256: str = "",
    among: Collection[int],
    file_name: str = "",
    but: Import | None = None,
) -> list[Beside]:
    """Return what series of a company look like beside what is stored; a fixed number of queries for each series.

    `facts` are those of the series as an import keeps them. Meters of the companies `among` are looked through for the
    same readings; `but` is the import of the series themselves, if there is one.
    """
    meters = {(one.direction, one.name): one for one in Meter.objects.filter(company=company_id)}
    dated = [one for one in series if one.is_dated and len(one.energy_kwh)]
    found: list[Beside] = []
    for one in dated:
        meter = meters.get((one.direction, one.meter))
        shown = replace(one, meter=one.meter or PurePath(file_name).stem or one.direction)
        found += [Beside(finding) for finding in _of_meter(shown, meter, timezone)]
        found += _same_readings(one, shown, meter, {*among, company_id}, company_id, timezone)
    found += [Beside(finding) for finding in _invoices(company_id, dated, list(meters.values()), timezone)]
    if sha256 and not any(one.finding.code == SAME_ELSEWHERE for one in found):
        found += _same_file(sha256, facts, set(among) - {company_id}, but)
    return found


def series_told(series: Iterable[Series]) -> list[Mapping[str, object]]:
    """Return of series what an import keeps of them and `find_beside` compares."""
    return [
        {
            "starts_at": one.starts_at and one.starts_at.isoformat(),
            "ends_at": one.ends_at and one.ends_at.isoformat(),
            "total_kwh": one.total_kwh,
        }
        for one in series
    ]


def _stored_series(row: Import) -> tuple[Series, ...]:
    """Return what is stored now over the span of each series of an import."""
    meters = {(one.direction, one.name): one for one in Meter.objects.filter(company=row.company_id)}
    found = []
    for facts in row.series:
        meter = meters.get((facts["direction"], facts["meter"]))
        if meter is None or not facts.get("starts_at"):
            continue
        span = (datetime.fromisoformat(facts["starts_at"]), datetime.fromisoformat(facts["ends_at"]))
        run = load_runs([meter], [span]).get(meter.pk)
        if run is not None:
            found.append(_within(meter, run, span))
    return tuple(found)


def _within(meter: Meter, run: Run, span: tuple[datetime, datetime]) -> Series:
    starts_at, energy_kwh, quality = run
    first = max(0, round((span[0] - starts_at) / SLOT))
    end = max(first, round((span[1] - starts_at) / SLOT))
    at = starts_at + first * SLOT
    return Series(meter.name, direction_of(meter), at, SLOT, energy_kwh[first:end], quality[first:end])


def direction_of(row: Meter | Invoice) -> Direction:
    """Return the direction of a meter or of an invoice."""
    return "production" if row.direction == "production" else "consumption"


def _of_meter(series: Series, meter: Meter | None, timezone: str) -> Iterable[Finding]:
    """Yield what a series looks like beside the contract and the other readings of its own meter; one query."""
    if meter is None:
        return
    if meter.contracted_kw is not None:
        yield from check_contracted_power(series, meter.contracted_kw, timezone=timezone)
    if meter.last_at is None or series.starts_at is None or series.ends_at is None:
        return
    run = load_runs([meter], [(series.starts_at - AROUND, series.ends_at + AROUND)]).get(meter.pk)
    if run is not None:
        earlier = Series(series.meter, series.direction, run[0], SLOT, run[1], run[2])
        yield from compare_levels(series, earlier, timezone=timezone)


def _invoices(company_id: int, series: Sequence[Series], meters: list[Meter], timezone: str) -> Iterable[Finding]:
    """Yield which invoices over the time of some series differ from what would then be stored; two queries each."""
    if not series:
        return
    for invoice in Invoice.objects.filter(company=company_id).select_related("meter").order_by("first_on", "pk"):
        told = invoiced_of(invoice, timezone)
        touched = [one for one in series if _touches(one, told)]
        if not touched:
            continue
        used = [one for one in meters if one.direction == told.direction and one.source == SourceKind.READINGS]
        used = [one for one in used if invoice.meter_id in (None, one.pk)]
        stored = load_invoice_runs([told], used)
        yield from compare_invoice(told, invoice_series(told, used, stored, touched), timezone=timezone)


def invoiced_of(invoice: Invoice, timezone: str) -> Invoiced:
    """Return an invoice with its days on the clock of a zone."""
    return Invoiced(
        direction_of(invoice),
        first_instant(invoice.first_on, timezone),
        first_instant(invoice.last_on + ONE_DAY, timezone),
        invoice.energy_kwh,
        invoice.meter.name if invoice.meter else "",
        invoice.reference,
    )


def load_invoice_runs(told: Sequence[Invoiced], meters: list[Meter]) -> Mapping[int, Run]:
    """Return what is stored for meters over the time of some invoices; one query."""
    return load_runs(meters, [(one.starts_at, one.ends_at) for one in told]) if meters and told else {}


def invoice_series(
    told: Invoiced, meters: list[Meter], runs: Mapping[int, Run], fresh: Sequence[Series] = ()
) -> list[Series]:
    """Return the readings of meters over the time of an invoice, one series each, fresh values before stored ones."""
    found = {one.name: _within(one, runs[one.pk], (told.starts_at, told.ends_at)) for one in meters if one.pk in runs}
    for one in fresh:
        if not told.meter or one.meter == told.meter:
            found[one.meter] = _laid_over(found.get(one.meter), one)
    return list(found.values())


def _laid_over(stored: Series | None, fresh: Series) -> Series:
    """Return fresh readings; where one is missing, and beyond them, the stored ones."""
    if stored is None or stored.starts_at is None or fresh.starts_at is None or stored.ends_at is None:
        return fresh
    energy_kwh, quality = stored.energy_kwh.copy(), stored.quality.copy()
    lead = round((fresh.starts_at - stored.starts_at) / SLOT)
    first, end = max(0, lead), min(len(energy_kwh), lead + len(fresh.energy_kwh))
    if end <= first:
        return stored
    part = slice(first - lead, end - lead)
    is_there = fresh.quality[part] != Quality.MISSING
    energy_kwh[first:end][is_there] = fresh.energy_kwh[part][is_there]
    quality[first:end][is_there] = fresh.quality[part][is_there]
    return replace(stored, energy_kwh=energy_kwh, quality=quality)


def _touches(series: Series, told: Invoiced) -> bool:
    if series.starts_at is None or series.ends_at is None or series.direction != told.direction:
        return False
    return series.starts_at < told.ends_at and series.ends_at > told.starts_at


def _same_readings(
    series: Series, shown: Series, own: Meter | None, among: set[int], company_id: int, timezone: str
) -> list[Beside]:
    """Return the meters for which the same days are stored; three queries at most."""
    blocks = {one.day_index: one for one in sampled_days(series)}
    if not blocks:
        return []
    rows = DayBlock.objects.filter(superseded_at=None, missing_slots=0, day_index__in=blocks, meter__company__in=among)
    rows = rows.exclude(meter=own.pk if own else 0)
    matched: dict[int, int] = defaultdict(int)
    for meter_id, day, total_kwh in rows.values_list("meter_id", "day_index", "total_kwh"):
        matched[meter_id] += abs(total_kwh - blocks[day].total_kwh) <= 1e-9 * abs(total_kwh)
    likely = [meter_id for meter_id, count in matched.items() if count == len(blocks)]
    if not likely:
        return []
    packed = {day: pack(block)[0] for day, block in blocks.items()}
    same: dict[int, int] = defaultdict(int)
    for meter_id, day, energy in rows.filter(meter__in=likely).values_list("meter_id", "day_index", "energy"):
        same[meter_id] += bytes(energy) == packed[day]
    others = Meter.objects.filter(pk__in=[one for one, count in same.items() if count == len(blocks)]).order_by("pk")
    return [_same_meter(shown, other, company_id, timezone) for other in others]


def _same_meter(shown: Series, other: Meter, company_id: int, timezone: str) -> Beside:
    is_other = other.company_id != company_id
    days = _days_alike(shown, other)
    same = SameDays(days, is_other, other.direction, other.name)
    return Beside(tell_same_days(shown, same, timezone=timezone), other.company_id if is_other else None)


def _days_alike(series: Series, other: Meter) -> int:
    """Count the whole UTC days of a series that are stored for a meter with the same energy; one query."""
    assert series.starts_at is not None
    run = load_runs([other], [(series.starts_at, series.ends_at or series.starts_at)]).get(other.pk)
    if run is None:
        return 0
    lead = round((series.starts_at - run[0]) / SLOT)
    firsts = range(-lead % SLOTS_PER_DAY, len(series.energy_kwh) - SLOTS_PER_DAY + 1, SLOTS_PER_DAY)
    inside = (first for first in firsts if first + lead >= 0)
    return sum(
        np.array_equal(series.energy_kwh[first : first + SLOTS_PER_DAY], run[1][first + lead :][:SLOTS_PER_DAY])
        for first in inside
    )


def _same_file(
    sha256: str, facts: Sequence[Mapping[str, object]], others: set[int], but: Import | None
) -> list[Beside]:
    """Return whose import of the same file brought the same; one query."""
    rows = Import.objects.filter(sha256=sha256, undone_at=None, undoes=None, company__in=others)
    rows = rows.exclude(pk=but.pk if but else 0).order_by("pk")
    found = {one.company_id: one for one in rows if is_same_series(facts, one.series)}
    return [Beside(Finding(SAME_ELSEWHERE, Severity.WARNING, SAME_FILE, {}), company_id) for company_id in found]
