"""The rows of a file that cannot be imported, as they are written there, each with what is wrong."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import BinaryIO

from energy_synergy.findings import Finding, Severity
from energy_synergy.formats.base import RowPlace
from energy_synergy.formats.detect import raw_rows
from energy_synergy.usecases.apply_told import read_as_told
from energy_synergy.usecases.told import Told


@dataclass(frozen=True, slots=True)
class BadRow:
    """One row as it is written; `findings` say what is wrong, `code` names it where too many rows are bad to list."""

    sheet: str | None
    line: int
    cells: tuple[str, ...]
    code: str
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class BadRows:
    """The bad rows of a file in its order, under its own header; the separator and decimal mark are the file's."""

    header: tuple[str, ...]
    rows: tuple[BadRow, ...]
    separator: str
    decimal_mark: str


def read_bad_rows(source: BinaryIO, told: Told, *, timezone: str, file_name: str = "") -> BadRows:
    """Return every bad row of a seekable file as it was told, those that are left out on request too.

    Raises FileRefused when the file cannot be read.
    """
    reading = read_as_told(source, told, timezone=timezone, file_name=file_name)
    result = reading.result
    reasons: dict[RowPlace, list[Finding]] = defaultdict(list)
    for finding in reading.findings:
        if finding.severity is Severity.ERROR and finding.place.line is not None:
            reasons[finding.place.sheet, finding.place.line].append(finding)
    source.seek(0)
    hints = told.reader_hints(timezone)
    raw = raw_rows(source, list(result.bad_lines), result.format, file_name=file_name, **hints)
    rows = tuple(
        BadRow(sheet, line, raw.rows.get((sheet, line), ()), code, tuple(reasons[sheet, line]))
        for (sheet, line), code in sorted(result.bad_lines.items(), key=lambda item: (item[0][0] or "", item[0][1]))
    )
    detected = result.detected
    return BadRows(raw.header, rows, detected.get("separator", ""), detected.get("decimal_mark", "point"))
