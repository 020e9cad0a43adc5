"""Uploads as pages show them: one line of the list, and everything that the steps of one file need."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from energy_synergy.findings import Finding, Severity
from energy_synergy.formats.parsing.corrections import cell_key
from energy_synergy.timeline import zone
from energy_synergy.units import SLOT
from energy_synergy.usecases.beside import SAME_ELSEWHERE
from energy_synergy.usecases.check_file import Checked
from energy_synergy.usecases.check_record import checked_from_record, replacement_from_record
from energy_synergy.usecases.finding_record import finding_from_record
from energy_synergy.usecases.problems import Problem
from energy_synergy.usecases.remedies import Remedy, suggested_number
from energy_synergy.usecases.replacement import Replacement
from energy_synergy.usecases.told import Fix, Told
from energy_synergy.web.db import uploads
from energy_synergy.web.db.models import Group, Upload
from energy_synergy.web.queries.findings import FindingLine, finding_lines
from energy_synergy.web.templatetags.es_dates import date_span, long_date
from energy_synergy.web.words import detected_words, filled

CORRECTABLE = frozenset({"bad_value", "negative_value", "bad_time"})
STEPS = ("file", "columns", "check", "confirm")
LISTED = 100


@dataclass(frozen=True, slots=True)
class UploadLine:
    """One unfinished file in the list; `problems` counts those that keep it from being imported."""

    token: UUID
    file_name: str
    size_bytes: int
    company: str
    company_id: int | None
    state: str
    progress: float
    rows: int
    problems: int
    refusal: str
    uploaded_at: datetime
    uploaded_by: str

    @property
    def is_under_way(self) -> bool:
        """Tell whether it is still being checked or saved."""
        return self.state in (uploads.State.WAITING, uploads.State.CHECKING, uploads.State.SAVING)


@dataclass(frozen=True, slots=True)
class RemedyButton:
    """A remedy to press: what it says, and what the form sends."""

    sentence: str
    kind: str
    to: str
    place: str


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row that is wrong, with the corrected cell that may be meant."""

    finding: FindingLine
    key: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class ProblemBlock:
    """One kind of problem: its title, first rows, and remedies."""

    code: str
    title: str
    advice: str
    count: int
    more: int
    is_blocking: bool
    is_warning: bool
    is_left_out: bool
    is_of_rows: bool
    rows: tuple[RowLine, ...]
    buttons: tuple[RemedyButton, ...]


@dataclass(frozen=True, slots=True)
class UploadPage:
    """Everything that the steps of one file show; `checked` is None until its check is done."""

    group: Group
    line: UploadLine
    told: Told
    checked: Checked | None
    replacement: Replacement | None
    problems: tuple[ProblemBlock, ...]
    applied: tuple[RemedyButton, ...]
    remedies: tuple[RemedyButton, ...]
    detected: tuple[str, ...]

    @property
    def token(self) -> UUID:
        """The name of the upload in addresses."""
        return self.line.token

    @property
    def blocking(self) -> tuple[ProblemBlock, ...]:
        """The problems to fix, those whose rows are left out among them."""
        return tuple(one for one in self.problems if one.is_blocking)

    @property
    def notes(self) -> tuple[ProblemBlock, ...]:
        """What does not keep the file from being imported."""
        return tuple(one for one in self.problems if not one.is_blocking)

    @property
    def open_count(self) -> int:
        """How many problems are still open."""
        return len(self.checked.open_problems) if self.checked else 0

    @property
    def missing(self) -> int:
        """Slots without a value between the first and the last reading of each series."""
        return sum(one.missing for one in self.checked.series) if self.checked else 0

    @property
    def slots(self) -> int:
        """Slots between the first and the last reading of each series."""
        return sum(one.slots for one in self.checked.series) if self.checked else 0

    @property
    def gaps(self) -> int:
        """Runs of slots without a value."""
        return sum(one.gaps for one in self.checked.series) if self.checked else 0

    @property
    def is_dated(self) -> bool:
        """Tell whether the file holds dated readings."""
        return bool(self.checked and any(one.starts_at for one in self.checked.series))

    @property
    def days(self) -> str:
        """The first and the last day of all dated series in words; nothing for a typical day."""
        series = self.checked.series if self.checked else ()
        pairs = [(one.starts_at, one.ends_at - SLOT) for one in series if one.starts_at and one.ends_at]
        if not pairs:
            return ""
        tz = zone(self.group.timezone)
        first, last = min(pair[0] for pair in pairs), max(pair[1] for pair in pairs)
        first_on, last_on = first.astimezone(tz).date(), last.astimezone(tz).date()
        return long_date(first_on) if first_on == last_on else date_span(first_on, last_on)


def load_upload_lines(group: Group, companies: Collection[int], actor: str) -> tuple[UploadLine, ...]:
    """Return the unfinished files that somebody may finish: those of their companies, and their own; one query."""
    rows = uploads.open_uploads(group.pk)[:LISTED]
    return tuple(upload_line(row) for row in rows if is_theirs(row, companies, actor))


