"""Findings as rows: their values keep their types, so that a sentence can be filled in later in any language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q

from energy_synergy.findings import Finding
from energy_synergy.usecases.finding_record import finding_as_record, finding_from_record
from energy_synergy.usecases.ledger import key_of
from energy_synergy.web.db.models import FindingRow, Import
from energy_synergy.web.db.versions import batched

FIELDS = ("code", "severity", "sentence", "values", "place", "count", "value", "expected", "advice")
LONGEST_METER = 120
# The latest row of a trouble; one that only an import names which was undone is the latest again.
LATEST = Q(replaced_by=None) | Q(replaced_by__source_import__undone_at__isnull=False)


def finding_row(finding: Finding, source_import: Import, *, other_company_id: int | None = None) -> FindingRow:
    """Return the row of a finding, not yet saved."""
    meter = _stored_meter(finding, source_import)
    return FindingRow(
        source_import=source_import,
        key=key_of(finding, meter),
        meter=meter[:LONGEST_METER],
        starts_at=finding.place.starts_at,
        ends_at=finding.place.ends_at,
        other_company_id=other_company_id,
        **finding_as_record(finding),
    )


def _stored_meter(finding: Finding, source_import: Import) -> str:
    """Return the name under which the meter of a finding is stored; the only one of its direction has none.

    A reader calls such a meter by the name of the file, which is another one next time.
    """
    told = finding.place.meter or ""
    return told if any(one.get("meter") == told for one in source_import.series) else ""


def save_findings(findings: Iterable[Finding], source_import: Import) -> None:
    """Store what was found in an import, open; at most two queries more than none, however many there are."""
    save_rows([finding_row(finding, source_import) for finding in findings])


def save_rows(rows: Sequence[FindingRow]) -> None:
    """Store rows of one import; a row of the same trouble from before is replaced by the new one, resolved or not."""
    if not rows:
        return
    company_id = rows[0].source_import.company_id
    known: dict[str, list[FindingRow]] = {}
    for some in batched(sorted({row.key for row in rows})):
        before = FindingRow.every.filter(LATEST, key__in=some, source_import__company=company_id).only("pk", "key")
        for one in before:
            known.setdefault(one.key, []).append(one)
    made = FindingRow.every.bulk_create(rows)
    latest = {row.key: row for row in made}
    replaced = []
    for key, ones in known.items():
        for one in ones:
            one.replaced_by = latest[key]
            replaced.append(one)
    if replaced:
        FindingRow.every.bulk_update(replaced, ["replaced_by"], batch_size=200)


def finding_of(row: FindingRow) -> Finding:
    """Return the finding of a row, equal to the one that was saved."""
    return finding_from_record({name: getattr(row, name) for name in FIELDS})
