"""What an import would replace, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from energy_synergy.metering.blocks import to_blocks
from energy_synergy.metering.series import Direction, Energies, Qualities, Quality, Series
from energy_synergy.ports import Dataset, GroupStore, SourceKind
from energy_synergy.units import SLOT_SECONDS, SLOTS_PER_DAY

EXAMPLES = 8


@dataclass(frozen=True, slots=True)
class ReplacedValue:
    """One stored value that another would replace [kWh]."""

    meter: str
    direction: Direction
    starts_at: datetime
    old_kwh: float
    new_kwh: float


@dataclass(frozen=True, slots=True)
class SourceChange:
    """A direction whose energy would be read from something else; `before` is None where nothing was in use.

    `dropped` are the meters that would no longer be used: the unnamed one and named ones never add up.
    """

    direction: Direction
    before: SourceKind | None
    after: SourceKind
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Replacement:
    """What a dataset does to what is stored.

    Days are UTC days of a meter, as they are stored; slots are quarter-hours that the dataset has a value for:
    `added` where nothing is stored, `equal` where the same value is, `replaced` where another is.
    """

    days_added: int = 0
    days_replaced: int = 0
    days_unchanged: int = 0
    slots_added: int = 0
    slots_equal: int = 0
    slots_replaced: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    examples: tuple[ReplacedValue, ...] = ()
    sources: tuple[SourceChange, ...] = ()


def compute_replacement(dataset: Dataset, *, store: GroupStore, company_id: int) -> Replacement:
    """Return what saving a dataset for a company would add and replace."""
    changes = tuple(_source_changes(dataset, store, company_id))
    if dataset.kind is not SourceKind.READINGS:
        return Replacement(sources=changes)
    parts = [_compared(series, store, company_id) for series in dataset.series]
    firsts = [part.first_at for part in parts if part.first_at]
    lasts = [part.last_at for part in parts if part.last_at]
    return Replacement(
        days_added=sum(part.days_added for part in parts),
        days_replaced=sum(part.days_replaced for part in parts),
        days_unchanged=sum(part.days_unchanged for part in parts),
        slots_added=sum(part.slots_added for part in parts),
        slots_equal=sum(part.slots_equal for part in parts),
        slots_replaced=sum(part.slots_replaced for part in parts),
        first_at=min(firsts, default=None),
        last_at=max(lasts, default=None),
        examples=tuple(example for part in parts for example in part.examples)[:EXAMPLES],
        sources=changes,
    )


def _source_changes(dataset: Dataset, store: GroupStore, company_id: int) -> Iterable[SourceChange]:
    for direction in dict.fromkeys(series.direction for series in dataset.series):
        used = store.sources_in_use(company_id, direction)
        names = {series.meter for series in dataset.series if series.direction == direction}
        dropped = tuple(
            name
            for name, kind in sorted(used.items())
            if name not in names and ((name == "") != ("" in names) or kind is not dataset.kind)
        )
        before = next(iter(used.values()), None)
        if before is not dataset.kind or dropped:
            yield SourceChange(direction, before, dataset.kind, dropped)


def _compared(series: Series, store: GroupStore, company_id: int) -> Replacement:
    """Compare one series on the grid with what is stored for its meter, on the whole UTC days that it touches."""
    assert series.starts_at is not None
    blocks = to_blocks(int(series.starts_at.timestamp()) // SLOT_SECONDS, series.energy_kwh, series.quality)
    if not blocks:
        return Replacement()
    first = blocks[0].day_index * SLOTS_PER_DAY
    new_kwh = np.concatenate([block.energy_kwh for block in blocks])
    quality = np.concatenate([block.quality for block in blocks])
    old_kwh, old_quality = _stored(series, store, company_id, first, len(new_kwh))
    is_new, was_there = quality != Quality.MISSING, old_quality != Quality.MISSING
    is_same = is_new & was_there & (old_kwh == new_kwh) & (old_quality == quality)
    is_replaced = is_new & was_there & ~is_same
    changes_day = (is_new & ~is_same).reshape(-1, SLOTS_PER_DAY).any(axis=1)
    knows_day = was_there.reshape(-1, SLOTS_PER_DAY).any(axis=1)
    touched = np.flatnonzero(is_replaced)
    places = np.flatnonzero(is_replaced & (old_kwh != new_kwh))[:EXAMPLES].tolist()
    return Replacement(
        days_added=int((changes_day & ~knows_day).sum()),
        days_replaced=int((changes_day & knows_day).sum()),
        days_unchanged=int((~changes_day).sum()),
        slots_added=int((is_new & ~was_there).sum()),
        slots_equal=int(is_same.sum()),
        slots_replaced=len(touched),
        first_at=_moment(first + int(touched[0])) if len(touched) else None,
        last_at=_moment(first + int(touched[-1])) if len(touched) else None,
        examples=tuple(
            ReplacedValue(
                series.meter, series.direction, _moment(first + place), float(old_kwh[place]), float(new_kwh[place])
            )
            for place in places
        ),
    )


def _stored(series: Series, store: GroupStore, company_id: int, first: int, slots: int) -> tuple[Energies, Qualities]:
    """Return what is stored for the meter of a series in some slots, (N,) and (N,)."""
    energy_kwh = np.full(slots, np.nan)
    quality = np.full(slots, Quality.MISSING, dtype=np.uint8)
    known = store.load_readings(company_id, series.direction, series.meter, _moment(first), _moment(first + slots))
    if known is not None and known.starts_at is not None:
        lead = int(known.starts_at.timestamp()) // SLOT_SECONDS - first
        energy_kwh[lead : lead + len(known.energy_kwh)] = known.energy_kwh
        quality[lead : lead + len(known.energy_kwh)] = known.quality
    return energy_kwh, quality


def _moment(slot: int) -> datetime:
    return datetime.fromtimestamp(slot * SLOT_SECONDS, UTC)
