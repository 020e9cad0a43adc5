"""Bytes to text: the encoding and what stands between the cells."""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from energy_synergy.files.limits import MAX_LINE, TOO_LONG_LINE, looks_like_utf_16, refuse_binary, too_many

Separator = Literal["comma", "semicolon", "tab", "pipe"]
SEPARATORS: dict[Separator, str] = {"semicolon": ";", "tab": "\t", "pipe": "|", "comma": ","}
BOMS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
HEAD_LINES = 80
SAMPLE_LINES = 60


def decode(data: bytes, encoding: str | None = None) -> tuple[bytes, str]:
    """Return the text as UTF-8 without its mark and with plain line ends, and the encoding it was in.

    Without a mark: UTF-8 where it fits, else cp1252 (where the five unused bytes become U+FFFD).
    Raises FileRefused for bytes that are not text.
    """
    bom = next((mark for mark in BOMS if data.startswith(mark)), b"")
    name = encoding or BOMS.get(bom) or looks_like_utf_16(data[:4_096]) or ("utf-8" if _is_utf_8(data) else "cp1252")
    if not name.startswith("utf-16"):
        refuse_binary(data)
    text = data[len(bom) :]
    if not text.isascii() or name.startswith("utf-16"):
        text = str(text, name, errors="replace").encode("utf-8", "replace")
    if b"\r" in text:
        text = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return text, name


def _is_utf_8(data: bytes) -> bool:
    if data.isascii():
        return True
    try:
        # A head may be cut inside a character, so an incomplete end is no evidence against.
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    return True


def head_lines(text: bytes) -> list[str]:
    """Return the first lines of a text in UTF-8.

    Raises FileRefused for a line longer than any row of readings.
    """
    lines = str(text[: MAX_LINE * 4], "utf-8", "replace").split("\n", HEAD_LINES)[:HEAD_LINES]
    if max(map(len, lines)) > MAX_LINE:
        raise too_many(TOO_LONG_LINE, MAX_LINE)
    return lines


def detect_separator(lines: Sequence[str]) -> Separator:
    """Return what most regularly stands between the cells.

    A semicolon, tab or bar that comes equally often in most lines wins over a comma, which is a decimal mark too.
    """
    first = lines[0].strip().lower() if lines else ""
    if first.startswith("sep=") and len(first) == 5:
        return next((name for name, mark in SEPARATORS.items() if mark == first[4]), "comma")
    sample = [_unquoted(line) for line in lines[:SAMPLE_LINES] if line.strip()]
    best: tuple[float, Separator] = (0.0, "comma")
    for name, mark in SEPARATORS.items():
        counts = Counter(count for line in sample if (count := line.count(mark)))
        regular = max(counts.values(), default=0) / max(1, len(sample))
        if regular > best[0] + (0.3 if best[0] else 0.0):
            best = (regular, name)
    return best[1]


def _unquoted(line: str) -> str:
    return "".join(line.split('"')[::2]) if '"' in line else line


def rows_of(lines: Sequence[str] | Iterator[str], separator: Separator) -> Iterator[list[str]]:
    """Yield the cells of each line; quotes may hold the separator but not a line end."""
    mark = SEPARATORS[separator]
    for line in lines:
        if '"' not in line:
            yield [cell.strip() for cell in line.split(mark)]
            continue
        try:
            cells = next(csv.reader([line], delimiter=mark, skipinitialspace=True), [])
        except csv.Error:
            cells = line.split(mark)
        yield [cell.strip() for cell in cells]
