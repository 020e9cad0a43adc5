"""Reading truth: one group with the sources in use, its blobs by one query and one read of all bytes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np

from energy_synergy.community import group as kernel
from energy_synergy.errors import UnknownName, marked
from energy_synergy.metering.blocks import from_blocks, unpack_many
from energy_synergy.metering.series import Energies, Qualities, Series
from energy_synergy.profiles.expand import Estimate as ProfileEstimate
from energy_synergy.registry import option
from energy_synergy.units import SLOT, SLOTS_PER_DAY
from energy_synergy.web.db.models import DayBlock, Estimate, Group, Membership, Meter, SourceKind, TypicalDay

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
ROWS_AT_ONCE = 500
Sources = dict[int, list[Series]]


def load_group(slug: str, starts_at: datetime | None = None, ends_at: datetime | None = None) -> kernel.Group:
    """Return a group with the sources in use; of dated readings only the UTC days that touch the period.

    Raises UnknownName for a slug that is not there.
    """
    group = Group.objects.filter(slug=slug).first()
    if group is None:
        raise UnknownName(marked("There is no group {slug}."), slug=slug)
    return load_group_of(group, starts_at, ends_at)


def load_group_of(group: Group, starts_at: datetime | None = None, ends_at: datetime | None = None) -> kernel.Group:
    """Return a group that was found already; at most five queries, however many members there are."""
    memberships = list(Membership.objects.filter(group=group).select_related("company").order_by("id"))
    meters = list(
        Meter.objects.filter(company__memberships__group=group)
        .exclude(source="")
        .order_by("company_id", "direction", "name")
    )
    names = {membership.company_id: membership.company.name for membership in memberships}
    labels = {meter.pk: meter.name or names[meter.company_id] for meter in meters}
    series = _load_series(meters, labels, starts_at, ends_at)
    estimates = _load_estimates(meters, labels)
    return kernel.Group(
        group.name, group.timezone, tuple(_member(membership, series, estimates) for membership in memberships)
    )


def _member(
    membership: Membership, series: Mapping[int, list[Series]], estimates: Mapping[int, list[ProfileEstimate]]
) -> kernel.Member:
    return kernel.Member(
        name=membership.company.name,
        series=tuple(series.get(membership.company_id, ())),
        estimates=tuple(estimates.get(membership.company_id, ())),
        sector=membership.company.sector,
        active_from=membership.active_from,
        active_to=membership.active_to,
    )


def _load_series(
    meters: list[Meter], labels: Mapping[int, str], starts_at: datetime | None, ends_at: datetime | None
) -> Sources:
    dated = [meter for meter in meters if meter.source == SourceKind.READINGS]
    undated = [meter for meter in meters if meter.source == SourceKind.TYPICAL_DAY]
    found: Sources = defaultdict(list)
    runs = _load_runs(dated, starts_at, ends_at)
    for meter in dated:
        # Readings in use of which none lies in the period are missing there, not absent.
        nothing = (_day_of(starts_at or ends_at or EPOCH), np.empty(0), np.empty(0, dtype=np.uint8))
        start, energy_kwh, quality = runs.get(meter.pk, nothing)
        found[meter.company_id].append(
            Series(labels[meter.pk], meter.direction, start, SLOT, energy_kwh, quality)  # type: ignore[arg-type]
        )
    curves = TypicalDay.objects.filter(meter__in=undated, superseded_at=None).values_list(
        "meter_id", "energy", "quality"
    )
    by_id = {meter.pk: meter for meter in undated}
    for meter_id, packed_energy, packed_quality in curves:
        meter = by_id[meter_id]
        energies, qualities = unpack_many([bytes(packed_energy)], [bytes(packed_quality)])
        found[meter.company_id].append(
            Series(labels[meter_id], meter.direction, None, SLOT, energies[0], qualities[0])  # type: ignore[arg-type]
        )
    return found


def _day_of(moment: datetime) -> datetime:
    return EPOCH + (moment - EPOCH) // DAY * DAY


def _load_runs(
    meters: list[Meter], starts_at: datetime | None, ends_at: datetime | None
) -> dict[int, tuple[datetime, Energies, Qualities]]:
    """Return for each meter with days in the period: the first instant, the slots (N,) and their quality (N,)."""
    rows = DayBlock.objects.filter(meter__in=meters, superseded_at=None)
    if starts_at is not None:
        rows = rows.filter(day_index__gte=(starts_at - EPOCH) // DAY)
    if ends_at is not None:
        rows = rows.filter(day_index__lt=-((EPOCH - ends_at) // DAY))
    meter_ids, days, packed_energies, packed_qualities = [], [], [], []
    columns = rows.order_by("meter_id", "day_index").values_list("meter_id", "day_index", "energy", "quality")
    # Read in runs: a list of all rows at once would set off the garbage collector.
    for meter_id, day_index, energy, quality in columns.iterator(chunk_size=ROWS_AT_ONCE):
        meter_ids.append(meter_id)
        days.append(day_index)
        packed_energies.append(energy)
        packed_qualities.append(quality)
    if not days:
        return {}
    energies, qualities = unpack_many(packed_energies, packed_qualities)
    firsts = np.flatnonzero(np.diff(meter_ids, prepend=meter_ids[0] - 1)).tolist()
    return {
        meter_ids[first]: (
            EPOCH + days[first] * DAY,
            *_laid_out(days[first:end], energies[first:end], qualities[first:end]),
        )
        for first, end in pairwise([*firsts, len(days)])
    }


def _laid_out(days: Sequence[int], energies: Energies, qualities: Qualities) -> tuple[Energies, Qualities]:
    """Return days (D, 96) as one run of slots; only where days are missing between them is anything copied."""
    span = days[-1] - days[0] + 1
    if span == len(days):
        return energies.reshape(-1), qualities.reshape(-1)
    return from_blocks(days, energies, qualities, first_index=days[0] * SLOTS_PER_DAY, slots=span * SLOTS_PER_DAY)


def _load_estimates(meters: list[Meter], labels: Mapping[int, str]) -> dict[int, list[ProfileEstimate]]:
    used = {meter.pk: meter for meter in meters if meter.source == SourceKind.ESTIMATE}
    found: dict[int, list[ProfileEstimate]] = defaultdict(list)
    for row in Estimate.objects.filter(meter__in=list(used.values()), superseded_at=None).order_by("meter_id"):
        meter = used[row.meter_id]
        profile = option("profiles", row.profile, **row.fields)
        found[meter.company_id].append(
            ProfileEstimate(labels[meter.pk], meter.direction, profile, row.annual_kwh)  # type: ignore[arg-type]
        )
    return found
