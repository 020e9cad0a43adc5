"""Whose surplus goes first, told by when the plants were commissioned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date


def oldest_first(commissioned_on: Sequence[date | None]) -> tuple[int, ...]:
    """Return `giving_ranks` by the dates on which the members' plants were commissioned, the oldest first.

    Plants of one day share a rank. A member without a date gives last. Italy attributes shared energy to plants in
    this order (GSE, calculation of the shared energy).
    """
    days = sorted({day for day in commissioned_on if day is not None})
    return tuple(len(days) + 1 if day is None else days.index(day) + 1 for day in commissioned_on)
