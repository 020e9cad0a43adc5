"""The sites and the meters of a company."""

from __future__ import annotations

from dataclasses import asdict, fields, replace

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Router
from ninja.responses import Status

from energy_synergy.web import audit
from energy_synergy.web.access import May, company_or_404, group_or_404
from energy_synergy.web.api.companies import CompanyId
from energy_synergy.web.api.etags import refuse_if_changed
from energy_synergy.web.api.groups import GroupSlug
from energy_synergy.web.api.operations import changes, creates, reads, removes
from energy_synergy.web.api.paging import page_of_rows
from energy_synergy.web.api.schemas.base import Number, Page, PageQuery
from energy_synergy.web.api.schemas.companies import (
    MeterChange,
    MeterIn,
    MeterOut,
    SiteChange,
    SiteIn,
    SiteOut,
)
from energy_synergy.web.db.beside import note_again
from energy_synergy.web.db.models import Company, Group, Meter, Site
from energy_synergy.web.db.places import MeterDetails, SiteDetails, remove_meter, save_meter, save_site
from energy_synergy.web.queries.company_records import meter_record, meters_of, site_record, sites_of

router = Router()
PlaceId = Path[Number]
SITES, METERS = "/{group}/companies/{company}/sites", "/{group}/companies/{company}/meters"


@reads(router, SITES, Page[SiteOut], summary="Sites of a company")
def list_sites(request: HttpRequest, group: GroupSlug, company: CompanyId, page: Query[PageQuery]) -> Page[SiteOut]:
    """List the places of a company."""
    _row, found = _company(request, group, company)
    return page_of_rows(request, sites_of(found), page, _site_out)


@creates(router, SITES, SiteOut, summary="Add a site")
def make_site(
    request: HttpRequest, group: GroupSlug, company: CompanyId, told: SiteIn, response: HttpResponse
) -> Status[SiteOut]:
    """Add a place to a company."""
    row, found = _company(request, group, company, May.EDIT_COMPANY)
    site = save_site(found, SiteDetails(**told.model_dump()))
    audit.record(request, "site.added", group=row, company_id=found.pk, site=site.name)
    response.headers["Location"] = f"{request.path}/{site.pk}"
    return Status(201, _site_out(site))


@reads(router, SITES + "/{site}", SiteOut, summary="A site")
def read_site(request: HttpRequest, group: GroupSlug, company: CompanyId, site: PlaceId) -> SiteOut:
    """Tell what is written of a place."""
    _row, found = _company(request, group, company)
    return _site_out(_site_or_404(found, site))


@changes(router, SITES + "/{site}", SiteOut, summary="Change a site")
def change_site(request: HttpRequest, group: GroupSlug, company: CompanyId, site: PlaceId, told: SiteChange) -> SiteOut:
    """Change a place; a field that is left out stays as it is."""
    row, found = _company(request, group, company, May.EDIT_COMPANY)
    known = _site_or_404(found, site)
    refuse_if_changed(request, _site_out(known))
    before = SiteDetails(**{one.name: getattr(known, one.name) for one in fields(SiteDetails)})
    saved = save_site(found, replace(before, **told.told()), known)
    audit.record(request, "site.changed", group=row, company_id=found.pk, site=saved.name)
    return _site_out(saved)


@removes(router, SITES + "/{site}", summary="Remove a site")
def remove_site(request: HttpRequest, group: GroupSlug, company: CompanyId, site: PlaceId) -> Status[None]:
    """Remove a place; its meters stay, without one."""
    row, found = _company(request, group, company, May.EDIT_COMPANY)
    known = _site_or_404(found, site)
    known.delete()
    audit.record(request, "site.removed", group=row, company_id=found.pk, site=known.name)
    return Status(204, None)


@reads(router, METERS, Page[MeterOut], summary="Meters of a company")
def list_meters(request: HttpRequest, group: GroupSlug, company: CompanyId, page: Query[PageQuery]) -> Page[MeterOut]:
    """List the metering points of a company."""
    row, found = _company(request, group, company)
    return page_of_rows(
        request, meters_of(found), page, lambda one: MeterOut(**asdict(meter_record(one, row.timezone)))
    )


@creates(router, METERS, MeterOut, summary="Add a meter")
def make_meter(
    request: HttpRequest, group: GroupSlug, company: CompanyId, told: MeterIn, response: HttpResponse
) -> Status[MeterOut]:
    """Add a metering point to a company."""
    row, found = _company(request, group, company, May.EDIT_COMPANY)
    _refuse_foreign_site(found, told.site_id)
    meter = save_meter(found, MeterDetails(**told.model_dump()))
    audit.record(request, "meter.added", group=row, company_id=found.pk, meter=meter.name, direction=meter.direction)
    response.headers["Location"] = f"{request.path}/{meter.pk}"
    return Status(201, _meter_out(row, found, meter.pk))


@reads(router, METERS + "/{meter}", MeterOut, summary="A meter")
def read_meter(request: HttpRequest, group: GroupSlug, company: CompanyId, meter: PlaceId) -> MeterOut:
    """Tell what is written of a metering point."""
    row, found = _company(request, group, company)
    return _meter_out(row, found, meter)


@changes(router, METERS + "/{meter}", MeterOut, summary="Change a meter")
def change_meter(
    request: HttpRequest, group: GroupSlug, company: CompanyId, meter: PlaceId, told: MeterChange
) -> MeterOut:
    """Change a metering point; one with data keeps its direction."""
    row, found = _company(request, group, company, May.EDIT_COMPANY)
    known = _meter_or_404(found, meter)
    refuse_if_changed(request, _meter_out(row, found, meter))
    before = MeterDetails(known.name, known.direction, known.site_id, known.contracted_kw)
    after = replace(before, **told.told())
    _refuse_foreign_site(found, after.site_id)
    saved = save_meter(found, after, known)
    if after.contracted_kw != before.contracted_kw:
        note_again(found.pk, saved.direction, row.timezone)
    audit.record(request, "meter.changed", group=row, company_id=found.pk, meter=saved.name, direction=saved.direction)
    return _meter_out(row, found, meter)


@removes(router, METERS + "/{meter}", summary="Remove a meter")
def remove_empty_meter(request: HttpRequest, group: GroupSlug, company: CompanyId, meter: PlaceId) -> Status[None]:
    """Remove a metering point for which nothing was ever stored."""
    row, found = _company(request, group, company, May.EDIT_COMPANY)
    known = _meter_or_404(found, meter)
    name, direction = known.name, known.direction
    remove_meter(known)
    audit.record(request, "meter.removed", group=row, company_id=found.pk, meter=name, direction=direction)
    return Status(204, None)


def _company(request: HttpRequest, group: str, company: int, right: May = May.SEE) -> tuple[Group, Company]:
    row = group_or_404(request, group)
    return row, company_or_404(request, row, company, right)


def _site_or_404(company: Company, number: int) -> Site:
    found = sites_of(company).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _meter_or_404(company: Company, number: int) -> Meter:
    found = meters_of(company).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _refuse_foreign_site(company: Company, number: int | None) -> None:
    if number is not None:
        _site_or_404(company, number)


def _site_out(site: Site) -> SiteOut:
    return SiteOut(**asdict(site_record(site)))


def _meter_out(group: Group, company: Company, number: int) -> MeterOut:
    return MeterOut(**asdict(meter_record(_meter_or_404(company, number), group.timezone)))
