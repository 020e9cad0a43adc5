"""What a store in memory keeps of one company: every version of everything, in the order it came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from energy_synergy.metering.series import Direction, Series
from energy_synergy.ports import AnnualTotal, NewMember, SourceKind

T = TypeVar("T")
Slots = dict[int, tuple[float, int]]


@dataclass(frozen=True)
class Version(Generic[T]):
    """Something known from an instant on, and the import that brought it (0 for a choice by hand); None is nothing."""

    recorded_at: datetime
    import_id: int
    value: T | None


def known(versions: Sequence[Version[T]], as_of: datetime | None = None) -> T | None:
    """Return what was known at an instant, or is known now."""
    there = [one for one in versions if as_of is None or one.recorded_at <= as_of]
    return there[-1].value if there else None


@dataclass
class StoredMeter:
    """One meter: its days (slot number -> kWh and quality), curves, annual totals and the sources in use."""

    days: dict[int, list[Version[Slots]]] = field(default_factory=dict)
    curves: list[Version[Series]] = field(default_factory=list)
    totals: list[Version[AnnualTotal]] = field(default_factory=list)
    sources: list[Version[SourceKind]] = field(default_factory=list)

    def of_kind(self, kind: SourceKind) -> Iterator[list[Version[Any]]]:
        """Yield the versions of each thing of a kind."""
        if kind is SourceKind.READINGS:
            yield from self.days.values()
        else:
            yield self.curves if kind is SourceKind.TYPICAL_DAY else self.totals

    def has(self, kind: SourceKind | None) -> bool:
        """Tell whether anything of a kind is known now."""
        return kind is not None and any(known(versions) for versions in self.of_kind(kind))

    def slots(self, as_of: datetime | None) -> Slots:
        """Return every slot known at an instant."""
        return {number: value for day in self.days.values() for number, value in (known(day, as_of) or {}).items()}


@dataclass
class StoredImport:
    """What is kept of an import beside its values."""

    id: int
    kind: SourceKind
    recorded_at: datetime
    undoes: int | None = None
    undone_at: datetime | None = None


@dataclass
class StoredCompany:
    """A company with its meters by direction and name, and its imports by number."""

    id: int
    member: NewMember
    meters: dict[tuple[Direction, str], StoredMeter] = field(default_factory=dict)
    imports: dict[int, StoredImport] = field(default_factory=dict)

    def meter(self, direction: Direction, name: str) -> StoredMeter:
        """Return a meter, made when it is not there."""
        return self.meters.setdefault((direction, name), StoredMeter())

    def of_direction(self, direction: Direction) -> dict[str, StoredMeter]:
        """Return the meters of a direction by name."""
        return {name: meter for (way, name), meter in self.meters.items() if way == direction}

    def use(self, direction: Direction, names: Iterable[str], kind: SourceKind, *, now: datetime, by: int) -> None:
        """Let the named meters give the energy of a direction; an unnamed meter and named ones never add up."""
        chosen = set(names)
        for name, meter in self.of_direction(direction).items():
            if name in chosen:
                change_source(meter, kind, now, by)
            elif (name == "") != ("" in chosen) or known(meter.sources) is not kind:
                change_source(meter, None, now, by)


def change_source(meter: StoredMeter, kind: SourceKind | None, now: datetime, by: int) -> None:
    """Note what a meter's energy is read from, where that is new."""
    if known(meter.sources) is not kind:
        meter.sources.append(Version(now, by, kind))


class Undoing:
    """One import taken back: the versions before it come again, and what was in use with them."""

    def __init__(self, company: StoredCompany, undone: StoredImport, undo: StoredImport) -> None:
        self.company, self.undone, self.undo = company, undone, undo
        self.restored = self.removed = self.kept = 0

    def bring_back(self) -> None:
        """Bring back what was there before, unless it was changed since."""
        for meter in self.company.meters.values():
            for versions in meter.of_kind(self.undone.kind):
                self._bring_back(versions)

    def _bring_back(self, versions: list[Version[Any]]) -> None:
        wrote = [place for place, one in enumerate(versions) if one.import_id == self.undone.id]
        if not wrote:
            return
        if versions[-1].import_id != self.undone.id:
            self.kept += 1
            return
        before = next((one.value for one in reversed(versions[: wrote[0]]) if self._counts(one.import_id)), None)
        versions.append(Version(self.undo.recorded_at, self.undo.id, before))
        self.restored += before is not None
        self.removed += before is None

    def _counts(self, import_id: int) -> bool:
        stored = self.company.imports[import_id]
        return stored.undone_at is None and stored.undoes is None

    def bring_back_sources(self) -> bool:
        """Bring back what was in use before, where this import changed it; tell whether anything changed."""
        before = [known(meter.sources) for meter in self.company.meters.values()]
        for direction in {way for way, _ in self.company.meters}:
            meters = self.company.of_direction(direction)
            if not any(self._rests_on(meter) for meter in meters.values()):
                self._bring_back_source(meters)
            self._drop_empty(meters)
        return before != [known(meter.sources) for meter in self.company.meters.values()]

    def _rests_on(self, meter: StoredMeter) -> bool:
        """Tell whether a later import gave something of the same kind that is still there."""
        return any(
            versions[-1].import_id > self.undone.id and versions[-1].value and self._counts(versions[-1].import_id)
            for versions in meter.of_kind(self.undone.kind)
            if versions
        )

    def _bring_back_source(self, meters: dict[str, StoredMeter]) -> None:
        """Bring back what a direction was read from; not where any of its meters was changed since."""
        changes = [one for meter in meters.values() for one in meter.sources]
        if any(one.recorded_at > self.undone.recorded_at for one in changes):
            return
        for meter in meters.values():
            if meter.sources and meter.sources[-1].import_id == self.undone.id:
                self._change(meter, meter.sources[-2].value if len(meter.sources) > 1 else None)

    def _drop_empty(self, meters: dict[str, StoredMeter]) -> None:
        """Leave out what nothing is left of; where that is all, go back to the last that is still there."""
        used = [meter for meter in meters.values() if known(meter.sources)]
        empty = [meter for meter in used if not meter.has(known(meter.sources))]
        state = self._last_state(meters) if used and len(empty) == len(used) else None
        for name, meter in meters.items():
            if state is not None:
                self._change(meter, state.get(name))
            elif meter in empty:
                self._change(meter, None)

    def _last_state(self, meters: dict[str, StoredMeter]) -> dict[str, SourceKind]:
        """Return the last state of a direction of which anything is still there, without what is not."""
        moments = sorted({one.recorded_at for meter in meters.values() for one in meter.sources}, reverse=True)
        for moment in moments:
            there = {
                name: kind
                for name, meter in meters.items()
                if (kind := known(meter.sources, moment)) and meter.has(kind)
            }
            if there:
                return there
        return {}

    def _change(self, meter: StoredMeter, kind: SourceKind | None) -> None:
        change_source(meter, kind, self.undo.recorded_at, self.undo.id)


def as_undone(stored: StoredImport, now: datetime) -> StoredImport:
    """Return an import marked as undone."""
    return replace(stored, undone_at=now)
