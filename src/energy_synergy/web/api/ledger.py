"""The ledger of findings of a group: seeing it, resolving and reopening."""

from __future__ import annotations

from collections import Counter

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Query, Router

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.timeline import zone
from energy_synergy.usecases.ledger import LedgerFilter
from energy_synergy.web import audit
from energy_synergy.web.access import May, NotAllowed, Refusal, actor, companies_of, group_or_404, open_group_or_404
from energy_synergy.web.api.groups import GroupSlug
from energy_synergy.web.api.operations import creates, reads
from energy_synergy.web.api.paging import page_of_rows
from energy_synergy.web.api.refusals import finding_record
from energy_synergy.web.api.schemas.base import Page
from energy_synergy.web.api.schemas.ledger import ChangedOut, LedgerFinding, LedgerQuery, ReopenIn, ResolveIn
from energy_synergy.web.db import ledger
from energy_synergy.web.db.finding_rows import finding_of
from energy_synergy.web.db.models import FindingRow, Group

router = Router()


class FindingsNeeded(InvalidValue):
    """Neither findings nor a kind of them is named, or both are."""

    code = "findings_needed"


@reads(router, "/{group}/ledger", Page[LedgerFinding], summary="Ledger of findings")
def list_ledger(request: HttpRequest, group: GroupSlug, asked: Query[LedgerQuery]) -> Page[LedgerFinding]:
    """List what was found in the imports of the companies whose data you may see, each trouble once, newest first."""
    row = group_or_404(request, group)
    wanted = LedgerFilter(
        company_id=asked.company,
        meter=asked.meter or "",
        code=asked.code or "",
        severity=asked.severity or "",
        state=asked.state or "",
        import_id=asked.import_id,
        first_on=asked.first_on,
        last_on=asked.last_on,
    )
    rows = ledger.filtered(ledger.ledger_of(row, companies_of(request, row)), wanted, row.timezone)
    return page_of_rows(request, rows, asked, lambda one: _finding(one, row), newest_first=True)


@creates(router, "/{group}/ledger/resolve", ChangedOut, status=200, summary="Resolve findings")
def resolve_findings(request: HttpRequest, group: GroupSlug, told: ResolveIn) -> ChangedOut:
    """Resolve open findings with a reason: some by their numbers, or all of a kind that you may."""
    row, seen, fillable = _ledger(request, group)
    if bool(told.findings) == (told.code is not None):
        raise FindingsNeeded(marked("Name the findings by their numbers, or one kind of them."))
    if told.code is None:
        rows = _named(row, seen, fillable, told.findings)
    else:
        kind = LedgerFilter(company_id=told.company_id, code=told.code)
        rows = ledger.filtered(seen, kind, row.timezone).filter(source_import__company__in=fillable)
    counts = ledger.resolve(rows, reason=told.reason, by=actor(request), now=timezone.now())
    return _recorded(request, "finding.resolved", row, counts, reason=told.reason)


@creates(router, "/{group}/ledger/reopen", ChangedOut, status=200, summary="Reopen findings")
def reopen_findings(request: HttpRequest, group: GroupSlug, told: ReopenIn) -> ChangedOut:
    """Let resolved findings be open again; what was said of them stays in the audit record."""
    row, seen, fillable = _ledger(request, group)
    return _recorded(request, "finding.reopened", row, ledger.reopen(_named(row, seen, fillable, told.findings)))


def _ledger(request: HttpRequest, slug: str) -> tuple[Group, ledger.Rows, frozenset[int]]:
    """Return a group, its findings that the caller sees, and the companies for which they may import."""
    row = open_group_or_404(request, slug, May.IMPORT)
    seen = ledger.ledger_of(row, companies_of(request, row))
    return row, seen, companies_of(request, row, May.IMPORT)


def _named(group: Group, seen: ledger.Rows, fillable: frozenset[int], numbers: list[int]) -> ledger.Rows:
    """Return findings by their numbers; refuses the whole where one is not there, or is not the caller's to change."""
    rows = seen.filter(pk__in=numbers)
    owners = dict(rows.order_by().values_list("pk", "source_import__company_id"))
    if owners.keys() != set(numbers):
        raise Http404
    if set(owners.values()) - fillable:
        raise NotAllowed(group, May.IMPORT, Refusal.ROLE)
    return rows


def _recorded(request: HttpRequest, action: str, group: Group, counts: Counter[int], **details: object) -> ChangedOut:
    for company_id, count in sorted(counts.items()):
        audit.record(request, action, group=group, company_id=company_id, count=count, **details)
    return ChangedOut(changed=counts.total())


def _finding(row: FindingRow, group: Group) -> LedgerFinding:
    source, clock = row.source_import, zone(group.timezone)
    return LedgerFinding(
        **finding_record(finding_of(row)).model_dump(),
        id=row.pk,
        company_id=source.company_id,
        import_id=source.pk,
        recorded_at=source.recorded_at.astimezone(clock),
        is_open=row.resolved_at is None,
        resolved_at=row.resolved_at and row.resolved_at.astimezone(clock),
        resolved_by=row.resolved_by,
        reason=row.reason,
        other_company_id=row.other_company_id,
    )
