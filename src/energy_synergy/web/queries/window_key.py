"""The sharing key of a window: that of the agreements in force in it, and pro rata where none is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from energy_synergy.community.group import Group
from energy_synergy.community.window import DEFAULT_KEY
from energy_synergy.errors import EnergySynergyError, InvalidValue, marked
from energy_synergy.sharing.base import SharingKey
from energy_synergy.sharing.dated import dated_key
from energy_synergy.timeline import Timeline
from energy_synergy.units import SLOT
from energy_synergy.usecases.agreed_slots import SlotCoefficients
from energy_synergy.usecases.agreement_dates import runs_over
from energy_synergy.usecases.agreements import Party, changes_inside, read_key, slot_table
from energy_synergy.web.db.agreed_keys import Agreed, load_coefficients
from energy_synergy.web.db.facts import GroupFacts


@dataclass(frozen=True, slots=True)
class KeyRun:
    """Slots of a window that are shared by one key.

    `agreement` is the published agreement that holds in them, None where none does. With a `refusal` its key cannot be
    used there and energy is shared pro rata instead.
    """

    first_slot: int
    end_slot: int
    key: SharingKey
    agreement: Agreed | None = None
    refusal: EnergySynergyError | None = None


def agreed_runs(
    agreements: Sequence[Agreed], parties: Sequence[Party], timeline: Timeline, *, interval_slots: int = 1
) -> tuple[KeyRun, ...]:
    """Return which key shares which slots of a timeline, in order; a query for each key with coefficients of slots.

    A run is cut where a company joins or leaves for which its key has no entry, so that the months of a year are shared
    as each of them alone.
    """
    known = {one.term.number: one for one in agreements}
    runs = runs_over((one.term for one in agreements), timeline)
    return tuple(
        part
        for run in runs
        for part in _parts(
            None if run.number is None else known[run.number],
            parties,
            _part_of(timeline, run.first_slot, run.end_slot),
            run.first_slot,
            interval_slots,
        )
    )


def _part_of(timeline: Timeline, first_slot: int, end_slot: int) -> Timeline:
    return Timeline(timeline.starts_at + first_slot * SLOT, end_slot - first_slot, timeline.timezone)


def _parts(
    agreed: Agreed | None, parties: Sequence[Party], timeline: Timeline, offset: int, interval_slots: int
) -> Iterator[KeyRun]:
    if agreed is None:
        yield KeyRun(offset, offset + timeline.slots, DEFAULT_KEY)
        return
    coefficients = (
        None if slot_table(agreed.key) is None else load_coefficients(agreed.term.number, agreed.key, timeline)
    )
    cuts = {timeline.slot_of(moment) for moment in changes_inside(agreed.key, parties, timeline)}
    if coefficients is not None:
        cuts |= set(coefficients.edges_inside(timeline))
    for first, end in pairwise(sorted({0, timeline.slots} | cuts)):
        part = _part_of(timeline, first, end)
        key, refusal = _key_of(agreed, parties, part, coefficients, interval_slots)
        yield KeyRun(offset + first, offset + end, key, agreed, refusal)


def _key_of(
    agreed: Agreed,
    parties: Sequence[Party],
    timeline: Timeline,
    coefficients: SlotCoefficients | None,
    interval_slots: int,
) -> tuple[SharingKey, EnergySynergyError | None]:
    try:
        rows = None if coefficients is None else coefficients.over(timeline, interval_slots)
        return read_key(agreed.key, parties, (timeline.starts_at, timeline.ends_at), rows), None
    except EnergySynergyError as refusal:
        return DEFAULT_KEY, refusal


def window_key(
    group: Group, facts: GroupFacts, timeline: Timeline, *, as_of: datetime | None = None, is_typical: bool = False
) -> tuple[SharingKey, tuple[KeyRun, ...]]:
    """Return the key of a window, members in the order of the facts, and what it is made of.

    A typical day has the key of an agreement that holds on all of its days. With `as_of` only what was published until
    then counts.
    """
    agreements = [one for one in facts.agreements if as_of is None or one.published_at <= as_of]
    if not agreements:
        return DEFAULT_KEY, ()
    parties = [
        Party(company.id, company.name, member.active_from, member.active_to)
        for company, member in zip(facts.companies, group.members, strict=True)
    ]
    runs = agreed_runs(agreements, parties, timeline)
    if all(run.agreement is None for run in runs):
        return DEFAULT_KEY, ()
    if is_typical:
        runs = (_typical(runs, timeline),)
    if len(runs) == 1:
        return runs[0].key, runs
    keys = [(timeline.starts_at + run.first_slot * SLOT, run.key) for run in runs]
    return dated_key(keys, timeline), runs


def _typical(runs: Sequence[KeyRun], timeline: Timeline) -> KeyRun:
    agreed = runs[0].agreement
    if len(runs) == 1 and agreed is not None and slot_table(agreed.key) is None:
        return runs[0]
    refusal = InvalidValue(
        marked("A typical day is shared pro rata: no one key without coefficients for each slot holds on all its days.")
    )
    return KeyRun(0, timeline.slots, DEFAULT_KEY, agreed, refusal)
