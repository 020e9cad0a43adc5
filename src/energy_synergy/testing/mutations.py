"""What happens to files on their way: written anew by a spreadsheet, sorted, cut off, with rows lost or doubled.

Each mutation of a file keeps or takes away readings; none changes a number. Whoever reads it finds the same readings,
fewer, or refuses it.
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
import unicodedata
import warnings
from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from xml.etree import ElementTree

from defusedxml.ElementTree import fromstring

Mutant = tuple[str, bytes]
CUTS = 12
TRIES = 4
SEPARATORS = ";,\t|"
MOST_LINES = 4_000


def same_readings(data: bytes) -> Iterator[Mutant]:
    """Yield the same file in other words: each of them has to be read as the file is, and may not be refused."""
    text = _text(data)
    if text is None or data.lstrip().startswith(b"<"):
        return
    yield "with a mark of UTF-8", text.encode("utf-8-sig")
    yield "with plain line ends", text.replace("\r\n", "\n").encode()
    yield "with line ends of DOS", text.replace("\r\n", "\n").replace("\n", "\r\n").encode()


def mutants(data: bytes, chance: random.Random) -> Iterator[Mutant]:
    """Yield files that hold the readings of a file, or fewer: read rightly or refused, never read as others."""
    yield from _cut_off(data, chance)
    if data.startswith(b"PK"):
        yield from _workbooks(data, chance)
        return
    text = _text(data)
    if text is None:
        return
    if text.lstrip().startswith(("{", "[")):
        yield from _documents(json.loads(text), chance)
    elif text.lstrip().startswith("<"):
        yield from _trees(text, chance)
    else:
        yield from _texts(text, chance)


def grown(data: bytes, size: int) -> bytes | None:
    """Return a file of at least `size` bytes with the rows of a file many times over; None for a workbook."""
    text = _text(data)
    if text is None or data.startswith(b"PK"):
        return None
    times = size // len(data) + 2
    if text.lstrip().startswith(("{", "[")):
        document = json.loads(text)
        longest = max(_json_lists(document), key=len)
        longest[:] = longest * times
        return json.dumps(document, separators=(",", ":")).encode()
    if text.lstrip().startswith("<"):
        root = fromstring(text)
        widest = max(root.iter(), key=len)
        widest[:] = [child for _ in range(times) for child in widest]
        return ElementTree.tostring(root)
    mark = "\n" if text.count("\n") * 4 > text.count("'") else "'"
    lines = text.replace("\r\n", "\n").split(mark)
    first = _first_row(lines) if mark == "\n" else len(lines) // 2
    return mark.join([*lines[:first], *lines[first:-1] * times, *lines[-1:]]).encode()


def _text(data: bytes) -> str | None:
    try:
        return data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252") if not data.startswith(b"PK") else None


def _cut_off(data: bytes, chance: random.Random) -> Iterator[Mutant]:
    for _ in range(CUTS):
        place = chance.randrange(1, len(data))
        yield f"cut off after byte {place}", data[:place]


def _texts(text: str, chance: random.Random) -> Iterator[Mutant]:
    lines = text.replace("\r\n", "\n").split("\n")[:MOST_LINES]
    yield "in UTF-16", text.encode("utf-16")
    yield "in cp1252", text.encode("cp1252", "replace")
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    yield "without accents", bare.encode()
    for number in range(min(8, len(lines))):
        yield f"without line {number + 1}", "\n".join(lines[:number] + lines[number + 1 :]).encode()
    for label, kept in _lists(lines, chance, keep_first=_first_row(lines)):
        yield label, "\n".join(kept).encode()
    if len(text.split("'")) > len(lines):
        for label, kept in _lists(text.split("'"), chance, keep_first=2, is_sorted=True):
            yield label, "'".join(kept).encode()
    yield from _separated(lines)


def _first_row(lines: list[str]) -> int:
    """Return the place from which all lines look alike, as the rows of a table do."""
    shapes = [re.sub(r"[0-9]+", "0", line)[:12] for line in lines if line]
    usual = shapes[-1] if shapes else ""
    return next((place for place, shape in enumerate(shapes) if shape == usual), 0)


def _separated(lines: list[str]) -> Iterator[Mutant]:
    counts = {mark: sum(line.count(mark) for line in lines) for mark in SEPARATORS}
    used = max(counts, key=lambda mark: counts[mark])
    for other in SEPARATORS.replace(used, ""):
        written = io.StringIO()
        csv.writer(written, delimiter=other, lineterminator="\n").writerows(csv.reader(lines, delimiter=used))
        yield f"separated by {other!r}", written.getvalue().encode()


def _lists(
    items: list[Any], chance: random.Random, *, keep_first: int = 0, is_sorted: bool = False
) -> Iterator[tuple[str, list[Any]]]:
    """Yield a list with items lost, doubled and, unless their order has a meaning, shuffled or turned round."""
    first, rest = items[:keep_first], items[keep_first:]
    if len(rest) < 3:
        return
    if not is_sorted:
        yield "in reverse order", [*first, *rest[::-1]]
        yield "shuffled", [*first, *chance.sample(rest, len(rest))]
    for _ in range(TRIES):
        place = chance.randrange(len(rest))
        yield f"without item {place}", [*first, *rest[:place], *rest[place + 1 :]]
        yield f"item {place} twice", [*first, *rest[: place + 1], *rest[place:]]
    start, end = sorted(chance.sample(range(len(rest)), 2))
    yield f"without items {start} to {end}", [*first, *rest[:start], *rest[end:]]


def _documents(document: Any, chance: random.Random) -> Iterator[Mutant]:
    yield "written on one line", json.dumps(document).encode()
    yield "with other keys first", json.dumps(document, sort_keys=True, indent=2).encode()
    size = max((len(one) for one in _json_lists(document)), default=0)
    for number, items in enumerate(_json_lists(document)):
        if len(items) == size:
            for label, kept in _lists(list(items), chance):
                changed = deepcopy(document)
                list(_json_lists(changed))[number][:] = kept
                yield label, json.dumps(changed).encode()


def _json_lists(node: Any) -> Iterator[list[Any]]:
    if isinstance(node, list):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _json_lists(child)


def _trees(text: str, chance: random.Random) -> Iterator[Mutant]:
    root = fromstring(text)
    yield "with other prefixes", ElementTree.tostring(root)
    size = max(len(node) for node in root.iter())
    for number, node in enumerate(root.iter()):
        if len(node) == size:
            for label, kept in _lists(list(node), chance):
                changed = deepcopy(root)
                place = list(changed.iter())[number]
                place[:] = [deepcopy(child) for child in kept]
                yield label, ElementTree.tostring(changed)


def _workbooks(data: bytes, chance: random.Random) -> Iterator[Mutant]:
    rows = [list(row) for row in _book(data).worksheets[0].iter_rows(values_only=True)]
    kinds = [type(row[0]).__name__ + re.sub(r"[0-9]+", "0", str(row[0]))[:12] for row in rows]
    first = next((place for place, kind in enumerate(kinds) if kind == kinds[-1]), 0)
    for label, kept in _lists(rows, chance, keep_first=first):
        yield label, _saved(data, kept)


def _book(data: bytes) -> Any:
    openpyxl: Any = __import__("openpyxl")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(data))


def _saved(data: bytes, rows: list[list[Any]]) -> bytes:
    book = _book(data)
    sheet = book.worksheets[0]
    sheet.delete_rows(1, sheet.max_row)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value is not None:
                sheet.cell(number, column, value)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()
