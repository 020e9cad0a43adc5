"""Uploads as rows: a row is claimed by a conditional update, so that one worker has it until its lease passes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from energy_synergy.errors import EnergySynergyError
from energy_synergy.usecases.check_file import Checked
from energy_synergy.usecases.check_record import checked_as_record, replacement_as_record
from energy_synergy.usecases.replacement import Replacement
from energy_synergy.usecases.told import Told, told_as_json, told_from_json
from energy_synergy.web.db.models import ColumnMapping, Group, Upload

LEASE = timedelta(minutes=10)
KEPT_FOR = timedelta(days=7)
State = Upload.State
OPEN = (State.WAITING, State.CHECKING, State.CHECKED, State.REFUSED, State.SAVING)
LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent a file: whose it is, if that was said; else it is guessed `among` the companies given."""

    by: str
    user_id: int | None
    company_id: int | None
    among: frozenset[int]


def new_upload(
    group: Group, token: UUID, sender: Sender, *, file_name: str, size: int, sha256: str, now: datetime
) -> Upload:
    """Write down a file that was sent; nothing is known of it yet."""
    return Upload.objects.create(
        group=group,
        company_id=sender.company_id,
        token=token,
        file_name=file_name[:LONGEST_NAME],
        size_bytes=size,
        sha256=sha256,
        user_id=sender.user_id,
        uploaded_by=sender.by,
        uploaded_at=now,
        told={"is_new": True, "among": sorted(sender.among)},
    )


def open_uploads(group_id: int) -> QuerySet[Upload]:
    """Return the uploads of a group that are not finished, newest first."""
    rows = Upload.objects.filter(group_id=group_id, state__in=OPEN).select_related("company")
    return rows.order_by("-uploaded_at", "-id")


def told_of(upload: Upload) -> Told:
    """Return what was told of a file."""
    return told_from_json(upload.told)


def tell(upload: Upload, told: Told, *, company_id: int | None, now: datetime) -> bool:
    """Write what is told of a file now, so that it is checked again; False while it is being checked or saved."""
    details = {**told_as_json(told), "is_new": False, "among": upload.told.get("among", [])}
    return _change(
        upload,
        _idle(now),
        told=details,
        company_id=company_id,
        state=State.WAITING,
        progress=0.0,
        lease_until=None,
        report={},
        refusal={},
    )


def claim_check(upload: Upload, now: datetime) -> bool:
    """Take an upload to check it; False when another has it."""
    is_free = Q(state=State.WAITING) | Q(state=State.CHECKING, lease_until__lt=now)
    return _change(upload, is_free, state=State.CHECKING, lease_until=now + LEASE, progress=0.0)


def next_waiting(now: datetime) -> Upload | None:
    """Return the oldest upload that waits for its check, or whose check was given up."""
    is_free = Q(state=State.WAITING) | Q(state=State.CHECKING, lease_until__lt=now)
    return Upload.objects.filter(is_free).select_related("group", "company").order_by("uploaded_at", "id").first()


def note_progress(upload: Upload, progress: float) -> None:
    """Write down how far a check is."""
    _mine(upload).update(progress=min(1.0, max(0.0, progress)))


def finish_check(
    upload: Upload, told: Told, checked: Checked, replacement: Replacement | None, *, company_id: int | None
) -> None:
    """Write what a check found; nothing where another has taken the upload over."""
    report = {
        "checked": checked_as_record(checked),
        "replacement": replacement_as_record(replacement) if replacement else None,
    }
    details = {**upload.told, **told_as_json(told), "is_new": False}
    _mine(upload).update(
        state=State.CHECKED,
        report=report,
        told=details,
        company_id=company_id,
        format=checked.format,
        progress=1.0,
        lease_until=None,
        refusal={},
    )


def refuse(upload: Upload, refusal: Mapping[str, Any]) -> None:
    """Write down that a file cannot be read at all."""
    details = {**upload.told, "is_new": False}
    _mine(upload).update(
        state=State.REFUSED, refusal=dict(refusal), told=details, report={}, progress=1.0, lease_until=None
    )


def claim_saving(upload: Upload, now: datetime) -> bool:
    """Take a checked upload to save it; False when it is saved already, or another is at it."""
    is_free = Q(state=State.CHECKED) | Q(state=State.SAVING, lease_until__lt=now)
    return _change(upload, is_free, state=State.SAVING, lease_until=now + LEASE)


def give_back(upload: Upload) -> None:
    """Let an upload that was not saved be confirmed again."""
    _mine(upload).update(state=State.CHECKED, lease_until=None)


def finish_saving(upload: Upload, import_id: int, now: datetime) -> bool:
    """Mark an upload as imported; False where another has taken it over, so that its import must not stay."""
    return bool(
        _mine(upload).update(
            state=State.IMPORTED, source_import_id=import_id, finished_at=now, lease_until=None, report={}
        )
    )


def cancel(upload: Upload, now: datetime) -> bool:
    """Give an upload up; False while it is being checked or saved."""
    return _change(upload, _idle(now), state=State.CANCELLED, finished_at=now, lease_until=None, report={})


def expired(now: datetime) -> QuerySet[Upload]:
    """Return the unfinished uploads that nobody came back to for a week."""
    return Upload.objects.filter(state__in=OPEN, uploaded_at__lt=now - KEPT_FOR)


def remember(company_id: int, checked: Checked, told: Told, now: datetime) -> None:
    """Keep how the columns of such a file were understood, for the company's next one."""
    ColumnMapping.objects.update_or_create(
        company_id=company_id,
        signature=checked.signature,
        defaults={"format": checked.format, "told": told_as_json(told.to_remember()), "used_at": now},
    )


def remembered(company_id: int, checked: Checked) -> Told | None:
    """Return how a company's file with this header was understood last time, or None."""
    rows = ColumnMapping.objects.filter(company_id=company_id, signature=checked.signature, format=checked.format)
    row = rows.first()
    return told_from_json(row.told) if row else None


def companies_with(signature: str, among: Iterable[int]) -> frozenset[int]:
    """Return which companies sent files with this header before."""
    if not signature:
        return frozenset()
    rows = ColumnMapping.objects.filter(signature=signature, company_id__in=list(among))
    return frozenset(rows.values_list("company_id", flat=True))


def forget_mapping(company_id: int, signature: str) -> None:
    """Forget how a company's files with this header were understood."""
    ColumnMapping.objects.filter(company_id=company_id, signature=signature).delete()


def _idle(now: datetime) -> Q:
    is_left = Q(state__in=(State.CHECKING, State.SAVING), lease_until__lt=now)
    return Q(state__in=(State.WAITING, State.CHECKED, State.REFUSED)) | is_left


def _change(upload: Upload, condition: Q, **fields: Any) -> bool:
    """Change exactly this row if a condition holds in the database, and the object in hand with it."""
    if not Upload.objects.filter(condition, pk=upload.pk).update(**fields):
        return False
    for name, value in fields.items():
        setattr(upload, name, value)
    return True


def _mine(upload: Upload) -> QuerySet[Upload]:
    """Return the row as long as the lease taken with it holds."""
    return Upload.objects.filter(pk=upload.pk, state=upload.state, lease_until=upload.lease_until)


class UploadChanged(EnergySynergyError):
    """An upload is no longer as it was shown."""

    code = "upload_changed"
