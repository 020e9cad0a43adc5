"""Imports as records: what came in, and whether it still counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from energy_synergy.findings import Severity
from energy_synergy.ports import UNDO_FOR
from energy_synergy.web.db.models import FindingRow, Group, Import

Imports = QuerySet[Import]


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """One import. `problems` counts findings that are more than information; until `undo_until` it can be undone."""

    id: int
    company_id: int
    company: str
    kind: str
    file_name: str
    format: str
    detected: Mapping[str, str]
    series: tuple[Mapping[str, Any], ...]
    rows: int
    left_out: int
    days_added: int
    days_replaced: int
    problems: int
    recorded_at: datetime
    recorded_by: str
    undoes: int | None
    undone_at: datetime | None
    undone_by: str
    undo_until: datetime | None


def imports_of(group: Group, companies: Collection[int]) -> Imports:
    """Return the imports of some companies of a group."""
    is_problem = Q(findings__other_company=None) & ~Q(findings__severity=Severity.INFO.value)
    return (
        Import.objects.filter(company__memberships__group=group, company__in=companies)
        .select_related("company")
        .annotate(problems=Count("findings", filter=is_problem, distinct=True))
    )


def import_record(row: Import) -> ImportRecord:
    """Return the record of an import that came from `imports_of`."""
    is_final = row.undone_at is not None or row.undoes_id is not None
    return ImportRecord(
        id=row.pk,
        company_id=row.company_id,
        company=row.company.name,
        kind=row.kind,
        file_name=row.file_name,
        format=row.format,
        detected=row.detected,
        series=tuple(row.series),
        rows=row.rows,
        left_out=row.left_out,
        days_added=row.days_added,
        days_replaced=row.days_replaced,
        problems=row.problems,  # type: ignore[attr-defined]
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
        undoes=row.undoes_id,
        undone_at=row.undone_at,
        undone_by=row.undone_by,
        undo_until=None if is_final else row.recorded_at + UNDO_FOR,
    )


def findings_of(imports: Imports, *, severity: str | None = None, code: str | None = None) -> QuerySet[FindingRow]:
    """Return the findings of some imports with the imports themselves, of all kinds or of one."""
    rows = FindingRow.objects.filter(source_import__in=imports.values("pk")).select_related("source_import__company")
    wanted = {name: value for name, value in (("severity", severity), ("code", code)) if value is not None}
    return rows.filter(**wanted)
