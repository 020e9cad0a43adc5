"""The invoices of a company."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router
from ninja.responses import Status

from energy_synergy.web import audit
from energy_synergy.web.access import May, actor, company_or_404, group_or_404
from energy_synergy.web.api.companies import CompanyId
from energy_synergy.web.api.groups import GroupSlug
from energy_synergy.web.api.operations import creates, reads, removes
from energy_synergy.web.api.paging import page_of
from energy_synergy.web.api.schemas.base import Number, Page, PageQuery
from energy_synergy.web.api.schemas.invoices import InvoiceIn, InvoiceOut
from energy_synergy.web.db.beside import note_again
from energy_synergy.web.db.invoices import InvoiceDetails, add_invoice
from energy_synergy.web.db.models import Company, Group, Invoice
from energy_synergy.web.queries.invoices import load_invoices

router = Router()
InvoiceId = Path[Number]
INVOICES = "/{group}/companies/{company}/invoices"


@reads(router, INVOICES, Page[InvoiceOut], summary="Invoices of a company")
def list_invoices(
    request: HttpRequest, group: GroupSlug, company: CompanyId, page: Query[PageQuery]
) -> Page[InvoiceOut]:
    """List the invoices of a company, each beside what its meters read on the same days, the latest first."""
    row, found = _company(request, group, company)
    return page_of(request, load_invoices(found, row.timezone), page, InvoiceOut.of)


@creates(router, INVOICES, InvoiceOut, summary="Add an invoice")
def make_invoice(
    request: HttpRequest, group: GroupSlug, company: CompanyId, told: InvoiceIn, response: HttpResponse
) -> Status[InvoiceOut]:
    """Take an invoice in; where the readings come to another sum, that is a finding of their import."""
    row, found = _company(request, group, company, May.EDIT_COMPANY)
    saved = add_invoice(found, InvoiceDetails(**told.model_dump()), now=timezone.now(), recorded_by=actor(request))
    note_again(found.pk, saved.direction, row.timezone)
    days = {"first_on": saved.first_on.isoformat(), "last_on": saved.last_on.isoformat()}
    audit.record(request, "invoice.added", group=row, company_id=found.pk, energy_kwh=saved.energy_kwh, **days)
    response.headers["Location"] = f"{request.path}/{saved.pk}"
    line = next(one for one in load_invoices(found, row.timezone) if one.id == saved.pk)
    return Status(201, InvoiceOut.of(line))


@removes(router, INVOICES + "/{invoice}", summary="Remove an invoice")
def remove_invoice(request: HttpRequest, group: GroupSlug, company: CompanyId, invoice: InvoiceId) -> Status[None]:
    """Remove an invoice; what was found because of it goes too."""
    row, found = _company(request, group, company, May.EDIT_COMPANY)
    known = Invoice.objects.filter(pk=invoice, company=found).first()
    if known is None:
        raise Http404
    days = {"first_on": known.first_on.isoformat(), "last_on": known.last_on.isoformat()}
    known.delete()
    note_again(found.pk, known.direction, row.timezone)
    audit.record(request, "invoice.removed", group=row, company_id=found.pk, energy_kwh=known.energy_kwh, **days)
    return Status(204, None)


def _company(request: HttpRequest, group: str, company: int, right: May = May.SEE) -> tuple[Group, Company]:
    row = group_or_404(request, group)
    return row, company_or_404(request, row, company, right)
