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

    It stays where a later import of the same kind rests on it, and where somebody chose something else since. Where
    nothing is left of what is in use, the last that was in use and is still there comes back.
    """
    is_changed = False
    for direction in ("consumption", "production"):
        meters = list(Meter.objects.filter(company_id=undone.company_id, direction=direction).order_by("id"))
        if meters and not _rests_on(meters, undone):
            is_changed |= bool(change_sources(_before(meters, undone), now=now))
        is_changed |= bool(change_sources(_instead_of_nothing(meters), now=now))
    return is_changed


def _rests_on(meters: list[Meter], undone: Import) -> bool:
    """Tell whether a later import gave something of the same kind that is still there."""
    later = {"meter__in": meters, "superseded_at": None, "source_import_id__gt": undone.pk}
    later |= {"source_import__undone_at": None, "source_import__undoes": None}
    if undone.kind in MODELS:
        return MODELS[undone.kind].objects.filter(**later).exists()
    return DayBlock.objects.filter(HOLDS_READINGS, **later).exists()


def _before(meters: list[Meter], undone: Import) -> Changes:
    """Return what the meters were read from before, as far as the import changed it and nobody has since."""
    rows = MeterSource.objects.filter(meter__in=meters, superseded_at=None, recorded_at=undone.recorded_at)
    still = set(rows.values_list("meter_id", flat=True))
    before = undone.sources_before
    return [(meter, before[str(meter.pk)]) for meter in meters if meter.pk in still and str(meter.pk) in before]


def _instead_of_nothing(meters: list[Meter]) -> Changes:
    """Return what to use where nothing is left of what is in use: the last that is still there, or nothing."""
    used = [meter for meter in meters if meter.source]
    if not used or any(_has(meter, meter.source) for meter in used):
        return []
    history = list(MeterSource.objects.filter(meter__in=meters).order_by("-recorded_at", "-id"))
    for moment in dict.fromkeys(row.recorded_at for row in history):
        state = {row.meter_id: row.source for row in reversed(history) if row.recorded_at <= moment}
        if any(_has(meter, state.get(meter.pk, "")) for meter in meters):
            return [(meter, state.get(meter.pk, "")) for meter in meters]
    return [(meter, "") for meter in used]


def _has(meter: Meter, kind: str) -> bool:
    if kind in MODELS:
        return MODELS[kind].objects.filter(meter=meter, superseded_at=None).exists()
    return kind == SourceKind.READINGS and meter.first_at is not None
