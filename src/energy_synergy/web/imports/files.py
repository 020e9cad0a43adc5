"""The bytes of uploads on disk, under names that tell nothing; they go when the upload is finished."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

FILE_MODE = 0o600
FOLDER_MODE = 0o700


def keep(token: UUID, chunks: Iterable[bytes]) -> tuple[int, str]:
    """Write the bytes of a file and return how many they are and their SHA-256."""
    path = _path(token)
    path.parent.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE_MODE), "wb") as stream:
        for chunk in chunks:
            digest.update(chunk)
            size += stream.write(chunk)
    return size, digest.hexdigest()


def opened(token: UUID) -> BinaryIO:
    """Open the file of an upload.

    Raises FileNotFoundError when it is gone.
    """
    return _path(token).open("rb")


def drop(token: UUID) -> None:
    """Remove the file of an upload, if it is still there."""
    _path(token).unlink(missing_ok=True)


def _path(token: UUID) -> Path:
    return Path(settings.UPLOADS_DIR) / token.hex
