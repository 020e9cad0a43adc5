"""Bounds on what a file may cost: bytes, cells and entries, checked while reading, never by a declared size."""

from __future__ import annotations

import gzip
import io
import zlib
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from energy_synergy.errors import marked
from energy_synergy.files.refused import FileRefused, refusal

CHUNK = 1 << 20
MAX_LINE = 100_000
MAX_COLUMNS = 1_000
MAX_ROWS = 1_100_000
MAX_CELLS = 3_500_000
MAX_VALUES = 6_000_000
MAX_ZIP_ENTRIES = 1_000
MAX_UNZIPPED = 150_000_000
MAX_SHARED_TEXT = 20_000_000
MAX_RATIO = 250
FREE_OF_RATIO = 5_000_000
BLANK = b"\0 \t\r\n\xef\xbb\xbf"
GZIP = b"\x1f\x8b"
MAGICS = {
    b"\xd0\xcf\x11\xe0": marked("an old Excel file (.xls)"),
    b"%PDF": marked("a PDF"),
    b"\x89PNG": marked("a picture"),
    b"\xff\xd8\xff": marked("a picture"),
    b"PK\x03\x04": marked("a ZIP archive or a workbook"),
    b"PAR1": marked("a Parquet file"),
    GZIP: marked("a gzip archive"),
}


def read_bounded(stream: BinaryIO, limit: int) -> bytes:
    """Return all bytes of a stream, unpacked when it is gzip.

    Raises FileRefused when there are none, or as soon as there are more than `limit`.
    """
    data = _copy(stream, limit)
    if not data[:CHUNK].strip(BLANK) and not data.strip(BLANK):
        raise refusal(
            "file_empty", marked("The file is empty."), advice=marked("Export it again and check that it holds rows.")
        )
    return _unpacked(data, limit) if data.startswith(GZIP) else data


def _copy(stream: BinaryIO, limit: int) -> bytes:
    if type(stream) is io.BytesIO and stream.tell() == 0:
        held = stream.getvalue()
        if len(held) > limit:
            raise _too_large(limit)
        return held
    kept = io.BytesIO()
    while chunk := stream.read(CHUNK):
        if kept.tell() + len(chunk) > limit:
            raise _too_large(limit)
        kept.write(chunk)
    return kept.getvalue()


def _unpacked(data: bytes, limit: int) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as packed:
            return _copy(packed, limit)  # type: ignore[arg-type]
    except (OSError, EOFError, zlib.error) as error:
        raise refusal(
            "file_damaged",
            marked("The gzip archive is damaged and cannot be unpacked."),
            advice=marked("Unpack it yourself, or export the file again."),
        ) from error


def _too_large(limit: int) -> FileRefused:
    return refusal(
        "file_too_large",
        marked("The file is larger than {limit_mb} MB."),
        advice=marked("Export a shorter period, one file per meter or per year."),
        limit_mb=limit // 1_000_000,
    )


def refuse_binary(data: bytes) -> None:
    """Raise FileRefused when bytes that should be text are not."""
    kind = next((name for magic, name in MAGICS.items() if data.startswith(magic)), None)
    sample = data[:65_536]
    control = len(sample) - len(sample.translate(None, bytes(set(range(32)) - {9, 10, 12, 13, 26})))
    is_wide = data[:2] in (b"\xff\xfe", b"\xfe\xff") or looks_like_utf_16(sample) is not None
    if kind or (not is_wide and (b"\0" in data or control * 50 > len(sample))):
        raise refusal(
            "file_binary",
            marked("The file is {kind}, not text with rows of readings."),
            advice=marked("Export the readings as CSV or as an Excel workbook (.xlsx)."),
            kind=kind or "binary",
        )


def looks_like_utf_16(sample: bytes) -> str | None:
    """Return the byte order of UTF-16 text without a mark, or None: half of its bytes are zero."""
    sample = sample[: 4_096 // 2 * 2]
    half = len(sample) // 2
    if half < 8:
        return None
    if sample[1::2].count(0) > 0.9 * half and sample[::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if sample[::2].count(0) > 0.9 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def refuse_zip_bomb(data: bytes) -> None:
    """Raise FileRefused for an archive whose entries are too many, too large or packed too tightly.

    The sizes are those of the directory; the reader never yields more than them, so a lie only cuts the entry short.
    """
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise damaged_workbook() from error
    total = sum(entry.file_size for entry in entries)
    shared = sum(e.file_size for e in entries if e.filename.lower().endswith(("sharedstrings.xml", "styles.xml")))
    is_tight = total > FREE_OF_RATIO and total > MAX_RATIO * max(1, len(data))
    if len(entries) > MAX_ZIP_ENTRIES or total > MAX_UNZIPPED or shared > MAX_SHARED_TEXT or is_tight:
        raise refusal(
            "workbook_too_large",
            marked("The workbook unpacks to {unpacked_mb} MB in {entries} parts, more than is allowed."),
            advice=marked("Keep only the sheet with the readings, or export the readings as CSV."),
            unpacked_mb=total // 1_000_000,
            entries=len(entries),
        )


def damaged_workbook() -> FileRefused:
    """Return the refusal of a workbook that cannot be opened."""
    return refusal(
        "workbook_damaged",
        marked("The workbook cannot be opened: it is damaged, protected by a password, or not a workbook."),
        advice=marked("Open it in a spreadsheet program and save it again as .xlsx without a password."),
    )


TOO_MANY_ROWS = marked("The file has more than {limit} rows.")
TOO_MANY_COLUMNS = marked("The file has more than {limit} columns.")
TOO_LONG_LINE = marked("The file has a line of more than {limit} characters.")


def too_many(sentence: str, limit: int) -> FileRefused:
    """Return the refusal of a table with too many rows, columns or characters in a line."""
    return refusal(
        "table_too_large",
        sentence,
        advice=marked("Check that this is a file of readings, and export a shorter period if it is."),
        limit=limit,
    )
