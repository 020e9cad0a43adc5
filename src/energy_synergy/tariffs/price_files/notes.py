"""What a reader of prices notes while it reads: findings up to a bound, what it detected, which rows it left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Place, Severity
from energy_synergy.tariffs.price_files.base import PriceResult
from energy_synergy.tariffs.spot import SpotPrices

MOST = 300
WORST_FIRST = (Severity.ERROR, Severity.WARNING, Severity.INFO)


def instant(seconds: int) -> datetime:
    """Return an instant [s] in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def told(seconds: int) -> str:
    """Return an instant [s] as it is written in findings."""
    return f"{instant(seconds):%Y-%m-%d %H:%M} UTC"


@dataclass
class Notes:
    """The findings of one file; past the bound only their number and worst severity are kept."""

    file_name: str = ""
    detected: dict[str, str] = field(default_factory=dict)
    rows: int = 0
    _findings: list[Finding] = field(default_factory=list)
    _bad_lines: set[int] = field(default_factory=set)
    _unnamed: dict[Severity, int] = field(default_factory=dict)

    def add(
        self,
        code: str,
        severity: Severity,
        sentence: str,
        *,
        line: int | None = None,
        value: str | None = None,
        expected: str | None = None,
        advice: str | None = None,
        count: int = 1,
        span: tuple[int, int] | None = None,
        **values: object,
    ) -> None:
        """Note one finding; `span` is the first instant and the end [s] that it concerns."""
        if len(self._findings) >= MOST:
            self._unnamed[severity] = self._unnamed.get(severity, 0) + 1
            return
        starts, ends = (instant(span[0]), instant(span[1])) if span else (None, None)
        place = Place(self.file_name or None, line=line, starts_at=starts, ends_at=ends)
        shown = None if value is None else value[:80]
        filled: Mapping[str, object] = {**values, "line": line, "value": shown, "count": count}
        self._findings.append(Finding(code, severity, sentence, filled, place, count, shown, expected, advice))

    def bad_row(self, code: str, sentence: str, *, line: int, **details: object) -> None:
        """Note a row that is wrong and left out."""
        self._bad_lines.add(line)
        self.add(code, Severity.ERROR, sentence, line=line, **details)  # type: ignore[arg-type]

    def result(self, format: str, prices: tuple[SpotPrices, ...], areas: tuple[str, ...]) -> PriceResult:
        """Return what a file held, with everything that was noted, in the order of its lines."""
        findings = sorted(self._findings, key=lambda finding: finding.place.line or 0)
        if self._unnamed:
            findings.append(self._summary())
        return PriceResult(format, prices, tuple(findings), self.detected, self.rows, len(self._bad_lines), areas)

    def _summary(self) -> Finding:
        worst = next(severity for severity in WORST_FIRST if severity in self._unnamed)
        more = sum(self._unnamed.values())
        return Finding(
            "more_findings",
            worst,
            marked("There are {count} more findings that are not listed."),
            {"count": more},
            Place(self.file_name or None),
            more,
            advice=marked("Mend what is listed first, then read the file again."),
        )
