"""Imports, checks and replacements, from the records of use cases and queries to those of the interface."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, tzinfo
from typing import Any

from energy_synergy.timeline import zone
from energy_synergy.usecases.check_file import Checked
from energy_synergy.usecases.problems import Problem
from energy_synergy.usecases.replacement import Replacement
from energy_synergy.web.api.refusals import finding_record
from energy_synergy.web.api.schemas.imports import (
    CheckedSeries,
    CheckOut,
    DayTotals,
    ImportFinding,
    ImportOut,
    ImportSeries,
    ProblemOut,
    RemedyOut,
    ReplacedValue,
    ReplacementOut,
    SourceChange,
)
from energy_synergy.web.db.finding_rows import finding_of
from energy_synergy.web.db.models import FindingRow, Import
from energy_synergy.web.queries.import_records import import_record
from energy_synergy.web.words import filled

SERIES_FIELDS, MOMENTS = frozenset(ImportSeries.model_fields), frozenset(("starts_at", "ends_at"))


def import_out(row: Import, timezone: str) -> ImportOut:
    """Return an import that came from `imports_of`, times of readings on the clock of a zone."""
    plain = asdict(import_record(row))
    series = [_series(one, zone(timezone)) for one in plain.pop("series")]
    detected = {name: str(value) for name, value in plain.pop("detected").items()}
    return ImportOut(**plain, series=series, detected=detected)


def _series(told: Mapping[str, Any], clock: tzinfo) -> ImportSeries:
    known = {name: told[name] for name in SERIES_FIELDS & told.keys() if told[name] is not None}
    moments = {name: datetime.fromisoformat(known[name]).astimezone(clock) for name in MOMENTS & known.keys()}
    return ImportSeries(**{**known, **moments})


def import_finding(row: FindingRow) -> ImportFinding:
    """Return a finding with the import that it came with."""
    source = row.source_import
    return ImportFinding(
        **finding_record(finding_of(row)).model_dump(),
        id=row.pk,
        import_id=source.pk,
        company_id=source.company_id,
        recorded_at=source.recorded_at,
        is_undone=source.undone_at is not None,
    )


def check_out(checked: Checked, replacement: Replacement | None, timezone: str) -> CheckOut:
    """Return what a check found; times are on the group's clock."""
    clock = zone(timezone)
    return CheckOut(
        is_ready=checked.is_ready,
        can_import_good_rows=checked.is_ready or checked.can_import_good_rows,
        format=checked.format,
        detected=dict(checked.detected),
        rows=checked.rows,
        rows_ready=checked.rows_ready,
        rows_bad=checked.rows_bad,
        refusal=finding_record(checked.refusal) if checked.refusal else None,
        problems=[_problem(one) for one in checked.problems],
        series=[
            CheckedSeries.of(
                one,
                starts_at=one.starts_at and one.starts_at.astimezone(clock),
                ends_at=one.ends_at and one.ends_at.astimezone(clock),
            )
            for one in checked.series
        ],
        preview=[
            DayTotals(direction=one.direction, days=list(one.days), energy_kwh=list(one.energy_kwh))
            for one in checked.previews
        ],
        replacement=None if replacement is None else replacement_out(replacement, timezone),
    )


def replacement_out(replacement: Replacement, timezone: str) -> ReplacementOut:
    """Return what saving would do, with times on the clock of a zone."""
    clock = zone(timezone)
    return ReplacementOut.of(
        replacement,
        first_at=replacement.first_at and replacement.first_at.astimezone(clock),
        last_at=replacement.last_at and replacement.last_at.astimezone(clock),
        examples=[ReplacedValue.of(one, starts_at=one.starts_at.astimezone(clock)) for one in replacement.examples],
        sources=[SourceChange.of(one, dropped=list(one.dropped)) for one in replacement.sources],
    )


def _problem(problem: Problem) -> ProblemOut:
    return ProblemOut(
        code=problem.code,
        severity=problem.severity.value,
        count=problem.count,
        is_left_out=problem.is_left_out,
        examples=[finding_record(one) for one in problem.examples],
        remedies=[
            RemedyOut(kind=one.fix.kind, to=one.fix.to, message=filled(one.sentence, one.values))
            for one in problem.remedies
        ],
    )
