"""Checking an upload: read it as it was told, guess whose it is, see what it would replace; nothing is imported."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from django.utils import timezone

from energy_synergy.errors import EnergySynergyError, marked
from energy_synergy.findings import Finding, Severity
from energy_synergy.usecases.check_file import Checked, check_file
from energy_synergy.usecases.finding_record import finding_as_record
from energy_synergy.usecases.guess_company import Candidate, guess_company
from energy_synergy.usecases.problems import Problem
from energy_synergy.usecases.replacement import compute_replacement
from energy_synergy.usecases.told import Told
from energy_synergy.web.db import uploads
from energy_synergy.web.db.beside import find_beside, series_told
from energy_synergy.web.db.models import Company, Meter, Upload
from energy_synergy.web.imports import files
from energy_synergy.web.wiring import group_store

LOG = logging.getLogger(__name__)
GONE = marked("The file is no longer kept. Send it again.")
FAILED = marked(
    "The check failed for a reason that is not in the file. Try again; if it fails again, tell the operator."
)


@dataclass(frozen=True, slots=True)
class Understood:
    """A check with what it was told and whose file it is."""

    told: Told
    checked: Checked
    company_id: int | None


def check_upload(upload: Upload) -> None:
    """Check an upload that was claimed, and write down what was found."""
    try:
        found = _understood(upload)
        replacement, checked = None, found.checked
        if found.company_id is not None and checked.dataset is not None:
            store = group_store()
            replacement = compute_replacement(checked.dataset, store=store, company_id=found.company_id)
            checked = with_beside(
                checked,
                found.company_id,
                timezone=upload.group.timezone,
                among=upload.told.get("among", ()),
                sha256=upload.sha256,
                file_name=upload.file_name,
            )
        uploads.finish_check(upload, found.told, checked, replacement, company_id=found.company_id)
    except FileNotFoundError:
        uploads.refuse(upload, _refusal(Finding("file_gone", Severity.ERROR, GONE)))
    except EnergySynergyError as refusal:
        findings = getattr(refusal, "findings", ())
        main = findings[0] if findings else Finding(refusal.code, Severity.ERROR, refusal.sentence, refusal.values)
        uploads.refuse(upload, _refusal(main))
    except Exception:
        # The boundary of a job: whatever fails in it must not leave the visitor waiting.
        LOG.exception("The check of upload %s failed.", upload.pk)
        uploads.refuse(upload, _refusal(Finding("check_failed", Severity.ERROR, FAILED)))


def with_beside(
    checked: Checked, company_id: int, *, timezone: str, among: Collection[int], sha256: str = "", file_name: str = ""
) -> Checked:
    """Return a check with what its file looks like beside what is stored for a company, and for others `among` some.

    Those are companies that the sender sees. A check without a dataset stays as it is.
    """
    if checked.dataset is None:
        return checked
    series = checked.dataset.series
    found = find_beside(
        company_id,
        series,
        series_told(series),
        timezone=timezone,
        sha256=sha256,
        among=among,
        file_name=file_name,
    )
    extra = tuple(Problem(one.finding.code, one.finding.severity, 1, "", (one.finding,)) for one in found)
    return replace(checked, problems=(*checked.problems, *extra))


def _refusal(finding: Finding) -> dict[str, object]:
    return {"finding": finding_as_record(finding)}


def _understood(upload: Upload) -> Understood:
    """Check a file; a new one is checked again where its company's last file of this kind was told more."""
    told, company_id = uploads.told_of(upload), upload.company_id
    checked = _checked(upload, told)
    if not upload.told.get("is_new"):
        return Understood(told, checked, company_id)
    if company_id is None:
        company_id = _guessed(upload, checked, upload.told.get("among", ()))
    before = uploads.remembered(company_id, checked) if company_id is not None else None
    if before is None or before == told:
        return Understood(told, checked, company_id)
    return Understood(before, _checked(upload, before), company_id)


def _checked(upload: Upload, told: Told) -> Checked:
    with files.opened(upload.token) as stream:
        return check_file(
            stream,
            told,
            timezone=upload.group.timezone,
            file_name=upload.file_name,
            note=lambda progress: uploads.note_progress(upload, progress),
        )


def _guessed(upload: Upload, checked: Checked, among: Iterable[int]) -> int | None:
    numbers = list(among)
    meters: dict[int, list[str]] = {number: [] for number in numbers}
    for company_id, name in Meter.objects.filter(company_id__in=numbers).values_list("company_id", "name"):
        meters[company_id].append(name)
    names = Company.objects.filter(pk__in=numbers).order_by("pk").values_list("pk", "name")
    candidates = [Candidate(pk, name, tuple(meters[pk])) for pk, name in names]
    named = [one.meter for one in checked.series if one.meter]
    known = uploads.companies_with(checked.signature, numbers)
    return guess_company(upload.file_name, named, candidates, remembered=known)


def check_one(upload: Upload) -> bool:
    """Claim and check one upload; False when another has it."""
    if not uploads.claim_check(upload, timezone.now()):
        return False
    check_upload(upload)
    return True
