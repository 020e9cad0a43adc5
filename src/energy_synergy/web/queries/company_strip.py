"""What a company's readings rest on, day by day or hour by hour, and the last import that brought some."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Literal

import numpy as np
import numpy.typing as npt

from energy_synergy.metering.series import Quality
from energy_synergy.web.db.models import Import, Membership
from energy_synergy.web.queries.buckets import MINUTES, Buckets, calendar_buckets, typical_buckets
from energy_synergy.web.queries.group_window import GroupWindow
from energy_synergy.web.queries.overview_records import PeriodKind, Step
from energy_synergy.web.templatetags.es_dates import day

KINDS = (Quality.MEASURED, Quality.ESTIMATED, Quality.SUBSTITUTED, Quality.MISSING)
STEPS: Mapping[PeriodKind, Step] = {"day": "hour", "typical": "hour"}
Mark = Literal["measured", "estimated", "substituted", "missing"]
# What a bucket is marked as: the first of these that it holds, whatever else it holds.
MARKS: tuple[tuple[int, Mark], ...] = ((3, "missing"), (1, "estimated"), (2, "substituted"))


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring buckets with one mark, as fractions of the strip's length."""

    mark: Mark
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class LastImport:
    """The last import of a company that was not undone; `kind` is what it brought."""

    id: int
    kind: str
    file_name: str
    rows: int
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Sharing:
    """How far the other members see a company, and since when it has agreed to be worked out from totals."""

    visibility: str
    agreed_at: datetime | None


def load_last_import(company_id: int) -> LastImport | None:
    """Return the last import of a company, None where nothing came in yet; one query."""
    rows = Import.objects.filter(company=company_id, undone_at=None, undoes=None).order_by("-recorded_at", "-id")
    last = rows.first()
    if last is None:
        return None
    return LastImport(last.pk, last.kind, last.file_name, last.rows, last.recorded_at, last.recorded_by)


def sharing_of(bond: Membership) -> Sharing:
    """Return how far a company is seen."""
    return Sharing(bond.visibility, bond.agreed_at)


def strip_runs(alone: GroupWindow) -> tuple[Run, ...]:
    """Return the strip of a company as runs of one mark; nothing without any source."""
    if not alone.has_source:
        return ()
    _buckets, shares = completeness_shares(alone)
    marks = [_mark(parts) for parts in shares.tolist()]
    found, start = [], 0
    for mark, run in groupby(marks):
        size = len(list(run))
        found.append(Run(mark, start / len(marks), size / len(marks)))
        start += size
    return tuple(found)


def _mark(parts: list[float]) -> Mark:
    return next((mark for place, mark in MARKS if parts[place] > 0), "measured")


def completeness_shares(alone: GroupWindow) -> tuple[Buckets, npt.NDArray[np.float64]]:
    """Return fractions of measured, estimated, substituted and missing values by bucket, (B, 4)."""
    kind = alone.choice.period.kind
    step = STEPS.get(kind, "day")
    buckets = typical_buckets(step) if alone.timeline is None else calendar_buckets(alone.timeline, kind, step)
    sides = (
        (alone.readings.consumption_quality, alone.has_consumption[0]),
        (alone.readings.production_quality, alone.has_production[0]),
    )
    columns = [quality[:, 0] for quality, has_source in sides if has_source]
    if not columns:
        return buckets, np.zeros((len(buckets.firsts), len(KINDS)))
    codes = np.stack(columns)
    counts = [np.add.reduceat((codes == kind).sum(axis=0), buckets.firsts) for kind in KINDS]
    shares: npt.NDArray[np.float64] = np.stack(counts, axis=1) / (buckets.sizes * len(columns))[:, None]
    return buckets, shares


def strip_labels(buckets: Buckets) -> list[str]:
    """Return when each bucket of the strip begins."""
    if buckets.step_minutes >= MINUTES["day"]:
        return [day(date.fromisoformat(label[:10])) for label in buckets.labels]
    return [label[-5:] for label in buckets.labels]
