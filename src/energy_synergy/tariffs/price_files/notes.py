"""What a reader of prices notes while it reads: findings up to a bound, what it detected, which rows it left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from energy_synergy.files.listed import Listed
from energy_synergy.findings import Finding, Place, Severity
from energy_synergy.tariffs.price_files.base import PriceResult
from energy_synergy.tariffs.spot import SpotPrices

MOST = 300


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
    _listed: Listed = field(default_factory=lambda: Listed(MOST))
    _bad_lines: set[int] = field(default_factory=set)

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
        if self._listed.is_full:
            self._listed.count(severity)
            return
        starts, ends = (instant(span[0]), instant(span[1])) if span else (None, None)
        place = Place(self.file_name or None, line=line, starts_at=starts, ends_at=ends)
        shown = None if value is None else value[:80]
        filled: Mapping[str, object] = {**values, "line": line, "value": shown, "count": count}
        self._listed.add(Finding(code, severity, sentence, filled, place, count, shown, expected, advice))

    def bad_row(self, code: str, sentence: str, *, line: int, **details: object) -> None:
        """Note a row that is wrong and left out."""
        self._bad_lines.add(line)
        self.add(code, Severity.ERROR, sentence, line=line, **details)  # type: ignore[arg-type]

    def result(self, format: str, prices: tuple[SpotPrices, ...], areas: tuple[str, ...]) -> PriceResult:
        """Return what a file held, with everything that was noted, in the order of its lines."""
        findings = self._listed.in_order(self.file_name)
        return PriceResult(format, prices, findings, self.detected, self.rows, len(self._bad_lines), areas)
