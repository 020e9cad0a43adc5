"""What a bulk import tells: one line for each file, and a summary of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from energy_synergy.errors import EnergySynergyError
from energy_synergy.findings import Finding, Severity
from energy_synergy.formats.base import ReadResult
from energy_synergy.metering.series import Direction
from energy_synergy.ports import Dataset, Saved
from energy_synergy.usecases.bulk_store import EarlierImport
from energy_synergy.usecases.finding_json import finding_as_json
from energy_synergy.usecases.ingest import RowsRefused
from energy_synergy.usecases.meter_owners import Owned, OwnerUnknown


class Outcome(StrEnum):
    """What became of a file."""

    SAVED = "saved"
    SAME = "same"
    UNDONE = "undone"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"
    WAITING = "waiting"
    FAILED = "failed"


LISTED = 20
GOOD = frozenset({Outcome.SAVED, Outcome.SAME, Outcome.UNDONE})


@dataclass(frozen=True, slots=True)
class Part:
    """What a file brought for one company: the number of the import, the energy [kWh] by direction, the period.

    `is_new` is False where the same bytes came in before; the import is then that one.
    """

    company_id: int
    company: str
    group: str
    timezone: str
    import_id: int
    is_new: bool = True
    days_added: int = 0
    days_replaced: int = 0
    days_unchanged: int = 0
    energy_kwh: dict[Direction, float] = field(default_factory=dict)
    meters: tuple[str, ...] = ()
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one file; `reason` says why nothing, or not all, was saved.

    `rows` were read, `left_out` of them left out as bad; `warnings` counts the findings that do not block.
    """

    file: str
    outcome: Outcome
    parts: tuple[Part, ...] = ()
    rows: int = 0
    left_out: int = 0
    warnings: int = 0
    format: str = ""
    reason: str = ""
    code: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def is_good(self) -> bool:
        """Tell whether the file needs nobody."""
        return self.outcome in GOOD


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of all files: how many of each outcome, and what was saved."""

    files: int
    outcomes: dict[Outcome, int]
    rows: int
    energy_kwh: dict[Direction, float]
    companies: int

    @property
    def is_good(self) -> bool:
        """Tell whether no file needs anybody."""
        return all(outcome in GOOD for outcome in self.outcomes)


def part_of(owned: Sequence[Owned], dataset: Dataset, saved: Saved) -> Part:
    """Return what was saved for one company."""
    first, series = owned[0], dataset.series
    energy: dict[Direction, float] = {}
    for one in series:
        energy[one.direction] = energy.get(one.direction, 0.0) + one.total_kwh
    return Part(
        first.company.id,
        first.company.name,
        first.bond.group,
        first.bond.timezone,
        saved.import_id,
        days_added=saved.days_added,
        days_replaced=saved.days_replaced,
        days_unchanged=saved.days_unchanged,
        energy_kwh=energy,
        meters=tuple(dict.fromkeys(one.meter for one in series)),
        starts_at=min((one.starts_at for one in series if one.starts_at), default=None),
        ends_at=max((one.ends_at for one in series if one.ends_at), default=None),
    )


def line_of_refusal(file: str, outcome: Outcome, refusal: EnergySynergyError) -> Line:
    """Return the line of a file that was refused, with the first reason and its line."""
    findings: tuple[Finding, ...] = getattr(refusal, "findings", ())
    blocking = [one for one in findings if one.severity is Severity.ERROR] or list(findings)
    reason = str(refusal)
    if isinstance(refusal, RowsRefused) and blocking:
        # What to do is the same for all of them; the first one says where to begin.
        reason = f"{blocking[0].message} Rows to correct: {refusal.values['rows']}."
    elif blocking and blocking[0].message not in reason:
        reason = f"{reason} {blocking[0].message}"
    return Line(file, outcome, reason=reason, code=refusal.code, findings=findings[:LISTED])


def part_before(owned: Sequence[Owned], earlier: EarlierImport) -> Part:
    """Return what a file brought before, for a company that has it already."""
    first = owned[0]
    return Part(
        first.company.id, first.company.name, first.bond.group, first.bond.timezone, earlier.import_id, is_new=False
    )


def line_of(
    file: str, result: ReadResult, parts: Sequence[Part], unknown: Sequence[OwnerUnknown], undone: Iterable[int]
) -> Line:
    """Return the line of a file that was taken in; `undone` are the imports of it that somebody took back since."""
    taken_back = set(undone)
    is_new = any(part.is_new for part in parts)
    was_undone = any(part.import_id in taken_back for part in parts)
    outcome = Outcome.SAVED if is_new else Outcome.UNDONE if was_undone else Outcome.SAME
    warnings = sum(one.severity is Severity.WARNING for one in result.findings)
    reason = " ".join(str(one) for one in unknown)
    return Line(
        file,
        outcome,
        tuple(parts),
        result.rows,
        result.bad_rows,
        warnings,
        result.format,
        reason,
        findings=result.findings[:LISTED],
    )


def summary_of(lines: Iterable[Line]) -> Summary:
    """Return what became of all files."""
    told = list(lines)
    new = [part for line in told for part in line.parts if part.is_new]
    energy: dict[Direction, float] = {}
    for part in new:
        for direction, kwh in part.energy_kwh.items():
            energy[direction] = energy.get(direction, 0.0) + kwh
    rows = sum(line.rows for line in told if line.outcome is Outcome.SAVED)
    companies = len({part.company_id for part in new})
    return Summary(len(told), dict(Counter(line.outcome for line in told)), rows, energy, companies)


def line_as_json(line: Line) -> dict[str, Any]:
    """Return a line as plain values."""
    return {
        "file": line.file,
        "outcome": line.outcome.value,
        "format": line.format or None,
        "rows": line.rows,
        "rows_left_out": line.left_out,
        "warnings": line.warnings,
        "code": line.code or None,
        "reason": line.reason or None,
        "imports": [_part_as_json(part) for part in line.parts],
        "findings": [finding_as_json(finding) for finding in line.findings],
    }


def _part_as_json(part: Part) -> dict[str, Any]:
    return {
        "import": part.import_id,
        "is_new": part.is_new,
        "company": part.company,
        "company_id": part.company_id,
        "group": part.group,
        "meters": list(part.meters),
        "starts_at": part.starts_at and part.starts_at.isoformat(),
        "ends_at": part.ends_at and part.ends_at.isoformat(),
        "energy_kwh": dict(part.energy_kwh),
        "days_added": part.days_added,
        "days_replaced": part.days_replaced,
        "days_unchanged": part.days_unchanged,
    }


def summary_as_json(summary: Summary) -> dict[str, Any]:
    """Return a summary as plain values; every outcome is named."""
    return {
        "files": summary.files,
        **{outcome.value: summary.outcomes.get(outcome, 0) for outcome in Outcome},
        "rows": summary.rows,
        "companies": summary.companies,
        "energy_kwh": dict(summary.energy_kwh),
    }
