"""Days as versions: one without any reading stands where an undone import left nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from django.db.models import Q

from energy_synergy.units import SLOTS_PER_DAY
from energy_synergy.web.db.models import DayBlock

T = TypeVar("T")
# A statement takes only so many values.
AT_ONCE = 500
HOLDS_READINGS = Q(missing_slots__lt=SLOTS_PER_DAY)


def is_empty(block: DayBlock) -> bool:
    """Tell whether a day has no reading."""
    return block.missing_slots >= SLOTS_PER_DAY


def batched(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield items in runs that fit into one statement."""
    for first in range(0, len(items), AT_ONCE):
        yield items[first : first + AT_ONCE]
