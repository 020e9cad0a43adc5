"""What a reader notes while it reads: findings up to a cap, what it detected, which rows it left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt

from energy_synergy.files.listed import Listed
from energy_synergy.findings import Finding, Place, Severity
from energy_synergy.formats.base import ReadResult
from energy_synergy.formats.parsing.by_reading import BY_READING
from energy_synergy.metering.series import Series
from energy_synergy.timeline import zone

MAX_FINDINGS = 1_000


@dataclass
class Report:
    """The findings of one file; past the cap only their number and worst severity are kept.

    With `has_lines` False the places are those of readings counted from 1, and the sentences say so.
    """

    file_name: str = ""
    sheet: str | None = None
    timezone: str | None = None
    detected: dict[str, str] = field(default_factory=dict)
    rows: int = 0
    has_lines: bool = True
    counts: Counter[str] = field(default_factory=Counter)
    _listed: Listed = field(default_factory=lambda: Listed(MAX_FINDINGS))
    _bad_lines: dict[tuple[str | None, int], str] = field(default_factory=dict)

    def add(
        self,
        code: str,
        severity: Severity,
        sentence: str,
        *,
        line: int | None = None,
        column: str | None = None,
        value: object = None,
        expected: str | None = None,
        advice: str | None = None,
        count: int = 1,
        place: Mapping[str, object] | None = None,
        **values: object,
    ) -> None:
        """Note one finding; `place` gives meter, starts_at or ends_at where they are known."""
        self.counts[code] += count
        if self._listed.is_full:
            self._listed.count(severity, count)
            return
        if not self.has_lines:
            sentence = BY_READING.get(sentence, sentence)
        its_line = line if self.has_lines else None
        where = Place(self.file_name or None, self.sheet, its_line, column, **(place or {}))  # type: ignore[arg-type]
        found = None if value is None else str(value)[:80]
        values = {**values, "line": line, "column": column, "value": found, "count": count}
        self._listed.add(Finding(code, severity, sentence, values, where, count, found, expected, advice))

    def bad_row(self, code: str, sentence: str, *, line: int, **details: object) -> None:
        """Note a row in which something is wrong; what is wrong of it is left out."""
        self._bad_lines.setdefault((self.sheet, line), code)
        self.add(code, Severity.ERROR, sentence, line=line, **details)  # type: ignore[arg-type]

    @property
    def bad_rows(self) -> int:
        """The number of rows in which something is wrong."""
        return len(self._bad_lines)

    def are_bad(self, lines: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
        """Tell in which lines (N,) of the present sheet something is wrong, (N,)."""
        return np.isin(lines, [line for sheet, line in self._bad_lines if sheet == self.sheet])

    def told(self, instant: int) -> str:
        """Return an instant [s] on the clock of the file's zone, with its offset."""
        tz = zone(self.timezone) if self.timezone else UTC
        return datetime.fromtimestamp(instant, tz).isoformat(" ", "minutes")

    def findings(self) -> tuple[Finding, ...]:
        """Return what was noted, in the order of the lines, with one summary for what went past the cap."""
        return self._listed.in_order(self.file_name)

    def result(self, format: str, series: tuple[Series, ...]) -> ReadResult:
        """Return what a file held, with everything that was noted while it was read."""
        return ReadResult(
            format,
            series,
            self.findings(),
            self.detected,
            self.rows,
            self.bad_rows,
            dict(self._bad_lines),
            dict(self.counts),
        )
