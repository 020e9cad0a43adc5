"""Confirming an upload: what was checked is read again and saved, once."""

from __future__ import annotations

from hashlib import sha256

import orjson
from django.db import transaction
from django.utils import timezone

from energy_synergy.errors import marked
from energy_synergy.ports import Dataset, Saved
from energy_synergy.usecases.check_record import checked_from_record
from energy_synergy.usecases.ingest import read_dataset
from energy_synergy.web.db import uploads
from energy_synergy.web.db.beside import note_beside
from energy_synergy.web.db.models import Upload
from energy_synergy.web.db.uploads import UploadChanged
from energy_synergy.web.imports import files
from energy_synergy.web.wiring import group_store

CHANGED = marked("The file was told something else since this page was opened. Look at it again, then confirm.")


def seal(upload: Upload) -> str:
    """Return a digest of what a confirmation is about: the company, and everything that was told."""
    told = {name: upload.told.get(name) for name in ("format", "hints", "columns", "fixes")}
    return sha256(orjson.dumps([upload.company_id, told], option=orjson.OPT_SORT_KEYS)).hexdigest()[:24]


def save_upload(upload: Upload, *, sealed: str, by: str) -> Saved | None:
    """Import an upload as it was shown; None when it is imported already or another request is at it.

    Raises UploadChanged when something else was told since, RowsRefused for rows that are neither right nor left out.
    """
    if not uploads.claim_saving(upload, timezone.now()):
        return None
    upload.refresh_from_db(fields=["told", "report", "company"])
    try:
        if seal(upload) != sealed or upload.company_id is None:
            raise UploadChanged(CHANGED)
        told = uploads.told_of(upload)
        with files.opened(upload.token) as stream:
            dataset = read_dataset(stream, told, timezone=upload.group.timezone, file_name=upload.file_name)
        saved = _saved(upload, upload.company_id, dataset, by)
    except BaseException:
        uploads.give_back(upload)
        raise
    files.drop(upload.token)
    return saved


@transaction.atomic
def _saved(upload: Upload, company_id: int, dataset: Dataset, by: str) -> Saved:
    now = timezone.now()
    saved = group_store().save_dataset(company_id, dataset, now=now, recorded_by=by)
    checked = checked_from_record(upload.report["checked"])
    if not uploads.finish_saving(upload, saved.import_id, now):
        raise UploadChanged(CHANGED)
    uploads.remember(company_id, checked, uploads.told_of(upload), now)
    note_beside(saved.import_id, upload.group.timezone)
    return saved
