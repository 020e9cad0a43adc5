"""Look into a file: read it, check its readings, keep nothing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from energy_synergy.findings import Finding
from energy_synergy.formats.base import ReadResult
from energy_synergy.formats.detect import read_file
from energy_synergy.metering.checks.base import run_checks
from energy_synergy.metering.series import Quality, Series
from energy_synergy.usecases.finding_json import finding_as_json


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a file holds and what is wrong with it; `findings` are those of the reading, then those of the checks."""

    result: ReadResult
    findings: tuple[Finding, ...]


def inspect_file(
    source: str | Path | BinaryIO, *, usual_timezone: str, format: str | None = None, file_name: str = "", **hints: Any
) -> Inspection:
    """Read a file and run every check over its series.

    `usual_timezone` is the IANA zone of times without an offset where neither the format nor the hint `timezone` says
    it, and the one in which findings tell times; `hints` are fields of the format (unit, stamp, direction, ...).

    Raises FileRefused when the file cannot be read, InvalidValue for a hint that no format takes.
    """
    result = read_file(source, format, file_name=file_name, usual_timezone=usual_timezone, **hints)
    return Inspection(result, (*result.findings, *run_checks(result.series, hints.get("timezone") or usual_timezone)))


def inspection_as_json(inspection: Inspection) -> dict[str, Any]:
    """Return the inspection as plain values: format, what was detected, rows, series and findings."""
    result = inspection.result
    return {
        "format": result.format,
        "detected": dict(result.detected),
        "rows": result.rows,
        "bad_rows": result.bad_rows,
        "series": [_series_as_json(series) for series in result.series],
        "findings": [finding_as_json(finding) for finding in inspection.findings],
    }


def _series_as_json(series: Series) -> dict[str, Any]:
    return {
        "meter": series.meter,
        "direction": series.direction,
        "starts_at": series.starts_at and series.starts_at.isoformat(),
        "ends_at": series.ends_at and series.ends_at.isoformat(),
        "step_minutes": series.step.total_seconds() / 60,
        "readings": len(series.energy_kwh),
        "missing": int((series.quality == Quality.MISSING).sum()),
        "energy_kwh": series.total_kwh,
    }
