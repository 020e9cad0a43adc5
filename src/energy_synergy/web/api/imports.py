"""What came into a group: imports and their findings, and undoing an import."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router

from energy_synergy.web import audit
from energy_synergy.web.access import May, actor, companies_of, company_or_404, group_or_404
from energy_synergy.web.api.groups import GroupSlug
from energy_synergy.web.api.import_answers import import_finding, import_out
from energy_synergy.web.api.operations import creates, reads
from energy_synergy.web.api.paging import page_of_rows
from energy_synergy.web.api.schemas.base import Number, Page
from energy_synergy.web.api.schemas.imports import FindingsQuery, ImportFinding, ImportOut, ImportsQuery, UndoneOut
from energy_synergy.web.db.models import Group, Import
from energy_synergy.web.queries.import_records import Imports, findings_of, imports_of
from energy_synergy.web.wiring import group_store

router = Router()
ImportId = Path[Number]


@reads(router, "/{group}/imports", Page[ImportOut], summary="What came in")
def list_imports(request: HttpRequest, group: GroupSlug, asked: Query[ImportsQuery]) -> Page[ImportOut]:
    """List the imports of the companies whose data you may see, the newest first."""
    row = group_or_404(request, group)
    imports = _imports(request, row, asked.company)
    return page_of_rows(request, imports, asked, lambda one: import_out(one, row.timezone), newest_first=True)


@reads(router, "/{group}/imports/{number}", ImportOut, summary="An import")
def read_import(request: HttpRequest, group: GroupSlug, number: ImportId) -> ImportOut:
    """Tell what one import brought, and whether it still counts."""
    row = group_or_404(request, group)
    return import_out(_import_or_404(request, row, number), row.timezone)


@reads(router, "/{group}/imports/{number}/findings", Page[ImportFinding], summary="Findings of an import")
def list_import_findings(
    request: HttpRequest, group: GroupSlug, number: ImportId, asked: Query[FindingsQuery]
) -> Page[ImportFinding]:
    """List what was found in one import."""
    found = _import_or_404(request, group_or_404(request, group), number)
    return _findings(request, asked, Import.objects.filter(pk=found.pk))


@reads(router, "/{group}/findings", Page[ImportFinding], summary="Findings of a group")
def list_findings(request: HttpRequest, group: GroupSlug, asked: Query[FindingsQuery]) -> Page[ImportFinding]:
    """List what was found in all imports of the companies whose data you may see, the newest first."""
    row = group_or_404(request, group)
    return _findings(request, asked, _imports(request, row, asked.company))


@creates(router, "/{group}/imports/{number}/undo", UndoneOut, status=200, summary="Undo an import")
def undo_import(request: HttpRequest, group: GroupSlug, number: ImportId) -> UndoneOut:
    """Bring back what was there before an import, up to 30 days after it; the import itself stays in the list."""
    row = group_or_404(request, group, May.IMPORT)
    found = _import_or_404(request, row, number)
    company_or_404(request, row, found.company_id, May.IMPORT)
    undone = group_store().undo_import(found.pk, now=timezone.now(), recorded_by=actor(request))
    audit.record(request, "import.undone", group=row, company_id=found.company_id, number=found.pk)
    return UndoneOut(
        import_id=undone.import_id,
        days_restored=undone.days_restored,
        days_removed=undone.days_removed,
        days_kept=undone.days_kept,
        source_changed=undone.source_changed,
    )


def _imports(request: HttpRequest, group: Group, company: int | None) -> Imports:
    """Return the imports of the companies whose data the caller may see, or of one of them."""
    seen = companies_of(request, group)
    return imports_of(group, seen if company is None else seen & {company})


def _import_or_404(request: HttpRequest, group: Group, number: int) -> Import:
    found = _imports(request, group, None).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _findings(request: HttpRequest, asked: FindingsQuery, imports: Imports) -> Page[ImportFinding]:
    rows = findings_of(imports, severity=asked.severity, code=asked.code)
    return page_of_rows(request, rows, asked, import_finding, newest_first=True)
