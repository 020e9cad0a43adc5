"""Findings as rows: their values keep their types, so that a sentence can be filled in later in any language."""

from __future__ import annotations

from energy_synergy.findings import Finding
from energy_synergy.usecases.finding_record import finding_as_record, finding_from_record
from energy_synergy.web.db.models import FindingRow, Import

FIELDS = ("code", "severity", "sentence", "values", "place", "count", "value", "expected", "advice")


def finding_row(finding: Finding, source_import: Import) -> FindingRow:
    """Return the row of a finding, not yet saved."""
    return FindingRow(source_import=source_import, **finding_as_record(finding))


def finding_of(row: FindingRow) -> Finding:
    """Return the finding of a row, equal to the one that was saved."""
    return finding_from_record({name: getattr(row, name) for name in FIELDS})
