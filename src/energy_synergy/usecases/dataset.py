"""From series as a file gives them to a dataset as a store keeps it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.formats.parsing.meaning import stem
from energy_synergy.metering.resample import to_slots
from energy_synergy.metering.series import Direction, Quality, Series
from energy_synergy.ports import Dataset, SourceKind
from energy_synergy.units import SLOT, SLOT_SECONDS, SLOTS_PER_DAY


def compute_dataset(series: Iterable[Series]) -> Dataset:
    """Return series as a store keeps them: one per meter and direction, on the grid or as one day of 96 values.

    Pieces of one meter become one series with NaN between them. A direction with one meter has it unnamed.

    Raises InvalidValue for a file that mixes dated and undated series, for undated ones that do not have 96 values,
    and for no series at all.
    """
    pieces: dict[tuple[Direction, str], list[Series]] = defaultdict(list)
    for one in series:
        pieces[one.direction, one.meter].append(one)
    if not pieces:
        raise InvalidValue(marked("There is nothing to save: no series was found."))
    if len({one.is_dated for group in pieces.values() for one in group}) > 1:
        raise InvalidValue(marked("Dated readings and curves of a typical day cannot come together. Split them."))
    names = _meter_names(pieces)
    joined = tuple(replace(_joined(group), meter=names[key]) for key, group in pieces.items())
    return Dataset(SourceKind.READINGS if joined[0].is_dated else SourceKind.TYPICAL_DAY, joined)


def own_id(meter: str, file_name: str) -> str:
    """Return what a file itself calls a meter; empty where it is called after the name of the file, or not at all."""
    return "" if meter in (stem(file_name), marked("unnamed")) else meter.strip()


def ids_of(series: Iterable[Series], file_name: str) -> Mapping[Direction, str]:
    """Return what a file calls the only meter of a direction, by direction; only where it names one."""
    found: dict[Direction, set[str]] = defaultdict(set)
    for one in series:
        found[one.direction].add(own_id(one.meter, file_name))
    return {direction: name for direction, (name, *others) in found.items() if name and not others}


def _meter_names(keys: Iterable[tuple[Direction, str]]) -> dict[tuple[Direction, str], str]:
    known = list(keys)
    meters = defaultdict(list)
    for direction, name in known:
        meters[direction].append(name)
    return {
        (direction, name): "" if len(meters[direction]) == 1 else name or marked("unnamed") for direction, name in known
    }


def _joined(pieces: list[Series]) -> Series:
    """Return the pieces of one meter as one series; of two values for a slot the later piece's counts."""
    if not pieces[0].is_dated:
        return _only_day(pieces)
    slotted = [to_slots(piece) for piece in pieces]
    first = min(one.first_index for one in slotted)
    end = max(one.first_index + len(one.energy_kwh) for one in slotted)
    energy_kwh = np.full(end - first, np.nan)
    quality = np.full(end - first, Quality.MISSING, dtype=np.uint8)
    for one in slotted:
        is_there = one.quality != Quality.MISSING
        part = slice(one.first_index - first, one.first_index - first + len(one.energy_kwh))
        energy_kwh[part] = np.where(is_there, one.energy_kwh, energy_kwh[part])
        quality[part] = np.where(is_there, one.quality, quality[part])
    starts_at = datetime.fromtimestamp(first * SLOT_SECONDS, UTC)
    return replace(pieces[0], starts_at=starts_at, step=SLOT, energy_kwh=energy_kwh, quality=quality)


def _only_day(pieces: list[Series]) -> Series:
    day = pieces[0]
    if len(pieces) > 1 or len(day.energy_kwh) != SLOTS_PER_DAY or day.step != SLOT:
        raise InvalidValue(
            marked("A typical day has {expected} values, one for each quarter of an hour, not {found}."),
            expected=SLOTS_PER_DAY,
            found=sum(len(piece.energy_kwh) for piece in pieces),
        )
    return day
