"""The body of a request: JSON in memory, or a file that goes to disk as it arrives."""

from __future__ import annotations

import hashlib
import tempfile
import time
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, BinaryIO, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext

from energy_synergy.web.api.refusals import Refused
from energy_synergy.web.api.request_findings import field_finding
from energy_synergy.web.uploads import PASSED_LIMIT, TOO_LARGE, TOO_SLOW, passed_limit

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

    Raises Refused past a limit, and where there is none.
    """
    known: ArrivedFile | None = getattr(request, KEPT, None)
    if known is None:
        known = _of_form(request) if request.content_type == MULTIPART else _of_body(request)
        setattr(request, KEPT, known)
    return known


def _of_form(request: HttpRequest) -> ArrivedFile:
    file = request.FILES.get("file")
    _refuse_beyond_limit(request)
    _refuse_other_parts(request)
    if file is None or not file.size:
        raise _no_file()
    digest = hashlib.sha256()
    for chunk in file.chunks(CHUNK_BYTES):
        digest.update(chunk)
    file.seek(0)
    return ArrivedFile(cast(BinaryIO, file.file), file.name or "", file.size, digest.hexdigest())


def _of_body(request: HttpRequest) -> ArrivedFile:
    stream, digest = tempfile.TemporaryFile(), hashlib.sha256()  # noqa: SIM115
    try:
        size = _received(request, stream, digest)
        _refuse_beyond_limit(request)
        if not size:
            raise _no_file()
    except BaseException:
        stream.close()
        raise
    stream.seek(0)
    name = PurePosixPath(request.GET.get("file_name", "").replace("\\", "/")).name
    return ArrivedFile(cast(BinaryIO, stream), name, size, digest.hexdigest())


def _received(request: HttpRequest, stream: IO[bytes], digest: hashlib._Hash) -> int:
    """Write a body down and return its length; beyond a limit the rest is thrown away, so that the caller hears it."""
    size, began_at = 0, time.monotonic()
    while chunk := request.read(CHUNK_BYTES):
        size += len(chunk)
        if size > settings.MAX_UPLOAD_BYTES:
            setattr(request, PASSED_LIMIT, TOO_LARGE)
        elif time.monotonic() - began_at > settings.MAX_UPLOAD_SECONDS:
            setattr(request, PASSED_LIMIT, TOO_SLOW)
            break
        else:
            stream.write(chunk)
            digest.update(chunk)
    return size


def _refuse_beyond_limit(request: HttpRequest) -> None:
    passed = passed_limit(request)
    if passed:
        raise Refused(413, getattr(request, PASSED_LIMIT), passed)


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
    """Close what the body of a request was written to."""
    known: ArrivedFile | None = getattr(request, KEPT, None)
    if known is not None:
        known.stream.close()
    request.close()


def digest_of_body(request: HttpRequest, *, is_file: bool) -> bytes:
    """Return what tells this body from another one."""
    if is_file:
        return arrived_file(request).sha256.encode()
    return hashlib.sha256(request.body).digest()
