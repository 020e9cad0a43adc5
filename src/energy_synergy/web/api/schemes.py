"""Country schemes, and the scheme of a group."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router

from energy_synergy.schemes.catalogue import schemes, whole_scheme
from energy_synergy.schemes.check import check_group
from energy_synergy.schemes.local_fees import local_fees
from energy_synergy.schemes.records import Question, Scheme, Statement
from energy_synergy.timeline import zone
from energy_synergy.web import audit
from energy_synergy.web.access import May, group_or_404, open_group_or_404
from energy_synergy.web.api.etags import refuse_if_changed
from energy_synergy.web.api.groups import GroupSlug
from energy_synergy.web.api.operations import changes, reads
from energy_synergy.web.api.paging import page_of
from energy_synergy.web.api.refusals import finding_record
from energy_synergy.web.api.schemas.base import Page, PageQuery, Slug
from energy_synergy.web.api.schemas.schemes import (
    AnswerOut,
    CoefficientFileOut,
    CoefficientQuery,
    GroupSchemeChange,
    GroupSchemeOut,
    LocalFeeOut,
    OnDay,
    QuestionOut,
    SchemeDetailOut,
    SchemeOut,
    StatementOut,
)
from energy_synergy.web.db.models import Group
from energy_synergy.web.db.schemes import choose_scheme
from energy_synergy.web.queries.coefficient_file import load_coefficient_file
from energy_synergy.web.queries.scheme_facts import load_group_facts
from energy_synergy.web.queries.scheme_words import spoken, told

router = Router()
group_router = Router()


@reads(router, "/schemes", Page[SchemeOut], summary="Country schemes")
def list_schemes(request: HttpRequest, page: Query[PageQuery]) -> Page[SchemeOut]:
    """List the country schemes that the product knows."""
    known = [whole_scheme(name) for name in schemes()]
    return page_of(request, known, page, lambda one: SchemeOut(**_facts(one)))


@reads(router, "/schemes/{name}", SchemeDetailOut, summary="A country scheme")
def read_scheme(request: HttpRequest, name: Path[Slug], asked: Query[OnDay]) -> SchemeDetailOut:  # noqa: ARG001
    """Tell what a scheme says on a day, statement by statement, with source and confidence."""
    if name not in schemes():
        raise Http404
    day = asked.on or timezone.now().date()
    dated = whole_scheme(name).on(day)
    return SchemeDetailOut(
        **_facts(dated),
        on=day,
        questions=[_question(one) for one in dated.question],
        statements=[_statement(topic, one) for topic, one in dated.statements()],
    )


@reads(group_router, "/{group}/scheme", GroupSchemeOut, summary="The scheme of a group")
def read_group_scheme(request: HttpRequest, group: GroupSlug, asked: Query[OnDay]) -> GroupSchemeOut:
    """Tell which scheme a group follows, and what of the group does not fit it, cannot be checked or is not known."""
    row = group_or_404(request, group, May.SEE_ALL)
    return _of_group(row, asked.on or _today(row))


@changes(group_router, "/{group}/scheme", GroupSchemeOut, summary="Choose the scheme of a group")
def change_group_scheme(request: HttpRequest, group: GroupSlug, told: GroupSchemeChange) -> GroupSchemeOut:
    """Choose which scheme a group follows; a field that is left out stays as it is."""
    row = open_group_or_404(request, group)
    refuse_if_changed(request, _of_group(row, _today(row)))
    before, sent = row.scheme, told.told()
    choose_scheme(row, sent.get("scheme", row.scheme), sent.get("answers", row.scheme_answers))
    audit.record(request, "group.scheme", group=row, before=before, after=row.scheme)
    return _of_group(row, _today(row))


@reads(group_router, "/{group}/scheme/coefficients", CoefficientFileOut, summary="File of coefficients")
def read_coefficient_file(request: HttpRequest, group: GroupSlug, asked: Query[CoefficientQuery]) -> CoefficientFileOut:
    """Tell the coefficients of the agreement that holds today as a file for Spanish distributors."""
    row = group_or_404(request, group, May.SEE_ALL)
    today = _today(row)
    file = load_coefficient_file(row, today, cau=asked.cau, year=asked.year or today.year)
    return CoefficientFileOut(name=file.name, text=file.text)


def _of_group(row: Group, day: date) -> GroupSchemeOut:
    if row.scheme not in schemes():
        return GroupSchemeOut(scheme="", answers={}, on=day, findings=[], local_fees=[], locality=None)
    scheme, facts = whole_scheme(row.scheme), load_group_facts(row, day)
    fees = local_fees(facts, scheme.on(day))
    return GroupSchemeOut(
        scheme=row.scheme,
        answers=scheme.answers(row.scheme_answers),
        on=day,
        findings=[finding_record(one) for one in check_group(facts, scheme, on=day)],
        local_fees=[LocalFeeOut(company=one.member, factor=one.factor) for one in fees.fees],
        locality=fees.locality,
    )


def _today(row: Group) -> date:
    return timezone.now().astimezone(zone(row.timezone)).date()


def _facts(scheme: Scheme) -> dict[str, Any]:
    return {
        "name": scheme.name,
        "country": scheme.country,
        "title": scheme.title,
        "label": spoken(scheme.label),
        "valid_from": scheme.valid_from,
    }


def _question(one: Question) -> QuestionOut:
    answers = [AnswerOut(value=answer.value, label=spoken(answer.label)) for answer in one.answers]
    return QuestionOut(name=one.name, label=spoken(one.label), default=one.default, answers=answers)


def _statement(topic: str, one: Statement) -> StatementOut:
    value = getattr(one, "value", None)
    has_figure = isinstance(value, int | float)
    return StatementOut(
        topic=topic,
        text=told(one),
        value=float(value) if has_figure and value is not None else None,
        unit=getattr(one, "unit", "") if has_figure else "",
        when={name: list(values) for name, values in one.when.items()},
        note=spoken(one.note),
        valid_from=one.valid_from,
        valid_to=one.valid_to,
        source=one.source,
        confidence=one.confidence,
    )
