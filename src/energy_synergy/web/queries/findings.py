"""Findings as lines of a page, in the visitor's language and on the group's clock."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.utils.translation import gettext

from energy_synergy.findings import Finding, Severity
from energy_synergy.timeline import zone
from energy_synergy.web.queries.option_words import with_labels
from energy_synergy.web.words import filled, translated

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding; what is not known is empty."""

    severity: str
    sentence: str
    file: str
    sheet: str
    line: int | None
    column: str
    starts_at: datetime | None
    ends_at: datetime | None
    value: str
    expected: str
    advice: str
    count: int

    @property
    def is_blocking(self) -> bool:
        """Tell whether nothing is saved because of it."""
        return self.severity == Severity.ERROR

    @property
    def is_warning(self) -> bool:
        """Tell whether it deserves attention without blocking."""
        return self.severity == Severity.WARNING


def finding_lines(findings: Iterable[Finding], timezone: str) -> tuple[FindingLine, ...]:
    """Return findings as lines, their instants on the clock of a zone."""
    return tuple(_line(with_labels(finding), timezone) for finding in findings)


def _line(finding: Finding, timezone: str) -> FindingLine:
    place = finding.place
    return FindingLine(
        severity=finding.severity.value,
        sentence=translated(finding),
        file=place.file or "",
        sheet=place.sheet or "",
        line=place.line,
        column=place.column or "",
        starts_at=place.starts_at and place.starts_at.astimezone(zone(timezone)),
        ends_at=place.ends_at and place.ends_at.astimezone(zone(timezone)),
        value=finding.value or "",
        expected=filled(finding.expected, finding.values),
        advice=filled(finding.advice, finding.values),
        count=finding.count,
    )


def as_download(lines: Iterable[FindingLine]) -> str:
    """Return lines as the address of a CSV file that holds itself, for a link with `download`.

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(
        [gettext("Line"), gettext("Column"), gettext("Found"), gettext("Expected"), gettext("Problem"), gettext("Fix")]
    )
    for line in lines:
        cells = (line.column, line.value, line.expected, line.sentence, line.advice)
        writer.writerow([line.line or "", *(_plain_text(cell) for cell in cells)])
    return "data:text/csv;charset=utf-8," + quote("\ufeff" + stream.getvalue())


def _plain_text(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
