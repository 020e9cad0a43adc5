"""What the energy of a company is read from, and since when: a newer choice supersedes the one before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Q

from energy_synergy.ports import SourceKind
from energy_synergy.web.db.models import Meter, MeterSource

Changes = list[tuple[Meter, str]]


def known_at(as_of: datetime | None, prefix: str = "") -> Q:
    """Tell which versions count: the current ones, or those that were known at an instant, it included."""
    is_current = Q(**{f"{prefix}superseded_at": None})
    if as_of is None:
        return is_current
    return Q(**{f"{prefix}recorded_at__lte": as_of}) & (is_current | Q(**{f"{prefix}superseded_at__gt": as_of}))


def use_meters(
    company_id: int,
    direction: str,
    names: Iterable[str],
    kind: SourceKind,
    *,
    now: datetime,
    meters: Iterable[Meter] | None = None,
) -> dict[str, str]:
    """Let the named meters give the energy of a direction; an unnamed meter and named ones never add up.

    `meters` are all of that direction, where they are at hand. Returns what the meters that this changed were read from
    before, by their number.
    """
    chosen = set(names)
    changes: Changes = []
    if meters is None:
        meters = Meter.objects.filter(company_id=company_id, direction=direction).order_by("id")
    for meter in meters:
        if meter.name in chosen:
            changes.append((meter, kind.value))
        elif (meter.name == "") != ("" in chosen) or meter.source != kind:
            changes.append((meter, ""))
    return change_sources(changes, now=now)


def change_sources(changes: Changes, *, now: datetime) -> dict[str, str]:
    """Write what meters are read from, where it is new, and return what they were read from before by their number."""
    fresh = [(meter, source) for meter, source in changes if meter.source != source]
    if not fresh:
        return {}
    before = {str(meter.pk): meter.source for meter, _ in fresh}
    meters = [meter for meter, _ in fresh]
    MeterSource.objects.filter(meter__in=meters, superseded_at=None).update(superseded_at=now)
    MeterSource.objects.bulk_create(MeterSource(meter=meter, source=source, recorded_at=now) for meter, source in fresh)
    for meter, source in fresh:
        meter.source = source
    Meter.objects.bulk_update(meters, ["source"])
    return before


def sources_in_use(company_id: int, direction: str) -> dict[str, SourceKind]:
    """Return what the meters of a company in one direction are read from, by name; only those in use."""
    used = Meter.objects.filter(company_id=company_id, direction=direction).exclude(source="")
    return {name: SourceKind(source) for name, source in used.order_by("name").values_list("name", "source")}


def load_sources(group_id: int, as_of: datetime) -> Mapping[int, str]:
    """Return what was in use at an instant in a group by the number of the meter."""
    rows = MeterSource.objects.filter(known_at(as_of), meter__company__memberships__group=group_id).exclude(source="")
    return dict(rows.values_list("meter_id", "source"))
