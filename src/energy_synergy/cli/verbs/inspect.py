"""Look into a file: what it holds, how it was understood, and what is wrong with it. Nothing is kept."""

from __future__ import annotations

import csv
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from energy_synergy.cli.arguments import read_fields
from energy_synergy.cli.numbers import energy
from energy_synergy.cli.output import Output, cannot_write
from energy_synergy.errors import EnergySynergyError
from energy_synergy.findings import Finding, has_errors
from energy_synergy.metering.series import Quality, Series
from energy_synergy.timeline import zone
from energy_synergy.units import KNOWN_UNITS
from energy_synergy.usecases.inspect_file import Inspection, inspect_file, inspection_as_json
from energy_synergy.usecases.sources import missing_file

DEFAULT_TIMEZONE = "Europe/Paris"
HINTS = ("unit", "stamp", "direction", "timezone")


class NoSuchFile(EnergySynergyError):
    """The file to look into is not there."""

    code = "no_such_file"


def configure(parser: ArgumentParser) -> None:
    """Add what this verb takes."""
    parser.add_argument("file", metavar="FILE", help="a file of meter readings, or a filled template")
    parser.add_argument("--format", metavar="NAME", help="layout of the file (see: options formats); found if left out")
    parser.add_argument("--unit", choices=KNOWN_UNITS, help="unit of the values")
    parser.add_argument("--timezone", help=f"zone of times without one (that of the format, or {DEFAULT_TIMEZONE})")
    parser.add_argument("--stamp", choices=("start", "end"), help="what a time names of its interval")
    parser.add_argument("--direction", choices=("production", "consumption"), help="direction of columns without one")
    parser.add_argument(
        "--set",
        dest="fields",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="another field of the format; may come several times",
    )
    parser.add_argument("--bad-rows", metavar="FILE", help="write the bad rows with their reasons to this CSV file")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: Namespace, output: Output) -> int:
    """Read, check and show one file; exit code 2 when a row is bad or a finding blocks."""
    hints = {name: getattr(arguments, name) for name in HINTS if getattr(arguments, name) is not None}
    hints |= read_fields(arguments.fields)
    path = Path(arguments.file)
    if not path.exists():
        sentence, near = missing_file(path)
        raise NoSuchFile(sentence, file=arguments.file, near=near)
    try:
        with output.progress(f"Reading {path.name}"):
            inspection = inspect_file(
                path, usual_timezone=DEFAULT_TIMEZONE, format=arguments.format, file_name=path.name, **hints
            )
    except EnergySynergyError as refusal:
        _write_bad_rows(arguments.bad_rows, getattr(refusal, "findings", ()))
        raise
    _write_bad_rows(arguments.bad_rows, inspection.findings)
    if output.is_json:
        output.json(inspection_as_json(inspection))
    else:
        _show(inspection, output)
    return 2 if inspection.result.bad_rows or has_errors(inspection.findings) else 0


def _show(inspection: Inspection, output: Output) -> None:
    timezone = inspection.result.detected.get("timezone") or DEFAULT_TIMEZONE
    described: dict[str, Any] = inspection_as_json(inspection)
    understood = ", ".join(f"{name} {value}" for name, value in described["detected"].items())
    output.line(f"Read as {described['format']}: {understood}. {described['rows']:,} rows.")
    output.table(
        ["Meter", "Direction", f"From ({timezone})", "To", "Step", "Readings", "Missing", "Energy"],
        [_series(series, timezone) for series in inspection.result.series],
        text_columns=4,
    )
    output.findings(inspection.findings)


def _series(series: Series, timezone: str) -> list[str]:
    return [
        series.meter or "–",
        series.direction,
        _local(series.starts_at, timezone) or "a typical day",
        _local(series.ends_at, timezone),
        f"{series.step.total_seconds() / 60:g} min",
        f"{len(series.energy_kwh):,}",
        f"{int((series.quality == Quality.MISSING).sum()):,}",
        energy(series.total_kwh),
    ]


def _local(moment: datetime | None, timezone: str) -> str:
    return "" if moment is None else f"{moment.astimezone(zone(timezone)):%Y-%m-%d %H:%M}"


def _write_bad_rows(file: str | None, findings: Sequence[Finding]) -> None:
    """Write one line for each finding that names a line of the file."""
    if file is None:
        return
    try:
        with Path(file).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["line", "column", "value", "expected", "reason"])
            for finding in findings:
                if finding.place.line is not None:
                    expected = (finding.expected or "").format_map(finding.values)
                    row = [finding.place.line, finding.place.column or "", finding.value or "", expected]
                    writer.writerow([*row, finding.message])
    except OSError as error:
        raise cannot_write(file, error) from error
