"""Findings: what is wrong or worth knowing about data, with its place; never an exception."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding matters: an error blocks its row or file, a warning may be accepted."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


WORST_FIRST = (Severity.ERROR, Severity.WARNING, Severity.INFO)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding lies; lines and columns count from 1, as in a spreadsheet."""

    file: str | None = None
    sheet: str | None = None
    line: int | None = None
    column: str | None = None
    meter: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One data problem.

    `sentence` is a template over `values`; a front door may translate it before filling it in.
    `value` is what was found, as text; `expected` and `advice` are further templates over `values`.
    """

    code: str
    severity: Severity
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)
    place: Place = Place()
    count: int = 1
    value: str | None = None
    expected: str | None = None
    advice: str | None = None

    @property
    def message(self) -> str:
        """The English sentence, filled in."""
        return self.sentence.format_map(self.values)


def has_errors(findings: Iterable[Finding]) -> bool:
    """Tell whether any finding blocks."""
    return any(finding.severity is Severity.ERROR for finding in findings)