def is_theirs(upload: Upload, companies: Collection[int], actor: str) -> bool:
    """Tell whether a file is of one of the companies, or of none yet and sent by somebody themselves."""
    return upload.company_id in companies if upload.company_id is not None else upload.uploaded_by == actor


def upload_line(upload: Upload) -> UploadLine:
    """Return one upload as a line."""
    report: dict[str, Any] = upload.report.get("checked") or {}
    problems = [one for one in report.get("problems", ()) if one["severity"] == Severity.ERROR]
    refusal = _refusal_of(upload, report)
    return UploadLine(
        token=upload.token,
        file_name=upload.file_name,
        size_bytes=upload.size_bytes,
        company=upload.company.name if upload.company else "",
        company_id=upload.company_id,
        state=upload.state,
        progress=upload.progress,
        rows=report.get("rows", 0),
        problems=sum(not one["is_left_out"] for one in problems) + bool(report.get("refusal")),
        refusal=filled(refusal.sentence, refusal.values) if refusal else "",
        uploaded_at=upload.uploaded_at,
        uploaded_by=upload.uploaded_by,
    )


def _refusal_of(upload: Upload, report: dict[str, Any]) -> Finding | None:
    record = upload.refusal.get("finding") or report.get("refusal")
    return finding_from_record(record) if record else None


def load_upload_page(upload: Upload, *, sees_all: bool = False) -> UploadPage:
    """Return what the steps of a file show; what it shares with another company only to who `sees_all` of them."""
    told = uploads.told_of(upload)
    kept, replaced = upload.report.get("checked"), upload.report.get("replacement")
    checked = checked_from_record(kept) if kept else None
    if checked and not sees_all:
        own = tuple(one for one in checked.problems if one.code != SAME_ELSEWHERE)
        checked = replace(checked, problems=own)
    return UploadPage(
        group=upload.group,
        line=upload_line(upload),
        told=told,
        checked=checked,
        replacement=replacement_from_record(replaced) if replaced else None,
        problems=tuple(_block(one, checked, upload.group.timezone) for one in checked.problems) if checked else (),
        applied=tuple(_button(one) for one in checked.applied) if checked else (),
        remedies=tuple(_button(one) for one in checked.remedies) if checked else (),
        detected=_detected(checked) if checked else (),
    )


def _detected(checked: Checked) -> tuple[str, ...]:
    """Return what was detected in a few words each, such as: semicolon, decimal comma, day/month/year, kWh."""
    found = checked.detected
    words = dict(detected_words(found))
    known = dict(zip(found, words.values(), strict=True))
    step = found.get("step_minutes")
    sentences = (
        known.get("sheet", ""),
        known.get("separator", ""),
        _("decimal comma") if found.get("decimal_mark") == "comma" else _("decimal point"),
        known.get("date_order", ""),
        known.get("timezone", ""),
        found.get("unit", ""),
        _("every {n} minutes").format(n=step) if step else "",
        _("times name the end") if found.get("stamp") == "end" else "",
        known.get("encoding", ""),
    )
    return tuple(one for one in sentences if one)


def _button(remedy: Remedy) -> RemedyButton:
    fix: Fix = remedy.fix
    return RemedyButton(filled(remedy.sentence, remedy.values), fix.kind, fix.to, fix.place)


def _block(problem: Problem, checked: Checked, timezone: str) -> ProblemBlock:
    lines = finding_lines(problem.examples, timezone)
    of_rows = bool(lines) and lines[0].line is not None
    title = filled(problem.title, {"count": problem.count}) if problem.title else lines[0].sentence
    rows = tuple(_row(line, problem.code, checked) for line in (lines if of_rows else _once(lines)))
    return ProblemBlock(
        code=problem.code,
        title=title,
        advice=lines[0].advice if lines else "",
        count=problem.count,
        more=max(0, problem.count - len(rows)) if of_rows else 0,
        is_blocking=problem.severity is Severity.ERROR,
        is_warning=problem.severity is Severity.WARNING,
        is_left_out=problem.is_left_out,
        is_of_rows=of_rows,
        rows=rows,
        buttons=tuple(_button(one) for one in problem.remedies),
    )


def _once(lines: tuple[FindingLine, ...]) -> tuple[FindingLine, ...]:
    """Return findings that say different things: what is wrong in one column is often wrong in the next."""
    return tuple({line.sentence: line for line in reversed(lines)}.values())[::-1]


def _row(line: FindingLine, code: str, checked: Checked) -> RowLine:
    if code not in CORRECTABLE or line.line is None or not line.column:
        return RowLine(line, "", "")
    detected = checked.detected
    suggestion = suggested_number(line.value, detected.get("decimal_mark", "point"), detected.get("unit", ""))
    key = cell_key(line.sheet or None, line.line, line.column)
    return RowLine(line, key, (suggestion or "") if code == "bad_value" else "")
