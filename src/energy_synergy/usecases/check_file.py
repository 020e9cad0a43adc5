"""A file before it is imported: its columns, what is wrong with it, what it would bring. Nothing is written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import BinaryIO

from energy_synergy.errors import EnergySynergyError
from energy_synergy.findings import Finding, Severity
from energy_synergy.formats.base import ColumnLook, Look, ReadResult
from energy_synergy.formats.detect import look_at
from energy_synergy.metering.series import Series
from energy_synergy.ports import Dataset
from energy_synergy.usecases.apply_told import Reading, no_note, read_as_told
from energy_synergy.usecases.dataset import compute_dataset
from energy_synergy.usecases.preview import Preview, SeriesFacts, compute_preview, series_facts
from energy_synergy.usecases.problems import Problem, group_problems
from energy_synergy.usecases.remedies import Remedy, Situation, remedies_for, remedy
from energy_synergy.usecases.told import Told

LOOKING = 0.1
FINDINGS_OF_A_REFUSAL = 50


@dataclass(frozen=True, slots=True)
class Checked:
    """What one file turned out to be as it was told.

    `rows` were read, `rows_bad` of them hold something wrong; `left_out` of those are left out on request. `refusal` is
    set when the file as a whole cannot be read; `remedies` may then mend it. `dataset` is what an import would bring
    once every bad row is left out.
    """

    format: str
    signature: str
    columns: tuple[ColumnLook, ...]
    times_of_day: int = 0
    has_header: bool = True
    detected: Mapping[str, str] = field(default_factory=dict)
    rows: int = 0
    rows_bad: int = 0
    rows_aside: int = 0
    problems: tuple[Problem, ...] = ()
    applied: tuple[Remedy, ...] = ()
    series: tuple[SeriesFacts, ...] = ()
    previews: tuple[Preview, ...] = ()
    refusal: Finding | None = None
    remedies: tuple[Remedy, ...] = ()
    dataset: Dataset | None = None

    @property
    def rows_ready(self) -> int:
        """The rows that are right."""
        return max(0, self.rows - self.rows_bad - self.rows_aside)

    @property
    def open_problems(self) -> tuple[Problem, ...]:
        """The problems that keep the file from being imported."""
        return tuple(one for one in self.problems if one.is_open)

    @property
    def is_ready(self) -> bool:
        """Tell whether it can be imported as it is."""
        return self.refusal is None and bool(self.series) and not self.open_problems

    @property
    def can_import_good_rows(self) -> bool:
        """Tell whether it can be imported once the bad rows are left out."""
        opens = self.open_problems
        return self.refusal is None and bool(self.series) and bool(opens) and all(one.can_be_left_out for one in opens)


def check_file(
    source: BinaryIO, told: Told, *, timezone: str, file_name: str = "", note: Callable[[float], None] = no_note
) -> Checked:
    """Read a seekable file as it was told and return what it is, what is wrong with it and what it would bring.

    Raises FileRefused when it is no table of readings at all.
    """
    hints = told.reader_hints(timezone)
    source.seek(0)
    look = look_at(source, told.format or None, file_name=file_name, **hints)
    note(LOOKING)
    seen = Checked(
        look.format, signature_of(look), look.columns, look.times_of_day, look.has_header, detected=look.detected
    )
    applied = tuple(remedy(fix) for fix in told.fixes)
    try:
        reading = read_as_told(source, told, timezone=timezone, file_name=file_name, note=note)
        return _of_reading(replace(seen, applied=applied), reading, told, timezone)
    except EnergySynergyError as refusal:
        return _of_refusal(replace(seen, applied=applied), refusal, timezone)


def signature_of(look: Look) -> str:
    """Return a digest of a header, the same for every file of one source; empty for a table without a header."""
    if not look.has_header:
        return ""
    parts = [look.format, str(look.times_of_day), *(column.header for column in look.columns)]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _of_reading(seen: Checked, reading: Reading, told: Told, timezone: str) -> Checked:
    result = reading.result
    situation = _situation(result, reading.series, timezone)
    dataset = compute_dataset(reading.series) if reading.series else None
    series = dataset.series if dataset else ()
    return replace(
        seen,
        detected={**seen.detected, **result.detected},
        rows=result.rows,
        rows_bad=result.bad_rows,
        rows_aside=_aside(reading, is_by_day=seen.times_of_day > 0),
        problems=group_problems(reading.findings, result, situation, told),
        series=series_facts(series),
        previews=compute_preview(series, timezone),
        dataset=dataset,
    )


def _aside(reading: Reading, *, is_by_day: bool) -> int:
    """Count the rows that are no readings of their own but not wrong: totals, and those that repeat another's time."""
    is_repeat = {("duplicate_time", Severity.WARNING), ("total_row", Severity.INFO)}
    findings, bad = reading.findings, reading.result.bad_lines
    lines = {(one.place.sheet, one.place.line) for one in findings if (one.code, one.severity) in is_repeat}
    told = sum(one.count for one in findings if one.code == "duplicates_told")
    # In a table with a row per day it is single values that come again.
    return 0 if is_by_day else len({place for place in lines if place not in bad}) + told


def _situation(result: ReadResult, series: tuple[Series, ...], timezone: str) -> Situation:
    moments = [one.starts_at for one in series if one.starts_at]
    first: datetime | None = min(moments) if moments else None
    return Situation(result.detected, frozenset(one.direction for one in series), timezone, first)


def _of_refusal(seen: Checked, refusal: EnergySynergyError, timezone: str) -> Checked:
    findings: tuple[Finding, ...] = getattr(refusal, "findings", ())[:FINDINGS_OF_A_REFUSAL]
    main = Finding(refusal.code, Severity.ERROR, refusal.sentence, refusal.values)
    whole = findings[0] if len(findings) == 1 and findings[0].place.line is None else main
    situation = Situation(seen.detected, frozenset(), timezone)
    result = ReadResult(seen.format, ())
    return replace(
        seen,
        refusal=whole,
        remedies=remedies_for(whole.code, findings, situation, can_leave_out=False),
        problems=() if whole in findings else group_problems(findings, result, situation, Told()),
    )
