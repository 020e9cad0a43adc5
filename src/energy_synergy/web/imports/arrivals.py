"""Files that arrive: each becomes an upload, an archive as many as it holds."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils import timezone

from energy_synergy.errors import EnergySynergyError, marked
from energy_synergy.files.refused import FileRefused
from energy_synergy.formats.archive import is_archive, unpack
from energy_synergy.web.access import actor, user_id
from energy_synergy.web.db import uploads
from energy_synergy.web.db.models import Group, Upload
from energy_synergy.web.db.uploads import Sender
from energy_synergy.web.imports import files
from energy_synergy.web.imports.queue import check_soon

CHUNK = 1 << 20


class TooManyUploads(EnergySynergyError):
    """A group has too many files that nobody has finished."""

    code = "too_many_uploads"


def take_in(
    request: HttpRequest, group: Group, sent: Iterable[UploadedFile], *, company_id: int | None, among: frozenset[int]
) -> list[Upload]:
    """Keep the files that were sent and have them checked; a guess of the company chooses `among` those given.

    Raises TooManyUploads when too many files lie unfinished, FileRefused for an archive that cannot be opened; then
    nothing is kept.
    """
    forget_expired()
    sender = Sender(actor(request), user_id(request), company_id, among)
    made: list[Upload] = []
    try:
        for name, chunks in _each(sent):
            _refuse_too_many(group)
            made.append(_keep(group, sender, name, chunks))
    except (FileRefused, TooManyUploads):
        for upload in made:
            files.drop(upload.token)
            upload.delete()
        raise
    for upload in made:
        check_soon(upload)
    return made


def _each(sent: Iterable[UploadedFile]) -> Iterator[tuple[str, Iterable[bytes]]]:
    for one in sent:
        name = PurePath(str(one.name or "").replace("\\", "/")).name or "file"
        stream = one.file
        if stream is not None and is_archive(stream):  # type: ignore[arg-type]
            yield from ((inner, [data]) for inner, data in unpack(stream))  # type: ignore[arg-type]
        else:
            yield name, cast(Iterable[bytes], one.chunks(CHUNK))


def _keep(group: Group, sender: Sender, name: str, chunks: Iterable[bytes]) -> Upload:
    token = uuid.uuid4()
    size, sha256 = files.keep(token, chunks)
    return uploads.new_upload(group, token, sender, file_name=name, size=size, sha256=sha256, now=timezone.now())


def _refuse_too_many(group: Group) -> None:
    limit = settings.MAX_OPEN_UPLOADS
    if uploads.open_uploads(group.pk).count() >= limit:
        raise TooManyUploads(
            marked("{limit} files of this group are not finished. Finish or cancel some of them first."), limit=limit
        )


def forget_expired() -> None:
    """Give up the uploads that nobody came back to for a week, and remove their files."""
    now = timezone.now()
    for upload in uploads.expired(now):
        if uploads.cancel(upload, now):
            files.drop(upload.token)
