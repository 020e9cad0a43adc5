"""Several files in one ZIP archive, opened within bounds that never trust what the archive says of itself."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

from energy_synergy.errors import marked
from energy_synergy.files.limits import CHUNK
from energy_synergy.files.refused import FileRefused, refusal
from energy_synergy.formats.base import Format

MAX_FILES = 50
MAX_ENTRIES = 500
MAX_TOTAL = 200_000_000
MAX_RATIO = 250
LONGEST_PATH = 200
FREE_OF_RATIO = 5_000_000
ENCRYPTED = 0x1
WORKBOOK_PARTS = ("[content_types].xml", "xl/workbook.xml", "mimetype")
DAMAGE = (BadZipFile, LargeZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError)


def is_archive(stream: BinaryIO) -> bool:
    """Tell whether a seekable file is a ZIP archive of files; a workbook is one of its own kind."""
    stream.seek(0)
    is_zip = stream.read(4) in (b"PK\x03\x04", b"PK\x05\x06")
    stream.seek(0)
    if not is_zip:
        return False
    try:
        with ZipFile(stream) as archive:
            names = {name.lower() for name in archive.namelist()[:MAX_ENTRIES]}
    except DAMAGE:
        return False
    finally:
        stream.seek(0)
    return not names.intersection(WORKBOOK_PARTS)


def unpack(stream: BinaryIO, *, keeps_folders: bool = False) -> Iterator[tuple[str, bytes]]:
    """Yield the name, without its folders, and the bytes of each file in an archive, in the order of the archive.

    With `keeps_folders` the name has them, `/` between the parts; it is to be read, not to be written to.

    Folders, hidden files and archives inside the archive are left out.
    Raises FileRefused for an archive that is damaged or protected, holds no file, or passes a bound.
    """
    try:
        with ZipFile(stream) as archive:
            entries = _files(archive)
            left = MAX_TOTAL
            for entry in entries:
                data = _read(archive, entry, min(left, Format.MAX_BYTES))
                left -= len(data)
                path = PurePosixPath(entry.filename.replace("\\", "/"))
                yield str(path)[-LONGEST_PATH:] if keeps_folders else path.name[:LONGEST_PATH], data
    except DAMAGE as error:
        raise _damaged() from error


def _files(archive: ZipFile) -> list[ZipInfo]:
    entries = archive.infolist()
    files = [entry for entry in entries if not entry.is_dir() and not _is_beside(entry.filename)]
    if len(files) > MAX_FILES or len(entries) > MAX_ENTRIES:
        raise refusal(
            "archive_too_many",
            marked("The archive holds {count} files; at most {limit} are opened at once."),
            advice=marked("Send them in several archives."),
            count=len(files),
            limit=MAX_FILES,
        )
    if not files:
        raise refusal(
            "archive_empty",
            marked("The archive holds no file of readings."),
            advice=marked("Put CSV files or Excel workbooks into it."),
        )
    if any(entry.flag_bits & ENCRYPTED for entry in files):
        raise refusal(
            "archive_protected",
            marked("The archive is protected by a password."),
            advice=marked("Make it again without a password, or send the files one by one."),
        )
    return files


def _is_beside(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.name.startswith(".") or "__MACOSX" in path.parts or path.suffix.lower() == ".zip"


def _read(archive: ZipFile, entry: ZipInfo, limit: int) -> bytes:
    kept: list[bytes] = []
    size = 0
    with archive.open(entry) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > limit or (size > FREE_OF_RATIO and size > MAX_RATIO * max(1, entry.compress_size)):
                raise _too_large(entry)
            kept.append(chunk)
    return b"".join(kept)


def _too_large(entry: ZipInfo) -> FileRefused:
    return refusal(
        "archive_too_large",
        marked("The file {name} in the archive unpacks to more than is allowed."),
        advice=marked("Send it by itself, with a shorter period."),
        name=PurePosixPath(entry.filename).name[:80],
    )


def _damaged() -> FileRefused:
    return refusal(
        "archive_damaged",
        marked("The archive cannot be opened: it is damaged or not a ZIP archive."),
        advice=marked("Make it again, or send the files one by one."),
    )
