"""The body of a request: JSON in memory, or a file that goes to disk as it arrives."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils.translation import gettext

from energy_synergy.web.api.refusals import Refused
from energy_synergy.web.api.request_findings import field_finding
from energy_synergy.web.uploads import is_too_large

CHUNK_BYTES = 1 << 16
MULTIPART = "multipart/form-data"
FILE_TYPES = (
    MULTIPART,
    "text/csv",
    "text/plain",
    "text/tab-separated-values",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/octet-stream",
)
KEPT = "_es_arrived"


@dataclass(frozen=True)
class ArrivedFile:
    """A file that came with a request, whole and at its beginning."""

    stream: BinaryIO
    name: str
    size_bytes: int
    sha256: str


def arrived_file(request: HttpRequest) -> ArrivedFile:
    """Return the file of a request: its part `file`, or its whole body named by the parameter `file_name`.

    Raises RequestDataTooBig past the limit, Refused where there is none.
    """
    known: ArrivedFile | None = getattr(request, KEPT, None)
    if known is None:
        known = _of_form(request) if request.content_type == MULTIPART else _of_body(request)
        setattr(request, KEPT, known)
    return known


def _of_form(request: HttpRequest) -> ArrivedFile:
    file = request.FILES.get("file")
    if is_too_large(request):
        raise RequestDataTooBig
    _refuse_other_parts(request)
    if file is None or not file.size:
        raise _no_file()
    digest = hashlib.sha256()
    for chunk in file.chunks(CHUNK_BYTES):
        digest.update(chunk)
    file.seek(0)
    return ArrivedFile(cast(BinaryIO, file.file), file.name or "", file.size, digest.hexdigest())


def _of_body(request: HttpRequest) -> ArrivedFile:
    stream, digest, size = tempfile.TemporaryFile(), hashlib.sha256(), 0  # noqa: SIM115
    while chunk := request.read(CHUNK_BYTES):
        size += len(chunk)
        # What passes the limit is read and thrown away, so that the caller hears the answer.
        if size <= settings.MAX_UPLOAD_BYTES:
            stream.write(chunk)
            digest.update(chunk)
    if size > settings.MAX_UPLOAD_BYTES:
        stream.close()
        raise RequestDataTooBig
    if not size:
        stream.close()
        raise _no_file()
    stream.seek(0)
    name = PurePosixPath(request.GET.get("file_name", "").replace("\\", "/")).name
    return ArrivedFile(cast(BinaryIO, stream), name, size, digest.hexdigest())


def _refuse_other_parts(request: HttpRequest) -> None:
    """Refuse a form with more than the file: what is said of the file stands in the address."""
    others = sorted({*request.POST, *request.FILES} - {"file"})
    if others:
        sentence = gettext("A form holds the part `file` alone. Say everything else in the address.")
        findings = [field_finding(f"body.{name[:80]}", "extra_forbidden", sentence) for name in others[:20]]
        raise Refused(422, "invalid_request", sentence, findings)


def _no_file() -> Refused:
    sentence = gettext("Send a file: as the body, or as the part `file` of a form.")
    return Refused(422, "no_file", sentence, [field_finding("body.file", "missing", sentence)])


def let_go(request: HttpRequest) -> None:
    """Close the file that a body was written to; the form's own files are closed with the request."""
    known: ArrivedFile | None = getattr(request, KEPT, None)
    if known is not None and request.content_type != MULTIPART:
        known.stream.close()


def digest_of_body(request: HttpRequest, *, is_file: bool) -> bytes:
    """Return what tells this body from another one."""
    if is_file:
        return arrived_file(request).sha256.encode()
    return hashlib.sha256(request.body).digest()
