"""Reading truth: one group with the sources in use, its blobs by one query and one read of all bytes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import Any

import numpy as np
from django.db.models import F, FilteredRelation, Q, QuerySet

from energy_synergy.community import group as kernel
from energy_synergy.community.gaps.base import CONTEXT
from energy_synergy.errors import UnknownName, marked
from energy_synergy.metering.blocks import from_blocks, unpack_many
from energy_synergy.metering.series import Energies, Qualities, Series
from energy_synergy.profiles.expand import Estimate as ProfileEstimate
from energy_synergy.registry import option
from energy_synergy.units import SLOT, SLOTS_PER_DAY
from energy_synergy.usecases.gap_policy import gap_policy
from energy_synergy.web.db.models import DayBlock, Group, Membership, Meter, SourceKind
from energy_synergy.web.db.sources import known_at, load_sources
from energy_synergy.web.db.versions import HOLDS_READINGS

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
ROWS_AT_ONCE = 500
Sources = dict[int, list[Series]]
Span = tuple[datetime | None, datetime | None]


def load_group(
    slug: str,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    *,
    as_of: datetime | None = None,
) -> kernel.Group:
    """Return a group with the sources in use; of dated readings only the UTC days that touch the period.

    With `as_of` the values and the sources are those known at that instant.
    Raises UnknownName for a slug that is not there.
    """
    group = Group.objects.filter(slug=slug).first()
    if group is None:
        raise UnknownName(marked("There is no group {slug}."), slug=slug)
    return load_group_of(group, starts_at, ends_at, as_of=as_of)


def load_group_of(
    group: Group,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    *,
    also: Span | None = None,
    as_of: datetime | None = None,
) -> kernel.Group:
    """Return a group that was found already; at most three queries, however many members there are, or four `as_of`.

    `also` is a second period whose dated readings are wanted; what lies between the two counts as missing.
    """
    memberships = bonds_in_order(group)
    meters = list(_meters_in_use(group)) if as_of is None else _meters_known(group, as_of)
    names = {membership.company_id: membership.company.name for membership in memberships}
    labels = {meter.pk: meter.name or names[meter.company_id] for meter in meters}
    spans = [(starts_at, ends_at), *([also] if also else [])]
    if any(membership.company.gaps for membership in memberships):
        # What stands in for a missing reading depends on the days around it.
        spans = [_widened(span) for span in spans]
    series = _load_series(meters, labels, spans, as_of)
    estimates = _estimates(meters, labels)
    return kernel.Group(
        group.name, group.timezone, tuple(_member(membership, series, estimates) for membership in memberships)
    )


def bonds_in_order(group: Group) -> list[Membership]:
    """Return the bonds of a group with their companies, in the order of the members; no query once they are loaded."""
    if group.loaded_bonds is not None:
        return group.loaded_bonds
    return list(Membership.objects.filter(group=group).select_related("company").order_by("id"))


def _widened(span: Span) -> Span:
    starts_at, ends_at = span
    return starts_at and starts_at - CONTEXT, ends_at and ends_at + CONTEXT


def _meters_in_use(group: Group) -> QuerySet[Meter]:
    """Return the meters that take part, each with its typical day or its estimate where that is in use."""
    is_curve = Q(source=SourceKind.TYPICAL_DAY, typicaldays__superseded_at=None)
    is_total = Q(source=SourceKind.ESTIMATE, estimates__superseded_at=None)
    meters = Meter.objects.filter(company__memberships__group=group).exclude(source="")
    return _with_undated(meters, is_curve, is_total)


def _meters_known(group: Group, as_of: datetime) -> list[Meter]:
    """Return the meters that took part at an instant, each with the typical day or the estimate known then."""
    sources = load_sources(group.pk, as_of)
    # The number 0, which no meter has, keeps a kind that nobody used from emptying the whole query.
    of_kind = {kind: [0, *(pk for pk, source in sources.items() if source == kind)] for kind in SourceKind}
    is_curve = Q(pk__in=of_kind[SourceKind.TYPICAL_DAY]) & known_at(as_of, "typicaldays__")
    is_total = Q(pk__in=of_kind[SourceKind.ESTIMATE]) & known_at(as_of, "estimates__")
    meters = list(_with_undated(Meter.objects.filter(pk__in=list(sources)), is_curve, is_total))
    for meter in meters:
        meter.source = sources[meter.pk]
    return meters


def _with_undated(meters: QuerySet[Meter], is_curve: Q, is_total: Q) -> QuerySet[Meter]:
    return (
        meters.annotate(curve=FilteredRelation("typicaldays", condition=is_curve))
        .annotate(total=FilteredRelation("estimates", condition=is_total))
        .annotate(
            curve_energy=F("curve__energy"),
            curve_quality=F("curve__quality"),
            total_profile=F("total__profile"),
            total_fields=F("total__fields"),
            total_kwh=F("total__annual_kwh"),
        )
        .order_by("company_id", "direction", "name")
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
        gaps=gap_policy(membership.company.gaps),
        participation=membership.participation,
    )


def _load_series(
    meters: list[Any], labels: Mapping[int, str], spans: Sequence[Span], as_of: datetime | None
) -> Sources:
    dated = [meter for meter in meters if meter.source == SourceKind.READINGS]
    found: Sources = defaultdict(list)
    runs = load_runs(dated, spans, as_of)
    starts_at, ends_at = spans[0]
    for meter in dated:
        # Readings in use of which none lies in the period are missing there, not absent.
        nothing = (_day_of(starts_at or ends_at or EPOCH), np.empty(0), np.empty(0, dtype=np.uint8))
        start, energy_kwh, quality = runs.get(meter.pk, nothing)
        found[meter.company_id].append(Series(labels[meter.pk], meter.direction, start, SLOT, energy_kwh, quality))
    for meter in meters:
        if meter.curve_energy is not None:
            energies, qualities = unpack_many([bytes(meter.curve_energy)], [bytes(meter.curve_quality)])
            curve = Series(labels[meter.pk], meter.direction, None, SLOT, energies[0], qualities[0])
            found[meter.company_id].append(curve)
    return found


def _day_of(moment: datetime) -> datetime:
    return EPOCH + (moment - EPOCH) // DAY * DAY


def load_runs(
    meters: list[Any], spans: Sequence[Span], as_of: datetime | None = None
) -> dict[int, tuple[datetime, Energies, Qualities]]:
    """Return for each meter with days in the periods: the first instant, the slots (N,) and their quality (N,)."""
    is_wanted = reduce(or_, (_days_of(starts_at, ends_at) for starts_at, ends_at in spans))
    rows = DayBlock.objects.filter(is_wanted, HOLDS_READINGS, known_at(as_of), meter__in=meters)
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


def _days_of(starts_at: datetime | None, ends_at: datetime | None) -> Q:
    """Tell which UTC days touch a period."""
    first = Q() if starts_at is None else Q(day_index__gte=(starts_at - EPOCH) // DAY)
    return first if ends_at is None else first & Q(day_index__lt=-((EPOCH - ends_at) // DAY))


def _laid_out(days: Sequence[int], energies: Energies, qualities: Qualities) -> tuple[Energies, Qualities]:
    """Return days (D, 96) as one run of slots; only where days are missing between them is anything copied."""
    span = days[-1] - days[0] + 1
    if span == len(days):
        return energies.reshape(-1), qualities.reshape(-1)
    return from_blocks(days, energies, qualities, first_index=days[0] * SLOTS_PER_DAY, slots=span * SLOTS_PER_DAY)


def _estimates(meters: list[Any], labels: Mapping[int, str]) -> dict[int, list[ProfileEstimate]]:
    found: dict[int, list[ProfileEstimate]] = defaultdict(list)
    for meter in sorted(meters, key=lambda one: int(one.pk)):
        if meter.total_profile is not None:
            profile = option("profiles", meter.total_profile, **meter.total_fields)
            estimate = ProfileEstimate(labels[meter.pk], meter.direction, profile, meter.total_kwh)
            found[meter.company_id].append(estimate)
    return found
