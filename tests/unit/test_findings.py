"""Findings about data."""

from __future__ import annotations

import pytest

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Place, Severity, has_errors


def test_it_works() -> None:
    finding = Finding("gap", Severity.WARNING, marked("{count} slots are missing."), {"count": 3}, Place(line=7))
    assert finding.message == "3 slots are missing."
    assert (finding.place.line, finding.place.column) == (7, None)


@pytest.mark.parametrize(("severity", "is_error"), [("info", False), ("warning", False), ("error", True)])
def test_only_errors_block(severity: str, is_error: bool) -> None:
    findings = [Finding("a", Severity.INFO, "a"), Finding("b", Severity(severity), "b")]
    assert has_errors(findings) is is_error


def test_nothing_blocks_where_nothing_was_found() -> None:
    assert not has_errors(())
