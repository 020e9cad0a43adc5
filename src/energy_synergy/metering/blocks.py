"""Day blocks: the 96 slots of one meter and one UTC day, as they are kept in a store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.metering.series import Energies, Qualities, Quality
from energy_synergy.units import SLOTS_PER_DAY

ENERGY_DTYPE = np.dtype("<f8")
QUALITY_DTYPE = np.dtype("u1")


@dataclass(frozen=True, slots=True)
class Block:
    """One UTC day of one meter.

    `day_index` counts days from 1970-01-01 in UTC; `energy_kwh` (96,) is NaN where missing; `quality` (96,) holds
    Quality codes; `total_kwh` sums what is there and `missing_slots` counts what is not.
    """

    day_index: int
    energy_kwh: Energies
    quality: Qualities
    total_kwh: float
    missing_slots: int

    @classmethod
    def empty(cls, day_index: int) -> Block:
        """Return a day without any reading."""
        energy_kwh = np.full(SLOTS_PER_DAY, np.nan)
        quality = np.full(SLOTS_PER_DAY, Quality.MISSING, dtype=np.uint8)
        return cls(day_index, energy_kwh, quality, 0.0, SLOTS_PER_DAY)


def to_blocks(first_index: int, energy_kwh: Energies, quality: Qualities) -> list[Block]:
    """Cut slots (N,) into the UTC days they touch, in order; slots outside the readings are missing.

    `first_index` counts slots from the Unix epoch.
    """
    if not len(energy_kwh):
        return []
    first_day, lead = divmod(first_index, SLOTS_PER_DAY)
    tail = -(lead + len(energy_kwh)) % SLOTS_PER_DAY
    energies = np.pad(energy_kwh, (lead, tail), constant_values=np.nan).reshape(-1, SLOTS_PER_DAY)
    qualities = np.pad(quality, (lead, tail), constant_values=Quality.MISSING).reshape(-1, SLOTS_PER_DAY)
    totals = np.nansum(energies, axis=1)
    missing = np.isnan(energies).sum(axis=1)
    return [
        Block(first_day + day, energies[day], qualities[day], float(totals[day]), int(missing[day]))
        for day in range(len(energies))
    ]


def pack(block: Block) -> tuple[bytes, bytes]:
    """Return the energies as 768 bytes of little-endian float64 and the qualities as 96 bytes."""
    return block.energy_kwh.astype(ENERGY_DTYPE).tobytes(), block.quality.astype(QUALITY_DTYPE).tobytes()


def unpack_many(
    energies: Sequence[bytes | memoryview], qualities: Sequence[bytes | memoryview]
) -> tuple[Energies, Qualities]:
    """Return packed blocks as two arrays (D, 96), by one read of all bytes.

    Raises InvalidValue when the bytes are not whole days.
    """
    energy_bytes, quality_bytes = b"".join(energies), b"".join(qualities)
    size = len(energies) * SLOTS_PER_DAY
    if len(energy_bytes) != size * ENERGY_DTYPE.itemsize or len(quality_bytes) != size:
        raise InvalidValue(
            marked("Stored readings are damaged: {days} days do not fill their bytes."), days=len(energies)
        )
    energy = np.frombuffer(energy_bytes, ENERGY_DTYPE).reshape(-1, SLOTS_PER_DAY)
    return energy, np.frombuffer(quality_bytes, QUALITY_DTYPE).reshape(-1, SLOTS_PER_DAY)


def from_blocks(
    day_indices: npt.ArrayLike, energies: Energies, qualities: Qualities, *, first_index: int, slots: int
) -> tuple[Energies, Qualities]:
    """Lay days (D,), (D, 96) out over `slots` slots from `first_index`; where no day lies, the slots are missing.

    A day that comes twice counts with its last row.
    """
    first_day = first_index // SLOTS_PER_DAY
    day_count = max(0, -(-(first_index + slots) // SLOTS_PER_DAY) - first_day)
    energy = np.full((day_count, SLOTS_PER_DAY), np.nan)
    quality = np.full((day_count, SLOTS_PER_DAY), Quality.MISSING, dtype=np.uint8)
    rows = np.asarray(day_indices, dtype=np.int64) - first_day
    is_inside = (rows >= 0) & (rows < day_count)
    energy[rows[is_inside]] = energies[is_inside]
    quality[rows[is_inside]] = qualities[is_inside]
    lead = first_index - first_day * SLOTS_PER_DAY
    return energy.reshape(-1)[lead : lead + slots], quality.reshape(-1)[lead : lead + slots]
