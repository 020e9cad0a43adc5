"""Uploads go to disk as they arrive and stop at the size limit."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest

PASSED_LIMIT = "upload_passed_limit"


class LimitedFile(TemporaryFileUploadHandler):
    """Writes an upload to a temporary file and gives up once it passes the limit.

    The rest of the body is read and thrown away, so the browser shows the page that says what happened.
    """

    received_bytes = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write one chunk, or stop the upload."""
        self.received_bytes += len(raw_data)
        if self.received_bytes > settings.MAX_UPLOAD_BYTES:
            setattr(self.request, PASSED_LIMIT, True)
            raise StopUpload(connection_reset=False)
        super().receive_data_chunk(raw_data, start)

    def upload_interrupted(self) -> None:
        """Remove what was written."""
        if hasattr(self, "file"):
            self.file.close()

    def upload_complete(self) -> Any:
        """Return nothing: a finished file was handed over already."""


def is_too_large(request: HttpRequest) -> bool:
    """Tell whether an upload of this request passed the limit."""
    return getattr(request, PASSED_LIMIT, False)
