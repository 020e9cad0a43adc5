"""Taking an import back: new versions bring back what was there before it; nothing is removed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q

from energy_synergy.errors import UnknownName, marked
from energy_synergy.metering.blocks import Block, pack
from energy_synergy.ports import SourceKind, Undone, refuse_undo
from energy_synergy.web.db.going_back import bring_back_sources
from energy_synergy.web.db.models import DayBlock, Estimate, Import, TypicalDay
from energy_synergy.web.db.spans import write_spans
from energy_synergy.web.db.versions import batched

EMPTY = pack(Block.empty(0))
COUNTS = Q(source_import__undone_at=None, source_import__undoes=None)


@transaction.atomic
def undo_import(import_id: int, *, now: datetime, recorded_by: str) -> Undone:
    """Take an import back; days that a later import changed stay.

    Raises UndoRefused when it was undone already or is too old, UnknownName when it is not there.
    """
    undone = Import.objects.select_for_update().filter(pk=import_id).first()
    if undone is None:
        raise UnknownName(marked("There is no import {number}."), number=import_id)
    refuse_undo(undone.recorded_at, undone_at=undone.undone_at, is_undo=undone.undoes_id is not None, now=now)
    undone.undone_at, undone.undone_by = now, recorded_by
    undone.save(update_fields=["undone_at", "undone_by"])
    undo = _undo_row(undone, now, recorded_by)
    if undone.kind == SourceKind.READINGS:
        restored, removed, kept = _bring_back_days(undone, undo)
    else:
        model = TypicalDay if undone.kind == SourceKind.TYPICAL_DAY else Estimate
        restored, removed, kept = _bring_back_undated(model, undone, undo)
    is_changed = bring_back_sources(undone, now=now)
    return Undone(int(undo.pk), restored, removed, kept, is_changed)


def _undo_row(undone: Import, now: datetime, recorded_by: str) -> Import:
    return Import.objects.create(
        company_id=undone.company_id,
        kind=undone.kind,
        file_name=undone.file_name,
        recorded_at=now,
        recorded_by=recorded_by,
        undoes=undone,
    )


def _bring_back_days(undone: Import, undo: Import) -> tuple[int, int, int]:
    """Bring back the days before; return how many have readings again, how many have none, and how many stay."""
    brought = DayBlock.objects.filter(source_import=undone)
    current = list(brought.filter(superseded_at=None).order_by("meter_id", "day_index"))
    before = _before(current)
    fresh = [_brought_back(row, before.get((row.meter_id, row.day_index)), undo) for row in current]
    for some in batched(current):
        DayBlock.objects.filter(pk__in=[row.pk for row in some]).update(superseded_at=undo.recorded_at)
    DayBlock.objects.bulk_create(fresh, batch_size=500)
    write_spans({row.meter_id for row in current})
    restored = len(before)
    return restored, len(current) - restored, brought.count() - len(current)


def _before(current: Sequence[DayBlock]) -> Mapping[tuple[int, int], DayBlock]:
    """Return the latest earlier version of each day whose import was not undone."""
    days: dict[int, list[int]] = defaultdict(list)
    versions: dict[tuple[int, int], int] = {}
    for row in current:
        days[row.meter_id].append(row.day_index)
        versions[row.meter_id, row.day_index] = row.version
    found: dict[tuple[int, int], DayBlock] = {}
    for meter_id, its_days in days.items():
        for some in batched(its_days):
            rows = DayBlock.objects.filter(COUNTS, meter_id=meter_id, day_index__in=some).order_by("version")
            for row in rows:
                if row.version < versions[meter_id, row.day_index]:
                    found[meter_id, row.day_index] = row
    return found


def _brought_back(current: DayBlock, before: DayBlock | None, undo: Import) -> DayBlock:
    energy, quality = (before.energy, before.quality) if before else EMPTY
    return DayBlock(
        meter_id=current.meter_id,
        source_import=undo,
        version=current.version + 1,
        recorded_at=undo.recorded_at,
        day_index=current.day_index,
        energy=energy,
        quality=quality,
        total_kwh=before.total_kwh if before else 0.0,
        missing_slots=before.missing_slots if before else len(EMPTY[1]),
    )


def _bring_back_undated(model: type[TypicalDay] | type[Estimate], undone: Import, undo: Import) -> tuple[int, int, int]:
    """Bring back the curves or totals before; where there was none, the meter has none again."""
    brought = model.objects.filter(source_import=undone)
    current = list(brought.filter(superseded_at=None))
    kept = brought.count() - len(current)
    model.objects.filter(pk__in=[row.pk for row in current]).update(superseded_at=undo.recorded_at)
    restored = 0
    for row in current:
        versions = model.objects.filter(meter_id=row.meter_id)
        before = versions.filter(COUNTS, version__lt=row.version).order_by("-version").first()
        if before:
            before.pk, before.source_import, before.recorded_at = None, undo, undo.recorded_at
            before.version = versions.aggregate(last=Max("version"))["last"] + 1
            before.superseded_at = None
            before.save(force_insert=True)
            restored += 1
    return restored, len(current) - restored, kept
