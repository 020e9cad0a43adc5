"""Findings as rows: their values keep their types, so that a sentence can be filled in later in any language."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from energy_synergy.findings import Finding, Place, Severity
from energy_synergy.web.db.models import FindingRow, Import

INSTANT = "$instant"
DATE = "$date"


def finding_row(finding: Finding, source_import: Import) -> FindingRow:
    """Return the row of a finding, not yet saved."""
    return FindingRow(
        source_import=source_import,
        code=finding.code,
        severity=finding.severity.value,
        sentence=finding.sentence,
        values={name: _encoded(value) for name, value in finding.values.items()},
        place={name: _encoded(value) for name, value in asdict(finding.place).items() if value is not None},
        count=finding.count,
        value=finding.value,
        expected=finding.expected,
        advice=finding.advice,
    )


def finding_of(row: FindingRow) -> Finding:
    """Return the finding of a row, equal to the one that was saved."""
    return Finding(
        code=row.code,
        severity=Severity(row.severity),
        sentence=row.sentence,
        values={name: _decoded(value) for name, value in row.values.items()},
        place=Place(**{name: _decoded(value) for name, value in row.place.items()}),
        count=row.count,
        value=row.value,
        expected=row.expected,
        advice=row.advice,
    )


def _encoded(value: object) -> object:
    if isinstance(value, datetime):
        return {INSTANT: value.isoformat()}
    if isinstance(value, date):
        return {DATE: value.isoformat()}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return value.item() if hasattr(value, "item") else str(value)


def _decoded(value: object) -> Any:
    if isinstance(value, dict) and INSTANT in value:
        return datetime.fromisoformat(value[INSTANT])
    if isinstance(value, dict) and DATE in value:
        return date.fromisoformat(value[DATE])
    return value
