"""What is found in one file, listed up to a bound: a million wrong rows give no million findings."""

from __future__ import annotations

from energy_synergy.errors import marked
from energy_synergy.findings import WORST_FIRST, Finding, Place, Severity


class Listed:
    """Findings up to a bound; past it only their number and worst severity are kept."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._findings: list[Finding] = []
        self._unlisted: dict[Severity, int] = {}

    @property
    def is_full(self) -> bool:
        """Tell whether the bound is reached: what comes now is counted only."""
        return len(self._findings) >= self._most

    def add(self, finding: Finding) -> None:
        """List one finding."""
        self._findings.append(finding)

    def count(self, severity: Severity, count: int = 1) -> None:
        """Count what is not listed."""
        self._unlisted[severity] = self._unlisted.get(severity, 0) + count

    def in_order(self, file_name: str) -> tuple[Finding, ...]:
        """Return the findings in the order of their lines, with one summary of what is not listed."""
        findings = sorted(self._findings, key=_line_of)
        if self._unlisted:
            findings.append(self._summary(file_name))
        return tuple(findings)

    def _summary(self, file_name: str) -> Finding:
        more = sum(self._unlisted.values())
        return Finding(
            "more_findings",
            min(self._unlisted, key=WORST_FIRST.index),
            marked("There are {count} more findings that are not listed."),
            {"count": more},
            Place(file_name or None),
            more,
            advice=marked("Mend what is listed first, then read the file again."),
        )


def _line_of(finding: Finding) -> int:
    # A reading of a file without lines has its number in the values only.
    found = finding.values.get("line")
    return found if isinstance(found, int) else 0
