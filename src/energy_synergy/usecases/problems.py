"""Findings of a file grouped by what they are about, each group with the remedies that fit it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from energy_synergy.errors import marked
from energy_synergy.findings import WORST_FIRST, Finding, Severity
from energy_synergy.formats.base import ReadResult
from energy_synergy.usecases.remedies import Remedy, Situation, remedies_for
from energy_synergy.usecases.told import Told

EXAMPLES = 20
# Of problems of rows: what one of these sentences says holds for each of them.
TITLES: Mapping[str, str] = {
    "bad_value": marked("Values that are not numbers: {count}"),
    "negative_value": marked("Values below zero: {count}"),
    "bad_time": marked("Times that cannot be read: {count}"),
    "too_many_cells": marked("Rows with more cells than the header: {count}"),
    "duplicate_time": marked("Times that come again: {count}"),
    "off_step": marked("Times beside the step of the others: {count}"),
    "time_far_away": marked("Times far from all others: {count}"),
    "time_never_shown": marked("Times in the hour that the clock skips: {count}"),
    "value_beyond_day": marked("Values beyond the end of their day: {count}"),
    "interval_length": marked("Intervals of a length that cannot be: {count}"),
    "interval_missing": marked("Readings without a start or an end: {count}"),
    "outside_interval": marked("Readings beyond the end of their interval: {count}"),
    "missing_value": marked("Cells without a value: {count}"),
    "gap": marked("Readings that are missing: {count}"),
    "spike": marked("Values far above all others: {count}"),
    "total_row": marked("Rows of totals, left out: {count}"),
}
# Told better by something else: the gap between two rows by the check of missing readings, the cap by the counts.
UNLISTED = frozenset({"rows_missing", "more_findings"})
WITHOUT_LINE = frozenset({"times_lacking"})


@dataclass(frozen=True, slots=True)
class Problem:
    """One kind of problem: how often it came, its first findings, what may be done, and whether its rows are left out.

    `title` is a template over `count`; it is empty where the first finding says all.
    """

    code: str
    severity: Severity
    count: int
    title: str
    examples: tuple[Finding, ...]
    remedies: tuple[Remedy, ...] = ()
    is_left_out: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether it keeps the file from being imported."""
        return self.severity is Severity.ERROR and not self.is_left_out

    @property
    def can_be_left_out(self) -> bool:
        """Tell whether its rows may be left out."""
        return any(one.fix.kind == "leave_out" for one in self.remedies)


def group_problems(
    findings: Sequence[Finding], result: ReadResult, situation: Situation, told: Told
) -> tuple[Problem, ...]:
    """Return the problems of a file, those that block first, then by how often they came."""
    by_code: dict[tuple[str, Severity], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.code not in UNLISTED:
            by_code[finding.code, finding.severity].append(finding)
    rows = Counter(result.bad_lines.values())
    problems = [
        _problem(code, severity, ones, _count(code, severity, ones, rows, result.counts), situation, told)
        for (code, severity), ones in by_code.items()
    ]
    return tuple(sorted(problems, key=lambda one: (WORST_FIRST.index(one.severity), -one.count, one.code)))


def _count(
    code: str, severity: Severity, findings: Iterable[Finding], rows: Mapping[str, int], counts: Mapping[str, int]
) -> int:
    listed = sum(finding.count for finding in findings)
    if severity is Severity.ERROR and rows.get(code):
        return rows[code]
    # Beyond the bound on findings only the counts know; they do not tell the severities of one code apart.
    return listed if severity is Severity.ERROR or rows.get(code) else max(listed, counts.get(code, 0))


def _problem(
    code: str, severity: Severity, findings: Sequence[Finding], count: int, situation: Situation, told: Told
) -> Problem:
    blocks = severity is Severity.ERROR
    can_leave_out = blocks and (findings[0].place.line is not None or code in WITHOUT_LINE)
    offered = remedies_for(code, findings, situation, can_leave_out=can_leave_out)
    is_left_out = can_leave_out and code in told.left_out
    title = TITLES.get(code, "") if findings[0].place.line is not None or code in ("gap", "spike") else ""
    return Problem(code, severity, count, title, tuple(findings[:EXAMPLES]), offered, is_left_out)
