"""From when to when a meter has readings: it follows from its days and is written with them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import numpy as np
from django.db.models import Max, Min

from energy_synergy.units import SLOT
from energy_synergy.web.db.models import DayBlock, Meter
from energy_synergy.web.db.versions import HOLDS_READINGS

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def write_spans(meter_ids: Iterable[int]) -> None:
    """Work out anew from when to when some meters have readings."""
    for meter in Meter.objects.filter(pk__in=list(meter_ids)):
        rows = DayBlock.objects.filter(HOLDS_READINGS, meter=meter, superseded_at=None)
        ends = rows.aggregate(first=Min("day_index"), last=Max("day_index"))
        meter.first_at = meter.last_at = None
        if ends["first"] is not None:
            first, last = (_slots_there(rows.get(day_index=ends[end])) for end in ("first", "last"))
            meter.first_at = EPOCH + ends["first"] * DAY + first[0] * SLOT
            meter.last_at = EPOCH + ends["last"] * DAY + (last[-1] + 1) * SLOT
        meter.save(update_fields=["first_at", "last_at"])


def _slots_there(row: DayBlock) -> list[int]:
    there: list[int] = np.flatnonzero(np.frombuffer(row.quality, "u1")).tolist()
    return there
