"""The agreements of a group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router
from ninja.responses import Status

from energy_synergy.community.sight import Sight
from energy_synergy.usecases.agreements import BY_SLOT, Record, WrittenKey
from energy_synergy.web import audit
from energy_synergy.web.access import group_or_404, open_group_or_404, sight_of, user_id
from energy_synergy.web.api.etags import refuse_if_changed
from energy_synergy.web.api.groups import GroupSlug
from energy_synergy.web.api.operations import changes, creates, reads
from energy_synergy.web.api.paging import page_of
from energy_synergy.web.api.schemas.agreements import (
    AgreementChange,
    AgreementIn,
    AgreementOut,
    BringsLine,
    BringsOut,
    EndIn,
    InForceOut,
    InForceQuery,
)
from energy_synergy.web.api.schemas.base import Number, Page, PageQuery
from energy_synergy.web.db import agreements as stored
from energy_synergy.web.db.agreed_keys import parties_of
from energy_synergy.web.db.facts import load_facts_of
from energy_synergy.web.db.models import Agreement, Group
from energy_synergy.web.queries.agreement_brings import load_brings
from energy_synergy.web.queries.agreements import ONE_DAY, record_of, visible

router = Router()
AGREEMENTS = "/{group}/agreements"
ONE = AGREEMENTS + "/{agreement}"
AgreementId = Path[Number]


@reads(router, AGREEMENTS, Page[AgreementOut], summary="Agreements of a group")
def list_agreements(request: HttpRequest, group: GroupSlug, page: Query[PageQuery]) -> Page[AgreementOut]:
    """List the agreements in the order of their days; drafts only to those who see every company."""
    row = group_or_404(request, group)
    return page_of(request, list(visible(request, row)), page, lambda one: _out(request, row, one))


@reads(router, AGREEMENTS + "/in-force", InForceOut, summary="The agreement in force on a day")
def read_agreement_in_force(request: HttpRequest, group: GroupSlug, asked: Query[InForceQuery]) -> InForceOut:
    """Tell which agreement holds on a day."""
    row = group_or_404(request, group)
    day = asked.on or stored.today_of(row, timezone.now())
    found = stored.in_force(row, day)
    return InForceOut(on=day, agreement=None if found is None else _out(request, row, found))


@creates(router, AGREEMENTS, AgreementOut, summary="Draft an agreement")
def draft_agreement(
    request: HttpRequest, group: GroupSlug, told: AgreementIn, response: HttpResponse
) -> Status[AgreementOut]:
    """Draft an agreement: those who manage or analyse the group see it, the members once it is published."""
    row = open_group_or_404(request, group)
    made = stored.draft(row, _details(told.model_dump()), now=timezone.now(), user_id=user_id(request))
    _record(request, "agreement.drafted", row, made)
    response.headers["Location"] = f"{request.path}/{made.pk}"
    return Status(201, _out(request, row, made))


@reads(router, ONE, AgreementOut, summary="One agreement")
def read_agreement(request: HttpRequest, group: GroupSlug, agreement: AgreementId) -> AgreementOut:
    """Tell what an agreement says."""
    row = group_or_404(request, group)
    return _out(request, row, _found(request, row, agreement))


@changes(router, ONE, AgreementOut, summary="Change a draft")
def change_agreement(
    request: HttpRequest, group: GroupSlug, agreement: AgreementId, told: AgreementChange
) -> AgreementOut:
    """Change a draft; a published agreement stays as it is."""
    row = open_group_or_404(request, group)
    found = _found(request, row, agreement)
    refuse_if_changed(request, _out(request, row, found))
    sent = told.told()
    fresh = {**_fields(found), **{name: value for name, value in sent.items() if name not in ("key", "rule")}}
    fresh["key"] = sent["key"].model_dump() if "key" in sent else None
    fresh["rule"] = sent["rule"].model_dump() if "rule" in sent else None
    details = _details(fresh, found)
    done = stored.change(found, details, now=timezone.now())
    _record(request, "agreement.changed", row, done)
    return _out(request, row, done)


@creates(router, ONE + "/publish", AgreementOut, status=200, summary="Publish an agreement")
def publish_agreement(request: HttpRequest, group: GroupSlug, agreement: AgreementId) -> AgreementOut:
    """Publish a draft: every member sees it, and the agreement in force on its first day ends then."""
    row = open_group_or_404(request, group)
    done = stored.publish(_found(request, row, agreement), now=timezone.now(), user_id=user_id(request))
    _record(request, "agreement.published", row, done)
    return _out(request, row, done)


@creates(router, ONE + "/end", AgreementOut, status=200, summary="Let an agreement end")
def end_agreement(request: HttpRequest, group: GroupSlug, agreement: AgreementId, told: EndIn) -> AgreementOut:
    """Say on which day a published agreement ends: today or later, and not later than it does already."""
    row = open_group_or_404(request, group)
    done = stored.end(_found(request, row, agreement), told.last_on + ONE_DAY, now=timezone.now())
    _record(request, "agreement.ended", row, done)
    return _out(request, row, done)


@creates(router, ONE + "/withdraw", AgreementOut, status=200, summary="Withdraw an agreement")
def withdraw_agreement(request: HttpRequest, group: GroupSlug, agreement: AgreementId) -> AgreementOut:
    """Withdraw a draft, or a published agreement that has not begun."""
    row = open_group_or_404(request, group)
    done = stored.withdraw(_found(request, row, agreement), now=timezone.now())
    _record(request, "agreement.withdrawn", row, done)
    return _out(request, row, done)


@reads(router, ONE + "/brings", BringsOut, summary="What an agreement would have brought")
def read_agreement_brings(request: HttpRequest, group: GroupSlug, agreement: AgreementId) -> BringsOut:
    """Tell what an agreement would have brought with the last twelve months of readings."""
    row = group_or_404(request, group)
    details, sight = stored.details_of(_found(request, row, agreement)), sight_of(request, row)
    only = None if sight.is_full else sight.own
    found = load_brings(row, load_facts_of(row), details, now=timezone.now(), only=only)
    lines = [BringsLine.of(one) for one in found.lines]
    return BringsOut.of(found, lines=lines, notes=[note for _severity, note in found.notes])


def _details(told: Mapping[str, Any], kept: Agreement | None = None) -> stored.AgreementDetails:
    """Return what was told; a key and a rule that were not are those that are kept."""
    return stored.AgreementDetails(
        title=told["title"],
        key=WrittenKey(kept.key if kept and told["key"] is None else _flat(told["key"])),
        rule=kept.rule if kept and told["rule"] is None else _flat(told["rule"]),
        interval_minutes=told["interval_minutes"],
        active_from=told["first_on"],
        active_to=told["last_on"] and told["last_on"] + ONE_DAY,
        note=told["note"],
    )


def _flat(option: Mapping[str, Any]) -> dict[str, Any]:
    return {**option["settings"], "name": option["name"]}


def _fields(row: Agreement) -> dict[str, Any]:
    return {
        "title": row.title,
        "note": row.note,
        "interval_minutes": row.interval_minutes,
        "first_on": row.active_from,
        "last_on": row.active_to and row.active_to - ONE_DAY,
    }


def _found(request: HttpRequest, group: Group, number: int) -> Agreement:
    found = visible(request, group).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _out(request: HttpRequest, group: Group, row: Agreement) -> AgreementOut:
    now, sight = timezone.now(), sight_of(request, group)
    told = record_of(row, group, parties_of(group), sight, today=stored.today_of(group, now), now=now)
    return AgreementOut.of(
        told,
        key=seen_record(row.key, sight),
        key_label=told.key.label,
        rule=row.rule,
        rule_label=told.rule.label,
    )


def seen_record(record: Record, sight: Sight) -> dict[str, Any]:
    """Return a key as it is kept, with the entries of companies that somebody sees."""
    if sight.is_full:
        return dict(record)
    return {field: _seen(value, sight) if isinstance(value, Mapping) else value for field, value in record.items()}


def _seen(table: Mapping[str, Any], sight: Sight) -> dict[str, Any]:
    if BY_SLOT in table:
        return {**table, "companies": [number for number in table["companies"] if sight.shows(int(number))]}
    return {
        number: _seen(one, sight) if isinstance(one, Mapping) else one
        for number, one in table.items()
        if sight.shows(int(number))
    }


def _record(request: HttpRequest, action: str, group: Group, row: Agreement) -> None:
    first_on = row.active_from and row.active_from.isoformat()
    last_on = row.active_to and (row.active_to - ONE_DAY).isoformat()
    audit.record(request, action, group=group, agreement=row.pk, title=row.title, first_on=first_on, last_on=last_on)
