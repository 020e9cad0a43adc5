"""When agreements are in force: one after the other, without two at once, and the gaps between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from energy_synergy.errors import EnergySynergyError, InvalidValue, marked
from energy_synergy.findings import Finding, Severity
from energy_synergy.timeline import Timeline, first_instant


class AgreementStartMissing(InvalidValue):
    """An agreement without a first day cannot be published."""

    code = "agreement_start_missing"


class AgreementStartsInThePast(EnergySynergyError):
    """An agreement begins on a day that is over, and another one was in force then."""

    code = "agreement_starts_in_the_past"


class AgreementOverlaps(EnergySynergyError):
    """Another published agreement begins while this one would be in force."""

    code = "agreement_overlaps"


class AgreementEndsWrongly(InvalidValue):
    """An agreement shall end before it begins, in the past, or later than it does already."""

    code = "agreement_ends_wrongly"


@dataclass(frozen=True, slots=True)
class Term:
    """From which local day to which (end exclusive, None is open) an agreement holds."""

    number: int
    title: str
    active_from: date
    active_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether it is in force on a day."""
        return self.active_from <= day and (self.active_to is None or day < self.active_to)


@dataclass(frozen=True, slots=True)
class Run:
    """Slots of a timeline from `first_slot` to `end_slot` in which an agreement holds, None for none."""

    first_slot: int
    end_slot: int
    number: int | None


def ended_by(new: Term, published: Iterable[Term], *, today: date) -> Term | None:
    """Return the agreement that ends when a new one begins, None where none does.

    Raises AgreementOverlaps where another agreement begins while the new one holds; AgreementStartsInThePast where the
    new one would replace what was in force before today.
    """
    others = sorted(published, key=lambda one: one.active_from)
    for one in others:
        begins_inside = one.active_from >= new.active_from and (
            new.active_to is None or one.active_from < new.active_to
        )
        if begins_inside:
            raise AgreementOverlaps(
                marked(
                    "The agreement {title} begins on {active_from}, while this one would be in force. Withdraw it "
                    "first, or let this one end before."
                ),
                title=one.title,
                active_from=one.active_from,
            )
    ended = next((one for one in others if one.holds_on(new.active_from)), None)
    if ended is not None and new.active_from < today:
        raise AgreementStartsInThePast(
            marked("The agreement {title} was in force on {active_from}. Let the new one begin today or later."),
            title=ended.title,
            active_from=new.active_from,
        )
    return ended


def refuse_end(term: Term, active_to: date, *, today: date) -> None:
    """Refuse an end that is not after the start, lies in the past, or later than the end that is there.

    Raises AgreementEndsWrongly.
    """
    if active_to <= term.active_from:
        raise AgreementEndsWrongly(
            marked("The agreement begins on {active_from}. Withdraw it before it begins, or choose a later day."),
            active_from=term.active_from,
        )
    if active_to < today:
        raise AgreementEndsWrongly(
            marked("What was in force on a day that is over stays so. Let it end today or later.")
        )
    if term.active_to is not None and active_to > term.active_to:
        raise AgreementEndsWrongly(
            marked("The agreement ends before that day already. Draft a new one for the time after."),
        )


def gaps_between(terms: Sequence[Term]) -> tuple[Finding, ...]:
    """Return the days between two agreements on which none is in force."""
    ordered = sorted(terms, key=lambda one: one.active_from)
    return tuple(
        Finding(
            "agreement_gap",
            Severity.WARNING,
            marked("From {first_on} to {next_from} no agreement is in force: {before} ends before {after} begins."),
            {
                "first_on": before.active_to,
                "next_from": after.active_from,
                "before": before.title,
                "after": after.title,
            },
            advice=marked("Draft an agreement for the days between, or let the first one end later."),
        )
        for before, after in pairwise(ordered)
        if before.active_to is not None and before.active_to < after.active_from
    )


def runs_over(terms: Iterable[Term], timeline: Timeline) -> tuple[Run, ...]:
    """Return which agreement holds in which slots, in order and without a hole: where none does, the number is None."""
    runs: list[Run] = []
    at = 0
    for one in sorted(terms, key=lambda term: term.active_from):
        first = _slot(first_instant(one.active_from, timeline.timezone), timeline)
        end = (
            timeline.slots
            if one.active_to is None
            else _slot(first_instant(one.active_to, timeline.timezone), timeline)
        )
        if first >= end:
            continue
        if first > at:
            runs.append(Run(at, first, None))
        runs.append(Run(first, end, one.number))
        at = end
    if at < timeline.slots:
        runs.append(Run(at, timeline.slots, None))
    return tuple(runs)


def _slot(moment: datetime, timeline: Timeline) -> int:
    return min(max(0, timeline.slot_of(moment)), timeline.slots)
