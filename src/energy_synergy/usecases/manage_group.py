"""Making groups and companies in a store."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from energy_synergy.community.group import Group, Member
from energy_synergy.errors import InvalidValue, marked
from energy_synergy.metering.series import Series
from energy_synergy.ports import AnnualTotal, Dataset, GroupStore, NewGroup, NewMember
from energy_synergy.timeline import zone
from energy_synergy.usecases.dataset import compute_dataset


def save_group(
    group: Group,
    *,
    slug: str,
    store: GroupStore,
    now: datetime,
    recorded_by: str,
    country: str = "",
    is_demo: bool = False,
) -> None:
    """Save a whole group with its members, their readings and estimates, in one transaction.

    Raises UnknownName for a time zone that is not there; InvalidValue for a slug that is taken, for two members of
    one name and for a member that mixes kinds of source in one direction.
    """
    zone(group.timezone)
    members = tuple(_new_member(member) for member in group.members)
    if len({member.name for member in members}) < len(members):
        raise InvalidValue(marked("Two companies of a group cannot have the same name."))
    store.create_group(
        NewGroup(slug, group.name, group.timezone, members, country=country, is_demo=is_demo),
        now=now,
        recorded_by=recorded_by,
    )


def _new_member(member: Member) -> NewMember:
    _refuse_mixed_sources(member)
    dated: dict[bool, list[Series]] = defaultdict(list)
    for series in member.series:
        dated[series.is_dated].append(series)
    datasets: tuple[Dataset, ...] = tuple(compute_dataset(series) for series in dated.values())
    totals = tuple(
        AnnualTotal(one.direction, one.profile.name, one.annual_kwh, one.profile.model_dump(mode="json"))
        for one in member.estimates
    )
    return NewMember(member.name, member.sector, member.active_from, member.active_to, datasets, totals)


def _refuse_mixed_sources(member: Member) -> None:
    kinds = defaultdict(set)
    for series in member.series:
        kinds[series.direction].add("readings" if series.is_dated else "typical day")
    for estimate in member.estimates:
        kinds[estimate.direction].add("estimate")
    mixed = next((direction for direction, found in kinds.items() if len(found) > 1), None)
    if mixed:
        raise InvalidValue(
            marked("{member} gives its {direction} in more than one way. Keep one of them."),
            member=member.name,
            direction=mixed,
        )
