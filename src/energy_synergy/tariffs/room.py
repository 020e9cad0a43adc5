"""Room for a tariff among those that a member has already, so that one holds at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from energy_synergy.tariffs.tariff import Tariff


def room_for(new: Tariff, held: Sequence[Tariff]) -> dict[int, tuple[Tariff, ...]]:
    """Return what is left of the tariffs that hold at the same time as a new one, by their place: none, one or two.

    A tariff that began earlier ends where the new one begins; one that ends later begins again where the new one ends.
    """
    return {place: _left(one, new) for place, one in enumerate(held) if overlaps(one, new)}


def overlaps(first: Tariff, second: Tariff) -> bool:
    """Tell whether two tariffs hold on the same day."""
    return _from(first) < _to(second) and _from(second) < _to(first)


def holds_on(tariff: Tariff, day: date) -> bool:
    """Tell whether a tariff holds on a local day."""
    return _from(tariff) <= day < _to(tariff)


def _left(old: Tariff, new: Tariff) -> tuple[Tariff, ...]:
    before = old.model_copy(update={"active_to": new.active_from}) if _from(old) < _from(new) else None
    after = old.model_copy(update={"active_from": new.active_to}) if _to(new) < _to(old) else None
    return tuple(one for one in (before, after) if one is not None)


def _from(tariff: Tariff) -> date:
    return tariff.active_from or date.min


def _to(tariff: Tariff) -> date:
    return tariff.active_to or date.max
