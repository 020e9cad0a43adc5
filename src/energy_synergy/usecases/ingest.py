"""Taking data in: a file or an annual total of one company becomes a new version in the store."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from energy_synergy.errors import EnergySynergyError, InvalidValue, marked
from energy_synergy.findings import Finding, Severity, has_errors
from energy_synergy.formats.base import ReadResult
from energy_synergy.ports import AnnualTotal, Dataset, GroupStore, Saved
from energy_synergy.registry import option
from energy_synergy.usecases.apply_told import Reading, as_left_out, no_note, read_as_told
from energy_synergy.usecases.dataset import compute_dataset, ids_of
from energy_synergy.usecases.told import Told

CHUNK_BYTES = 1 << 20
NOTHING_TOLD = Told()
# Names how many findings are not listed; the bad rows among them are known by line.
MORE = "more_findings"


class RowsRefused(EnergySynergyError):
    """A file with rows that cannot be read: nothing of it was saved; `result` and `findings` say which and why."""

    code = "rows_refused"

    def __init__(self, sentence: str, *, result: ReadResult, findings: tuple[Finding, ...], **values: object) -> None:
        super().__init__(sentence, **values)
        self.result = result
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Ingested:
    """What came in: the dataset as it was stored, and what the store did with it."""

    dataset: Dataset
    saved: Saved


def ingest_file(
    source: BinaryIO,
    *,
    store: GroupStore,
    company_id: int,
    timezone: str,
    now: datetime,
    recorded_by: str,
    file_name: str = "",
    told: Told = NOTHING_TOLD,
    note: Callable[[float], None] = no_note,
) -> Ingested:
    """Read a seekable file as it was told, check it, and save it for one company; all of it or nothing.

    Rows that are left out on request are missing from what is saved, and told in its findings.
    Raises FileRefused for a file that is not readable, RowsRefused when a row is bad that is not left out,
    InvalidValue for series that cannot be placed on the 15-minute grid.
    """
    dataset = read_dataset(source, told, timezone=timezone, file_name=file_name, note=note)
    return Ingested(dataset, store.save_dataset(company_id, dataset, now=now, recorded_by=recorded_by))


def read_dataset(
    source: BinaryIO, told: Told, *, timezone: str, file_name: str = "", note: Callable[[float], None] = no_note
) -> Dataset:
    """Return what a seekable file brings as it was told; nothing is saved.

    Raises what `ingest_file` raises before it saves.
    """
    sha256 = _sha256(source)
    reading = read_as_told(source, told, timezone=timezone, file_name=file_name, note=note)
    findings = sound_findings(reading, told)
    dataset = replace(compute_dataset(reading.series), known_as=ids_of(reading.series, file_name), findings=findings)
    return as_of_file(dataset, reading.result, file_name=file_name, sha256=sha256)


def sound_findings(reading: Reading, told: Told) -> tuple[Finding, ...]:
    """Return what an import keeps of the findings of a file of which nothing is wrong, or what is wrong is left out.

    Raises RowsRefused when a row is bad that is not left out.
    """
    result = reading.result
    findings = tuple(as_left_out(finding, told) for finding in reading.findings)
    is_bad = bool(set(result.bad_lines.values()) - told.left_out) if result.bad_lines else bool(result.bad_rows)
    if is_bad or has_errors(one for one in findings if one.code != MORE):
        raise _refusal(result, findings)
    return (*_summary(result), *(one for one in findings if one.code != MORE))


def as_of_file(dataset: Dataset, result: ReadResult, *, file_name: str, sha256: str) -> Dataset:
    """Return a dataset with where it comes from."""
    return replace(
        dataset,
        file_name=Path(file_name).name,
        sha256=sha256,
        format=result.format,
        detected=result.detected,
        rows=result.rows,
        left_out=result.bad_rows,
    )


def _summary(result: ReadResult) -> tuple[Finding, ...]:
    if not result.bad_rows:
        return ()
    sentence = marked("{count} bad rows were left out on request: their values are missing, not zero.")
    values = {"count": result.bad_rows}
    return (Finding("rows_left_out", Severity.WARNING, sentence, values, count=result.bad_rows),)


def ingest_annual_total(
    total: AnnualTotal, *, store: GroupStore, company_id: int, now: datetime, recorded_by: str
) -> Saved:
    """Save an annual total with a profile for one company.

    Raises UnknownName for a profile that is not there; InvalidValue for its fields, for a total that is not above
    zero, and for a profile of the other direction.
    """
    profile = option("profiles", total.profile, **total.fields)
    if not 0 < total.annual_kwh < float("inf"):
        raise InvalidValue(
            marked("The annual total must be a number of kWh above zero, not {value}."), value=total.annual_kwh
        )
    if profile.direction not in (None, total.direction):
        raise InvalidValue(
            marked("The profile {profile} is not a curve of {direction}."),
            profile=total.profile,
            direction=total.direction,
        )
    return store.save_annual_total(company_id, total, now=now, recorded_by=recorded_by)


def _refusal(result: ReadResult, findings: tuple[Finding, ...]) -> RowsRefused:
    blocking = [finding for finding in findings if finding.severity is Severity.ERROR]
    lines = {(finding.place.sheet, finding.place.line) for finding in blocking if finding.place.line is not None}
    return RowsRefused(
        marked("Rows to correct: {rows}. Nothing was saved. Correct them and upload the file again.")
        if lines
        else marked("Problems to correct: {problems}. Nothing was saved."),
        result=result,
        findings=findings,
        rows=max(len(lines), result.bad_rows),
        problems=len(blocking),
    )


def _sha256(source: BinaryIO) -> str:
    digest = hashlib.sha256()
    source.seek(0)
    while chunk := source.read(CHUNK_BYTES):
        digest.update(chunk)
    source.seek(0)
    return digest.hexdigest()
