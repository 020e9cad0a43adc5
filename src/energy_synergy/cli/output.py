"""What a command shows: tables for people on a terminal, one JSON object for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

from energy_synergy.errors import EnergySynergyError, marked
from energy_synergy.findings import Finding, Severity
from energy_synergy.usecases.finding_json import finding_as_json

if TYPE_CHECKING:
    from rich.console import Console

MARKS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
LISTED_FINDINGS = 30
Advance = Callable[[str, int, int], None]


class CannotWrite(EnergySynergyError):
    """A file cannot be written where the user wants it."""

    code = "cannot_write"


def cannot_write(file: str, error: OSError) -> CannotWrite:
    """Return the refusal of a file that the system does not let us write."""
    return CannotWrite(marked("{file} cannot be written: {reason}."), file=file, reason=error.strerror or str(error))


class Output:
    """Writes results on stdout and everything else on stderr; colour and bars only on a terminal."""

    def __init__(self, *, is_json: bool = False) -> None:
        self.is_json = is_json

    def text(self, text: str) -> None:
        """Write text on stdout as it is."""
        sys.stdout.write(text)
        sys.stdout.flush()

    def note(self, text: str) -> None:
        """Write one line on stderr."""
        sys.stderr.write(f"{text}\n")

    def json(self, value: dict[str, Any]) -> None:
        """Write the one JSON object of a command."""
        self.text(json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False) + "\n")

    @property
    def width(self) -> int:
        """How many characters a line of a table may have."""
        return self._console().width

    def heading(self, text: str) -> None:
        """Write a heading."""
        self._console().print(f"\n{text}", style="bold", markup=False, highlight=False)

    def line(self, text: str) -> None:
        """Write a line of plain text."""
        self.text(f"{text}\n")

    def table(
        self,
        columns: Sequence[str],
        rows: Sequence[Sequence[str]],
        *,
        text_columns: int = 1,
        is_first_whole: bool = False,
    ) -> None:
        """Write a table; the first `text_columns` columns are left-aligned, the numbers after them right-aligned.

        Texts are folded where the terminal is narrow, but not in the first column where that is to be whole.
        """
        from rich.box import SIMPLE_HEAD
        from rich.table import Table
        from rich.text import Text

        table = Table(box=SIMPLE_HEAD, pad_edge=False)
        for number, column in enumerate(columns):
            if number < text_columns:
                table.add_column(column, overflow="fold", no_wrap=is_first_whole and number == 0)
            else:
                # A number that is broken over two lines reads as another one.
                table.add_column(Text(column), justify="right", overflow="ellipsis", no_wrap=True)
        for row in rows:
            table.add_row(*map(Text, row))
        self._console().print(table)

    def findings(self, findings: Sequence[Finding], *, on_stderr: bool = False) -> None:
        """Write one line for each finding, errors first; the same advice is given once."""
        write = self.note if on_stderr else self.line
        ranked = sorted(findings, key=lambda finding: list(MARKS).index(finding.severity))
        given: set[str] = set()
        for finding in ranked[:LISTED_FINDINGS]:
            file = f"{finding.place.file}: " if finding.place.file else ""
            write(f"{MARKS[finding.severity]}: {file}{finding.message}{_new_advice(finding, given)}")
        if len(ranked) > LISTED_FINDINGS:
            write(f"... and {len(ranked) - LISTED_FINDINGS} more; --json lists them all.")

    def refusal(self, refusal: EnergySynergyError) -> None:
        """Tell why a command was refused, with the findings that led to it."""
        findings: tuple[Finding, ...] = getattr(refusal, "findings", ())
        # A file is often refused for one finding alone: its sentence is then the refusal itself.
        same = [finding for finding in findings if finding.message in str(refusal)]
        advice = "".join(_new_advice(finding, set()) for finding in same[:1])
        self.note(f"energy-synergy: {refusal}{advice}")
        self.findings([finding for finding in findings if finding not in same], on_stderr=True)
        if self.is_json:
            listed = [finding_as_json(finding) for finding in findings]
            self.json({"code": refusal.code, "message": str(refusal), "findings": listed})

    @contextmanager
    def progress(self, title: str) -> Iterator[Advance]:
        """Show a bar on stderr while work goes on, if that is a terminal; yields what to call before each part."""
        if not sys.stderr.isatty():
            yield lambda _name, _done, _total: None
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(title, total=None)
            yield lambda name, done, total: bar.update(task, description=f"{title} {name}", completed=done, total=total)

    def _console(self) -> Console:
        from rich.console import Console

        is_terminal = sys.stdout.isatty()
        console = Console(file=sys.stdout, width=None if is_terminal else 120, no_color=not is_terminal, emoji=False)
        # On its own, rich leaves with code 1, a bug, where the reader has only seen enough (`| head`).
        console.on_broken_pipe = _reader_has_gone  # type: ignore[method-assign]
        return console


def _reader_has_gone() -> NoReturn:
    raise BrokenPipeError


def _new_advice(finding: Finding, given: set[str]) -> str:
    advice = finding.advice.format_map(finding.values) if finding.advice else ""
    if not advice or advice in given:
        return ""
    given.add(advice)
    return f" {advice}"
