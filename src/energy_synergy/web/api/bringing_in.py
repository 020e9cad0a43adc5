"""Bringing data in: a file, readings, an annual total; each checked, then saved as a new version or not at all."""

from __future__ import annotations

from typing import cast

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router
from ninja.responses import Status

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.metering.series import Direction
from energy_synergy.ports import AnnualTotal
from energy_synergy.profiles.base import Profile
from energy_synergy.registry import option_class
from energy_synergy.usecases.check_file import Checked, check_file
from energy_synergy.usecases.ingest import ingest_annual_total, ingest_file
from energy_synergy.usecases.replacement import compute_replacement
from energy_synergy.usecases.told import Fix, Told
from energy_synergy.web import audit
from energy_synergy.web.access import May, actor, companies_of, company_or_404, group_or_404
from energy_synergy.web.api.bodies import ArrivedFile, arrived_file
from energy_synergy.web.api.companies import CompanyId
from energy_synergy.web.api.groups import GroupSlug
from energy_synergy.web.api.import_answers import check_out, import_out
from energy_synergy.web.api.operations import creates, uploads
from energy_synergy.web.api.own_profiles import profile_or_404
from energy_synergy.web.api.schemas.imports import (
    AnnualTotalIn,
    CheckOut,
    ImportOut,
    UploadQuery,
)
from energy_synergy.web.db.beside import note_beside
from energy_synergy.web.db.models import Company, Group, OwnProfileVersion
from energy_synergy.web.db.own_profiles import latest_version, link_estimate
from energy_synergy.web.imports.checks import with_beside
from energy_synergy.web.queries.import_records import imports_of
from energy_synergy.web.wiring import group_store

router = Router()
HINTS = ("unit", "stamp", "date_order", "decimal_mark", "direction", "timezone")
FIXES = ("doubles", "negatives", "spikes", "gaps")
CHECKED_ONLY = 200


@uploads(router, "/{group}/companies/{company}/imports", ImportOut, dry_run=CheckOut, summary="Import a file")
def import_file(
    request: HttpRequest, group: GroupSlug, company: CompanyId, asked: Query[UploadQuery], response: HttpResponse
) -> Status[CheckOut] | Status[ImportOut]:
    """Take a file of readings in: all of it, or nothing and the reasons.

    With `dry_run` nothing is saved and the answer is what was found and what would be replaced. A file with bad rows
    is refused with each of them named, unless `good_rows_only` leaves them out.
    """
    row, member = company_to_fill(request, group, company)
    file = arrived_file(request)
    told = _told(asked)
    if asked.dry_run or asked.good_rows_only:
        checked = check_file(file.stream, told, timezone=row.timezone, file_name=file.name)
        if asked.good_rows_only:
            told, checked = _without_bad_rows(file, told, checked, row)
        if asked.dry_run:
            among = companies_of(request, row)
            checked = with_beside(checked, member.pk, timezone=row.timezone, among=among, file_name=file.name)
            return Status(CHECKED_ONLY, _check(checked, member, row))
    ingested = ingest_file(
        file.stream,
        store=group_store(),
        company_id=member.pk,
        timezone=row.timezone,
        now=timezone.now(),
        recorded_by=actor(request),
        file_name=file.name,
        told=told,
    )
    return saved(request, response, row, member, ingested.saved.import_id)


def _told(asked: UploadQuery) -> Told:
    hints = {name: getattr(asked, name) for name in HINTS if getattr(asked, name) is not None}
    told = Told(asked.format or "", hints)
    for kind in FIXES:
        if getattr(asked, kind) is not None:
            told = told.with_fix(Fix(kind, getattr(asked, kind)))
    return told


def _without_bad_rows(file: ArrivedFile, told: Told, checked: Checked, group: Group) -> tuple[Told, Checked]:
    """Return what is told so that bad rows are left out, where that is possible, with the check of that."""
    if not checked.can_import_good_rows:
        return told, checked
    for problem in checked.open_problems:
        told = told.with_fix(Fix("leave_out", problem.code))
    return told, check_file(file.stream, told, timezone=group.timezone, file_name=file.name)


def _check(checked: Checked, company: Company, group: Group) -> CheckOut:
    store, dataset = group_store(), checked.dataset
    replacement = compute_replacement(dataset, store=store, company_id=company.pk) if dataset else None
    return check_out(checked, replacement, group.timezone)


@creates(router, "/{group}/companies/{company}/annual-totals", ImportOut, summary="Set an annual total")
def save_annual_total(
    request: HttpRequest, group: GroupSlug, company: CompanyId, told: AnnualTotalIn, response: HttpResponse
) -> Status[ImportOut]:
    """Take an annual total in, spread over the year by a profile; what follows from it counts as estimated."""
    row, member = company_to_fill(request, group, company)
    total, own = _total(request, row, told)
    with transaction.atomic():
        done = ingest_annual_total(
            total, store=group_store(), company_id=member.pk, now=timezone.now(), recorded_by=actor(request)
        )
        if own is not None:
            link_estimate(done.import_id, own)
    return saved(request, response, row, member, done.import_id)


def _total(request: HttpRequest, group: Group, told: AnnualTotalIn) -> tuple[AnnualTotal, OwnProfileVersion | None]:
    """Return what is told, and of which profile made in the group it holds a copy, if of one."""
    if (told.profile is None) == (told.own_profile is None):
        raise ProfileNeeded(marked("Name one profile: one of the catalogue, or one that was made in the group."))
    if told.profile is not None:
        return AnnualTotal(told.direction or _direction_of(told.profile), told.profile, told.annual_kwh), None
    own = profile_or_404(request, group, told.own_profile or 0)
    shown = latest_version(own)
    direction = told.direction or own.direction
    if not direction:
        raise DirectionNeeded(marked("The profile {profile} fits both directions: say which one."), profile=own.name)
    return AnnualTotal(cast(Direction, direction), shown.option, told.annual_kwh, shown.fields), shown


class ProfileNeeded(InvalidValue):
    """An annual total comes with no profile, or with two."""

    code = "profile_needed"


class DirectionNeeded(InvalidValue):
    """A profile that fits both directions comes without one."""

    code = "direction_needed"


def _direction_of(profile: str) -> Direction:
    cls = option_class("profiles", profile)
    direction = cls.direction if issubclass(cls, Profile) else None
    if direction is None:
        raise DirectionNeeded(marked("The profile {profile} fits both directions: say which one."), profile=profile)
    return direction


def company_to_fill(request: HttpRequest, group: str, company: int) -> tuple[Group, Company]:
    """Return a company for which the caller may bring data in, with its group."""
    row = group_or_404(request, group, May.IMPORT)
    return row, company_or_404(request, row, company, May.IMPORT)


def saved(
    request: HttpRequest, response: HttpResponse, group: Group, company: Company, number: int
) -> Status[ImportOut]:
    """Write down that something was imported, and return it."""
    note_beside(number, group.timezone)
    audit.record(request, "import.saved", group=group, company_id=company.pk, number=number)
    response.headers["Location"] = f"/api/v1/groups/{group.slug}/imports/{number}"
    return Status(201, import_out(imports_of(group, {company.pk}).get(pk=number), group.timezone))
