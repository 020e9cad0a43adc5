"""What a check found as plain values, to be kept beside the file and shown on any page later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from energy_synergy.findings import Severity
from energy_synergy.formats.base import ColumnLook
from energy_synergy.ports import SourceKind
from energy_synergy.usecases.check_file import Checked
from energy_synergy.usecases.finding_record import decoded, encoded, finding_as_record, finding_from_record
from energy_synergy.usecases.preview import Preview, SeriesFacts
from energy_synergy.usecases.problems import Problem
from energy_synergy.usecases.remedies import Remedy
from energy_synergy.usecases.replacement import ReplacedValue, Replacement, SourceChange
from energy_synergy.usecases.told import Fix


def checked_as_record(checked: Checked) -> dict[str, Any]:
    """Return what a check found as plain values; the dataset itself is left aside: it is read again to be saved."""
    return {
        "format": checked.format,
        "signature": checked.signature,
        "columns": [asdict(column) for column in checked.columns],
        "times_of_day": checked.times_of_day,
        "has_header": checked.has_header,
        "detected": dict(checked.detected),
        "rows": checked.rows,
        "rows_bad": checked.rows_bad,
        "rows_aside": checked.rows_aside,
        "problems": [_problem_as_record(problem) for problem in checked.problems],
        "applied": [_remedy_as_record(one) for one in checked.applied],
        "series": [encoded(asdict(one)) for one in checked.series],
        "previews": [_preview_as_record(preview) for preview in checked.previews],
        "refusal": finding_as_record(checked.refusal) if checked.refusal else None,
        "remedies": [_remedy_as_record(one) for one in checked.remedies],
    }


def checked_from_record(record: Mapping[str, Any]) -> Checked:
    """Return what a check found from plain values."""
    return Checked(
        format=record["format"],
        signature=record["signature"],
        columns=tuple(
            ColumnLook(one["header"], one["role"], one["unit"], tuple(one["samples"])) for one in record["columns"]
        ),
        times_of_day=record["times_of_day"],
        has_header=record["has_header"],
        detected=record["detected"],
        rows=record["rows"],
        rows_bad=record["rows_bad"],
        rows_aside=record["rows_aside"],
        problems=tuple(_problem_from_record(one) for one in record["problems"]),
        applied=tuple(_remedy_from_record(one) for one in record["applied"]),
        series=tuple(SeriesFacts(**decoded(one)) for one in record["series"]),
        previews=tuple(_preview_from_record(one) for one in record["previews"]),
        refusal=finding_from_record(record["refusal"]) if record["refusal"] else None,
        remedies=tuple(_remedy_from_record(one) for one in record["remedies"]),
    )


def _problem_as_record(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "count": problem.count,
        "title": problem.title,
        "examples": [finding_as_record(finding) for finding in problem.examples],
        "remedies": [_remedy_as_record(one) for one in problem.remedies],
        "is_left_out": problem.is_left_out,
    }


def _problem_from_record(record: Mapping[str, Any]) -> Problem:
    return Problem(
        record["code"],
        Severity(record["severity"]),
        record["count"],
        record["title"],
        tuple(finding_from_record(one) for one in record["examples"]),
        tuple(_remedy_from_record(one) for one in record["remedies"]),
        record["is_left_out"],
    )


def _remedy_as_record(one: Remedy) -> dict[str, Any]:
    return {**asdict(one.fix), "sentence": one.sentence, "values": encoded(one.values)}


def _remedy_from_record(record: Mapping[str, Any]) -> Remedy:
    fix = Fix(record["kind"], record["to"], record["place"])
    return Remedy(fix, record["sentence"], decoded(record["values"]))


def _preview_as_record(preview: Preview) -> dict[str, Any]:
    days = [preview.days[0].isoformat(), preview.days[-1].isoformat()] if preview.days else []
    return {"direction": preview.direction, "days": days, "energy_kwh": list(preview.energy_kwh)}


def _preview_from_record(record: Mapping[str, Any]) -> Preview:
    ends = [date.fromisoformat(day).toordinal() for day in record["days"]]
    days = tuple(map(date.fromordinal, range(ends[0], ends[1] + 1))) if ends else ()
    return Preview(record["direction"], days, tuple(record["energy_kwh"]))


def replacement_as_record(replacement: Replacement) -> dict[str, Any]:
    """Return what an import would replace as plain values."""
    plain = {name: getattr(replacement, name) for name in Replacement.__slots__ if name not in ("examples", "sources")}
    return {
        **encoded(plain),
        "examples": [encoded(asdict(one)) for one in replacement.examples],
        "sources": [asdict(one) for one in replacement.sources],
    }


def replacement_from_record(record: Mapping[str, Any]) -> Replacement:
    """Return what an import would replace from plain values."""
    plain = {name: value for name, value in record.items() if name not in ("examples", "sources")}
    return Replacement(
        **decoded(plain),
        examples=tuple(ReplacedValue(**decoded(one)) for one in record["examples"]),
        sources=tuple(
            SourceChange(
                one["direction"],
                SourceKind(one["before"]) if one["before"] else None,
                SourceKind(one["after"]),
                tuple(one.get("dropped", ())),
            )
            for one in record["sources"]
        ),
    )
