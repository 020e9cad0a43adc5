"""Tariffs of companies, and the templates of a group."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router
from ninja.responses import Status

from energy_synergy.tariffs.room import holds_on
from energy_synergy.tariffs.tariff import PART_NAMES, Tariff, read_tariff
from energy_synergy.timeline import zone
from energy_synergy.web import audit
from energy_synergy.web.access import May, actor, companies_of, group_or_404, open_group_or_404
from energy_synergy.web.api.companies import CompanyId
from energy_synergy.web.api.etags import refuse_if_changed
from energy_synergy.web.api.groups import GroupSlug
from energy_synergy.web.api.operations import changes, creates, reads, removes
from energy_synergy.web.api.paging import page_of, page_of_rows
from energy_synergy.web.api.schemas.base import Number, Page, PageQuery
from energy_synergy.web.api.schemas.tariffs import (
    CompanyTariffOut,
    TariffChange,
    TariffIn,
    TariffOut,
    TariffQuery,
    TariffTemplateIn,
    TariffTemplateOut,
)
from energy_synergy.web.db.models import CompanyTariff, Group, TariffTemplate
from energy_synergy.web.db.tariffs import put_tariff, remove_tariff, save_template, tariff_rows
from energy_synergy.web.queries.tariffs import seen_as_of
from energy_synergy.web.queries.tariffs_group import open_bonds, state_of
from energy_synergy.web.tariff_door import Whose, edited_company, seen_company, tariff_or_404

router = Router()
TariffId = Path[Number]
TARIFFS, TEMPLATES = "/{group}/companies/{company}/tariffs", "/{group}/tariff-templates"
KNOWN_KINDS = ("flat", "time_of_use", "spot_indexed")
ONE_DAY = timedelta(days=1)


@reads(router, "/{group}/tariffs", Page[CompanyTariffOut], summary="Tariffs that hold today")
def list_tariffs(request: HttpRequest, group: GroupSlug, page: Query[PageQuery]) -> Page[CompanyTariffOut]:
    """List what holds today for each company whose tariffs you may see: all for who sees all, else your own."""
    row = group_or_404(request, group)
    numbers = [bond.company_id for bond in open_bonds(row)]
    seen = companies_of(request, row, among=numbers)
    today = _today(row)
    held: dict[int, list[CompanyTariff]] = {number: [] for number in numbers if number in seen}
    for one in tariff_rows(seen):
        if holds_on(read_tariff(one.body), today):
            held[one.company_id].append(one)
    return page_of(request, list(held.items()), page, lambda pair: _company_out(row, *pair))


def _company_out(group: Group, company_id: int, rows: list[CompanyTariff]) -> CompanyTariffOut:
    state = state_of([read_tariff(one.body) for one in rows], group.currency)
    return CompanyTariffOut(company_id=company_id, state=state, today=[_out(one, group) for one in rows])


@reads(router, TARIFFS, Page[TariffOut], summary="Tariffs of a company")
def list_company_tariffs(
    request: HttpRequest, group: GroupSlug, company: CompanyId, asked: Query[TariffQuery], page: Query[PageQuery]
) -> Page[TariffOut]:
    """List the dated tariffs of a company."""
    whose = seen_company(request, group, company)
    as_of = seen_as_of(request, whose.group, whose.company)
    rows = tariff_rows([whose.company.pk], as_of=as_of)
    if asked.history and as_of is None:
        rows = CompanyTariff.objects.filter(company=whose.company)
    return page_of_rows(request, rows, page, lambda one: _out(one, whose.group))


@creates(router, TARIFFS, TariffOut, summary="Add a tariff")
def make_tariff(
    request: HttpRequest, group: GroupSlug, company: CompanyId, told: TariffIn, response: HttpResponse
) -> Status[TariffOut]:
    """Add a tariff; where it holds, those that held end, begin later or go. They stay in the history."""
    whose = edited_company(request, group, company)
    row, is_new = put_tariff(whose.company, _read(told, whose.group), now=timezone.now(), recorded_by=actor(request))
    if is_new:
        _note(request, "tariff.added", whose, row)
    response.headers["Location"] = f"{request.path}/{row.pk}"
    return Status(201, _out(row, whose.group))


@reads(router, TARIFFS + "/{tariff}", TariffOut, summary="A tariff")
def read_company_tariff(request: HttpRequest, group: GroupSlug, company: CompanyId, tariff: TariffId) -> TariffOut:
    """Tell a tariff that counts."""
    whose = seen_company(request, group, company)
    rows = tariff_rows([whose.company.pk], as_of=seen_as_of(request, whose.group, whose.company))
    row = rows.filter(pk=tariff).first()
    if row is None:
        raise Http404
    return _out(row, whose.group)


@changes(router, TARIFFS + "/{tariff}", TariffOut, summary="Change or end a tariff")
def change_tariff(
    request: HttpRequest, group: GroupSlug, company: CompanyId, tariff: TariffId, told: TariffChange
) -> TariffOut:
    """Change a tariff: the answer is a new one with a number of its own, and the one before stays in the history."""
    whose = edited_company(request, group, company)
    known = tariff_or_404(whose.company, tariff)
    refuse_if_changed(request, _out(known, whose.group))
    body = {**known.body, **_dated(told.model_dump(include=told.model_fields_set))}
    changed = read_tariff({name: value for name, value in body.items() if value is not None})
    row, is_new = put_tariff(whose.company, changed, now=timezone.now(), recorded_by=actor(request), replaces=known)
    if is_new:
        _note(request, "tariff.changed", whose, row)
    return _out(row, whose.group)


@removes(router, TARIFFS + "/{tariff}", summary="Remove a tariff")
def remove_company_tariff(request: HttpRequest, group: GroupSlug, company: CompanyId, tariff: TariffId) -> Status[None]:
    """Let a tariff count no longer; it stays in the history."""
    whose = edited_company(request, group, company)
    known = tariff_or_404(whose.company, tariff)
    remove_tariff(known, now=timezone.now())
    _note(request, "tariff.removed", whose, known)
    return Status(204, None)


@reads(router, TEMPLATES, Page[TariffTemplateOut], summary="Templates of tariffs")
def list_tariff_templates(request: HttpRequest, group: GroupSlug, page: Query[PageQuery]) -> Page[TariffTemplateOut]:
    """List the templates that the group keeps."""
    row = group_or_404(request, group)
    return page_of_rows(request, TariffTemplate.objects.filter(group=row), page, _template_out)


@creates(router, TEMPLATES, TariffTemplateOut, summary="Keep a template")
def make_tariff_template(request: HttpRequest, group: GroupSlug, told: TariffTemplateIn) -> Status[TariffTemplateOut]:
    """Keep a tariff without dates, seen by everybody in the group."""
    row = group_or_404(request, group, May.EDIT_PROFILES)
    kept = save_template(row, _read(told, row), now=timezone.now(), recorded_by=actor(request))
    audit.record(request, "tariff.template_made", group=row, title=kept.title)
    return Status(201, _template_out(kept))


@removes(router, TEMPLATES + "/{template}", summary="Remove a template")
def remove_tariff_template(request: HttpRequest, group: GroupSlug, template: Path[Number]) -> Status[None]:
    """Remove a template; the tariffs that came from it stay."""
    row = open_group_or_404(request, group)
    known = TariffTemplate.objects.filter(pk=template, group=row).first()
    if known is None:
        raise Http404
    known.delete()
    audit.record(request, "tariff.template_removed", group=row, title=known.title)
    return Status(204, None)


def _today(group: Group) -> date:
    return timezone.now().astimezone(zone(group.timezone)).date()


def _read(told: TariffIn | TariffTemplateIn, group: Group) -> Tariff:
    body = {name: value for name, value in told.model_dump().items() if value is not None}
    return read_tariff({"currency": group.currency, **_dated(body)})


def _dated(told: dict[str, Any]) -> dict[str, Any]:
    """Return what was told with its days as a tariff has them: the end exclusive."""
    body = {name: value for name, value in told.items() if name not in ("first_on", "last_on")}
    if "first_on" in told:
        body["active_from"] = told["first_on"]
    if "last_on" in told:
        body["active_to"] = told["last_on"] and told["last_on"] + ONE_DAY
    return body


def _prices(tariff: Tariff) -> dict[str, Any]:
    record = dict.fromkeys(PART_NAMES) | tariff.record()
    for name in PART_NAMES:
        part = record[name]
        if part is not None and part["name"] not in KNOWN_KINDS:
            fields = {key: value for key, value in part.items() if key != "name"}
            record[name] = {"name": part["name"], "fields": fields}
    return {name: value for name, value in record.items() if name not in ("active_from", "active_to")}


def _out(row: CompanyTariff, group: Group) -> TariffOut:
    tariff, clock = read_tariff(row.body), zone(group.timezone)
    return TariffOut(
        id=row.pk,
        first_on=tariff.active_from,
        last_on=tariff.active_to and tariff.active_to - ONE_DAY,
        holds_today=row.replaced_at is None and holds_on(tariff, _today(group)),
        recorded_at=row.recorded_at.astimezone(clock),
        replaced_at=row.replaced_at and row.replaced_at.astimezone(clock),
        **_prices(tariff),
    )


def _template_out(row: TariffTemplate) -> TariffTemplateOut:
    clock = zone(row.group.timezone)
    return TariffTemplateOut(id=row.pk, recorded_at=row.recorded_at.astimezone(clock), **_prices(read_tariff(row.body)))


def _note(request: HttpRequest, action: str, whose: Whose, row: CompanyTariff) -> None:
    told = {"title": row.title, "first_on": row.active_from and row.active_from.isoformat()}
    audit.record(request, action, group=whose.group, company_id=whose.company.pk, **told)
