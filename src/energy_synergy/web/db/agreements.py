"""Writing the agreements of a group: drafted, changed, published, ended, withdrawn; each in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from energy_synergy.errors import EnergySynergyError, InvalidValue, marked
from energy_synergy.timeline import Timeline, first_instant, zone
from energy_synergy.usecases.agreement_dates import (
    AgreementStartMissing,
    Run,
    Term,
    ended_by,
    refuse_end,
    runs_over,
)
from energy_synergy.usecases.agreements import WrittenKey, read_key, read_rule, slot_table
from energy_synergy.web.db.agreed_keys import fingerprint, load_coefficients, parties_of, save_coefficients, term_of
from energy_synergy.web.db.models import Agreement, AgreementState, Group

MOST_AGREEMENTS = 1000


class AgreementClosed(EnergySynergyError):
    """An agreement is no draft any more, or it is over or withdrawn: somebody may have been faster."""

    code = "agreement_closed"


class AgreementChanged(EnergySynergyError):
    """A draft was changed after the page that shows what it brings was read."""

    code = "agreement_changed"


class AgreementEndsBeforeStart(InvalidValue):
    """The last day of an agreement comes before its first one."""

    code = "agreement_ends_before_start"


class TooManyAgreements(EnergySynergyError):
    """A group has as many agreements as it may have."""

    code = "too_many_agreements"


@dataclass(frozen=True, eq=False)
class AgreementDetails:
    """What is told of an agreement: `key` as `write_key` and `rule` as `write_rule` return it, days on the local clock.

    It holds from `active_from` to `active_to`, end exclusive, None for open.
    """

    title: str
    key: WrittenKey
    rule: Mapping[str, Any]
    interval_minutes: int = 15
    active_from: date | None = None
    active_to: date | None = None
    note: str = ""


@transaction.atomic
def draft(group: Group, told: AgreementDetails, *, now: datetime, user_id: int | None) -> Agreement:
    """Store a draft.

    Raises InvalidValue for a key or a price rule that does not fit the group, TooManyAgreements.
    """
    check_details(group, told, now=now)
    if Agreement.objects.filter(group=group).count() >= MOST_AGREEMENTS:
        raise TooManyAgreements(marked("A group has at most {most} agreements."), most=MOST_AGREEMENTS)
    row = Agreement.objects.create(group=group, drafted_at=now, drafted_by_id=user_id, **_columns(told))
    save_coefficients(row, told.key.coefficients)
    return row


@transaction.atomic
def change(agreement: Agreement, told: AgreementDetails, *, now: datetime) -> Agreement:
    """Store a draft anew; a key with coefficients for each slot keeps those it has where none are told.

    Raises AgreementClosed for what is no draft any more, InvalidValue as `draft` does.
    """
    group = _lock(agreement)
    row = _row(agreement, AgreementState.DRAFT)
    if told.key.coefficients is None and slot_table(told.key.record) == slot_table(row.key) is not None:
        told = replace(told, key=WrittenKey(told.key.record, load_coefficients(row.pk, row.key)))
    check_details(group, told, now=now)
    for name, value in _columns(told).items():
        setattr(row, name, value)
    row.save()
    save_coefficients(row, told.key.coefficients)
    return row


def check_details(group: Group, told: AgreementDetails, *, now: datetime) -> None:
    """Refuse what no agreement of the group can be.

    Raises InvalidValue, UnknownName for a key or a rule that does not fit, AgreementEndsBeforeStart.
    """
    if told.active_from and told.active_to and told.active_to <= told.active_from:
        raise AgreementEndsBeforeStart(marked("The last day comes before the first one."))
    read_rule(told.rule)
    starts_at = now if told.active_from is None else first_instant(told.active_from, group.timezone)
    ends_at = None if told.active_to is None else first_instant(told.active_to, group.timezone)
    values = None if told.key.coefficients is None else told.key.coefficients.known
    read_key(told.key.record, parties_of(group), (starts_at, ends_at), values)


@transaction.atomic
def publish(agreement: Agreement, *, now: datetime, user_id: int | None, seen: str = "") -> Agreement:
    """Publish a draft; the agreement that is in force on its first day ends then.

    `seen` is the `fingerprint` of the draft whose consequences were shown. The group is locked, so that of two who
    publish at once the second one finds what the first one did.
    Raises AgreementClosed, AgreementChanged, AgreementStartMissing, AgreementOverlaps, AgreementStartsInThePast, and
    InvalidValue where the key does not fit the members any more.
    """
    group = _lock(agreement)
    row = _row(agreement, AgreementState.DRAFT)
    if seen and seen != fingerprint(row):
        raise AgreementChanged(marked("The draft was changed meanwhile. Look at what it brings now, then publish it."))
    if row.active_from is None:
        raise AgreementStartMissing(marked("Say on which day the agreement begins."))
    check_details(group, details_of(row), now=now)
    ended = ends_by(row, group, now=now)
    if ended is not None:
        Agreement.objects.filter(pk=ended.number).update(active_to=row.active_from)
        row.ended_id, row.ended_until = ended.number, ended.active_to
    row.state, row.published_at, row.published_by_id = AgreementState.PUBLISHED, now, user_id
    row.save()
    return row


def ends_by(row: Agreement, group: Group, *, now: datetime) -> Term | None:
    """Return the agreement that ends when a draft is published, None for none; one query.

    Raises AgreementStartMissing, AgreementOverlaps, AgreementStartsInThePast.
    """
    if row.active_from is None:
        raise AgreementStartMissing(marked("Say on which day the agreement begins."))
    new = Term(row.pk, row.title, row.active_from, row.active_to)
    return ended_by(new, map(term_of, published(group)), today=today_of(group, now))


@transaction.atomic
def end(agreement: Agreement, active_to: date, *, now: datetime) -> Agreement:
    """Let a published agreement end: `active_to` is the first day on which it no longer holds.

    Raises AgreementClosed, AgreementEndsWrongly.
    """
    group = _lock(agreement)
    row = _row(agreement, AgreementState.PUBLISHED)
    refuse_end(term_of(row), active_to, today=today_of(group, now))
    row.active_to = active_to
    row.save(update_fields=["active_to"])
    return row


@transaction.atomic
def withdraw(agreement: Agreement, *, now: datetime) -> Agreement:
    """Withdraw a draft, or a published agreement that has not begun; the one that it ended has its end of before again.

    Raises AgreementClosed for what has begun.
    """
    group = _lock(agreement)
    row = _row(agreement, AgreementState.DRAFT, AgreementState.PUBLISHED)
    if row.state == AgreementState.PUBLISHED:
        if term_of(row).active_from <= today_of(group, now):
            raise AgreementClosed(marked("The agreement has begun. Let it end instead."))
        if row.ended_id is not None:
            Agreement.objects.filter(pk=row.ended_id, active_to=row.active_from).update(active_to=row.ended_until)
    row.state = AgreementState.WITHDRAWN
    row.save(update_fields=["state"])
    return row


def published(group: Group) -> QuerySet[Agreement]:
    """Return the published agreements of a group, the first one first."""
    return Agreement.objects.filter(group=group, state=AgreementState.PUBLISHED).order_by("active_from", "pk")


def in_force(group: Group, day: date) -> Agreement | None:
    """Return the agreement that holds on a local day, None for none; one query."""
    return published(group).filter(Q(active_to=None) | Q(active_to__gt=day), active_from__lte=day).first()


def over(group: Group, timeline: Timeline) -> tuple[tuple[Run, Agreement | None], ...]:
    """Return which agreement holds in which slots of a timeline, in order; one query."""
    rows = {row.pk: row for row in published(group)}
    runs = runs_over(map(term_of, rows.values()), timeline)
    return tuple((run, None if run.number is None else rows[run.number]) for run in runs)


def details_of(row: Agreement) -> AgreementDetails:
    """Return what a stored agreement says; one query where its key has coefficients for each slot."""
    return AgreementDetails(
        title=row.title,
        key=WrittenKey(row.key, load_coefficients(row.pk, row.key)),
        rule=row.rule,
        interval_minutes=row.interval_minutes,
        active_from=row.active_from,
        active_to=row.active_to,
        note=row.note,
    )


def today_of(group: Group, now: datetime) -> date:
    """Return the day on the clock of a group."""
    return now.astimezone(zone(group.timezone)).date()


def _lock(agreement: Agreement) -> Group:
    """Return the group of an agreement, held until the transaction ends."""
    return Group.objects.select_for_update().get(pk=agreement.group_id)


def _row(agreement: Agreement, *states: AgreementState) -> Agreement:
    row = Agreement.objects.get(pk=agreement.pk)
    if row.state not in states:
        raise AgreementClosed(
            marked("The agreement {title} can no longer be changed like this. Look at how it stands now."),
            title=row.title,
        )
    return row


def _columns(told: AgreementDetails) -> dict[str, Any]:
    names = ("title", "note", "interval_minutes", "active_from", "active_to")
    return {**{name: getattr(told, name) for name in names}, "key": told.key.record, "rule": dict(told.rule)}
