"""What was in use before an import, brought back when the import is undone."""

from __future__ import annotations

from datetime import datetime

from energy_synergy.ports import SourceKind
from energy_synergy.web.db.models import DayBlock, Estimate, Import, Meter, MeterSource, TypicalDay
from energy_synergy.web.db.sources import Changes, change_sources
from energy_synergy.web.db.versions import HOLDS_READINGS

MODELS: dict[str, type[TypicalDay] | type[Estimate]] = {
    SourceKind.TYPICAL_DAY.value: TypicalDay,
    SourceKind.ESTIMATE.value: Estimate,
}


def bring_back_sources(undone: Import, *, now: datetime) -> bool:
    """Bring back what was in use before an import where it changed that; tell whether anything changed.

    It stays where a later import of the same kind rests on it, and where something else was chosen since. A meter of
    which nothing is left is not used beside others; where nothing is left of all that is in use, the last that was
    in use and is still there comes back.
    """
    is_changed = False
    for direction in ("consumption", "production"):
        meters = list(Meter.objects.filter(company_id=undone.company_id, direction=direction).order_by("id"))
        used = [meter.source for meter in meters]
        if not _rests_on(meters, undone):
            change_sources(_before(meters, undone), now=now)
        change_sources(_without_empty(meters), now=now)
        is_changed |= used != [meter.source for meter in meters]
    return is_changed


def _rests_on(meters: list[Meter], undone: Import) -> bool:
    """Tell whether a later import gave something of the same kind that is still there."""
    later = {"meter__in": meters, "superseded_at": None, "source_import_id__gt": undone.pk}
    later |= {"source_import__undone_at": None, "source_import__undoes": None}
    if undone.kind in MODELS:
        return MODELS[undone.kind].objects.filter(**later).exists()
    return DayBlock.objects.filter(HOLDS_READINGS, **later).exists()


def _before(meters: list[Meter], undone: Import) -> Changes:
    """Return what the meters of a direction were read from before; nothing where any of them was changed since."""
    if MeterSource.objects.filter(meter__in=meters, recorded_at__gt=undone.recorded_at).exists():
        return []
    before = undone.sources_before
    return [(meter, before[str(meter.pk)]) for meter in meters if str(meter.pk) in before]


def _without_empty(meters: list[Meter]) -> Changes:
    """Return what to use in place of meters of which nothing is left."""
    used = [meter for meter in meters if meter.source]
    empty = [meter for meter in used if not _has(meter, meter.source)]
    if len(empty) < len(used):
        return [(meter, "") for meter in empty]
    if not used:
        return []
    history = list(MeterSource.objects.filter(meter__in=meters).order_by("-recorded_at", "-id"))
    for moment in dict.fromkeys(row.recorded_at for row in history):
        state = {row.meter_id: row.source for row in reversed(history) if row.recorded_at <= moment}
        there = {meter.pk for meter in meters if _has(meter, state.get(meter.pk, ""))}
        if there:
            return [(meter, state[meter.pk] if meter.pk in there else "") for meter in meters]
    return [(meter, "") for meter in used]


def _has(meter: Meter, kind: str) -> bool:
    if kind in MODELS:
        return MODELS[kind].objects.filter(meter=meter, superseded_at=None).exists()
    return kind == SourceKind.READINGS and meter.first_at is not None
