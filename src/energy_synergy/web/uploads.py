"""Uploads go to disk as they arrive and stop at the limits of size and time."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest
from django.utils.translation import gettext as _

PASSED_LIMIT = "upload_passed_limit"
TOO_LARGE, TOO_LARGE_TOGETHER, TOO_SLOW = "too_large", "too_large_together", "too_slow"


class LimitedFile(TemporaryFileUploadHandler):
    """Writes each upload to a temporary file and gives up once a limit is passed.

    The rest of the body is read and thrown away, so the browser shows the page that says what happened.
    """

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.file_bytes = self.all_bytes = 0
        self.began_at = time.monotonic()

    def new_file(self, *arguments: Any, **named: Any) -> None:
        """Begin another file."""
        self.file_bytes = 0
        super().new_file(*arguments, **named)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write one chunk, or stop the upload."""
        self.file_bytes += len(raw_data)
        self.all_bytes += len(raw_data)
        passed = self._passed()
        if passed:
            setattr(self.request, PASSED_LIMIT, passed)
            raise StopUpload(connection_reset=False)
        super().receive_data_chunk(raw_data, start)

    def _passed(self) -> str:
        if self.file_bytes > settings.MAX_UPLOAD_BYTES:
            return TOO_LARGE
        if self.all_bytes > settings.MAX_UPLOADS_BYTES:
            return TOO_LARGE_TOGETHER
        return TOO_SLOW if time.monotonic() - self.began_at > settings.MAX_UPLOAD_SECONDS else ""

    def upload_interrupted(self) -> None:
        """Remove what was written."""
        if hasattr(self, "file"):
            self.file.close()

    def upload_complete(self) -> Any:
        """Return nothing: a finished file was handed over already."""


def is_too_large(request: HttpRequest) -> bool:
    """Tell whether an upload of this request passed a limit."""
    return bool(getattr(request, PASSED_LIMIT, ""))


def passed_limit(request: HttpRequest) -> str:
    """Return what to tell about the limit that an upload of this request passed; nothing where it passed none."""
    passed = getattr(request, PASSED_LIMIT, "")
    megabytes = 1_000_000
    if passed == TOO_LARGE:
        return _("The file is larger than {size} MB.").format(size=settings.MAX_UPLOAD_BYTES // megabytes)
    if passed == TOO_LARGE_TOGETHER:
        sentence = _("The files together are larger than {size} MB. Send them in several goes.")
        return sentence.format(size=settings.MAX_UPLOADS_BYTES // megabytes)
    return _("Sending the file took too long. Nothing was kept; try again, with a faster line.") if passed else ""
