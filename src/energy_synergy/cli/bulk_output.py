"""How a bulk import is told: a line for each file as it is done, a summary at the end."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta

from energy_synergy.cli.numbers import energy
from energy_synergy.cli.output import Output
from energy_synergy.metering.series import Direction
from energy_synergy.timeline import zone
from energy_synergy.usecases.bulk_lines import (
    Line,
    Outcome,
    Part,
    line_as_json,
    summary_as_json,
    summary_of,
)

WIDTH = max(len(outcome) for outcome in Outcome)
WORDS: Mapping[Outcome, str] = {
    Outcome.SAVED: "saved",
    Outcome.SAME: "the same as before",
    Outcome.UNDONE: "undone before and left alone",
    Outcome.REFUSED: "refused",
    Outcome.UNKNOWN: "of an unknown meter",
    Outcome.UNREADABLE: "not readable",
    Outcome.WAITING: "still being written",
    Outcome.FAILED: "failed",
}
INSTANT = timedelta(microseconds=1)


class BulkOutput:
    """Takes the lines as they come; `is_stream` writes one JSON object for each instead of one at the end."""

    def __init__(self, output: Output, *, folder: str, is_quiet: bool, is_stream: bool) -> None:
        self._output, self._folder = output, folder
        self._is_quiet, self._is_stream = is_quiet, is_stream
        self.lines: list[Line] = []

    def take(self, line: Line) -> None:
        """Show what became of one file."""
        self.lines.append(line)
        if self._output.is_json and self._is_stream:
            self._output.line(json.dumps(line_as_json(line), ensure_ascii=False, allow_nan=False))
        elif not self._output.is_json and not (self._is_quiet and line.is_good):
            self._output.line(f"{line.outcome.value:<{WIDTH}}  {_printable(f'{line.file}: {_told(line)}')}")

    def end(self, seconds: float, aside: int) -> None:
        """Show what became of all files."""
        summary = summary_of(self.lines)
        if self._output.is_json:
            told = {"summary": {**summary_as_json(summary), "aside": aside, "seconds": round(seconds, 3)}}
            if self._is_stream:
                self._output.line(json.dumps(told, ensure_ascii=False, allow_nan=False))
            else:
                listed = [line_as_json(line) for line in self.lines]
                self._output.json({"folder": self._folder, "files": listed, **told})
            return
        counts = ", ".join(f"{summary.outcomes[one]:,} {WORDS[one]}" for one in Outcome if one in summary.outcomes)
        self._output.line(f"{summary.files:,} files{': ' + counts if counts else ''}.")
        if summary.outcomes.get(Outcome.SAVED):
            companies = f"{summary.companies:,} {'company' if summary.companies == 1 else 'companies'}"
            self._output.line(f"Saved {summary.rows:,} rows of {companies}: {_energies(summary.energy_kwh)}.")
        rate = f", {summary.files / seconds:,.0f} files a second" if seconds and summary.files else ""
        self._output.note(f"{seconds:,.1f} s{rate}. {aside:,} hidden or unfinished files were left aside.")


def _printable(text: str) -> str:
    """Return a text on one line: the name of a file may hold anything, the sequences that steer a terminal too."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


def _told(line: Line) -> str:
    if line.outcome is Outcome.SAVED:
        extra = [f"{line.left_out:,} bad rows left out"] if line.left_out else []
        extra += [f"{line.warnings:,} warnings"] if line.warnings else []
        extra += [line.reason] if line.reason else []
        parts = "; ".join(_part(part) for part in line.parts)
        return ", ".join((f"{line.rows:,} rows", parts, *extra))
    if line.outcome is Outcome.SAME:
        return "nothing new: " + ", ".join(_before(part) for part in line.parts)
    if line.outcome is Outcome.UNDONE:
        undone = ", ".join(_before(part) for part in line.parts)
        return f"{undone} was undone; use the page Bring data in to import it again"
    return line.reason


def _before(part: Part) -> str:
    return f"import {part.import_id} of {part.company}"


def _part(part: Part) -> str:
    if not part.is_new:
        return f"{part.company}: the same as import {part.import_id}"
    meters = ", ".join(meter for meter in part.meters if meter)
    who = f"{part.company} ({meters})" if meters else part.company
    is_same = not part.days_added and not part.days_replaced and part.days_unchanged
    known = " (all stored before)" if is_same else ""
    return f"{who}: {_energies(part.energy_kwh)}, {_period(part)}{known}"


def _energies(energy_kwh: Mapping[Direction, float]) -> str:
    return ", ".join(f"{energy(kwh)} {direction}" for direction, kwh in energy_kwh.items()) or energy(0.0)


def _period(part: Part) -> str:
    if part.starts_at is None or part.ends_at is None:
        return "a typical day"
    clock = zone(part.timezone)
    first, last = part.starts_at.astimezone(clock).date(), (part.ends_at - INSTANT).astimezone(clock).date()
    return first.isoformat() if first == last else f"{first} to {last}"
