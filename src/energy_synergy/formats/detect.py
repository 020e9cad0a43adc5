"""Which format a file is in, judged by every format itself, and reading it."""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, BinaryIO, cast

from energy_synergy.errors import UnknownName, marked
from energy_synergy.files.limits import read_bounded, refuse_binary
from energy_synergy.files.refused import FileRefused, refusal
from energy_synergy.findings import Place
from energy_synergy.formats.base import Format, Look, RawRows, ReadResult, RowPlace
from energy_synergy.formats.parsing.grid import not_this_layout
from energy_synergy.registry import family, option, option_class, suggest

LEAST_SCORE = 0.2
CERTAIN = 1.0


def read_file(
    source: str | Path | BinaryIO, format: str | None = None, *, file_name: str = "", **hints: Any
) -> ReadResult:
    """Read a file of readings; the format that claims it most surely is used unless one is named.

    A hint is a field of the formats (unit, timezone, direction, ...); one that the format at hand lacks is left aside.
    Raises FileRefused for a file that no format claims or that its format refuses, UnknownName for an unknown
    format or hint, InvalidValue for a hint that does not fit.
    """
    data, reader = _reader(source, format, file_name, hints)
    return reader.read(io.BytesIO(data), file_name=_name_of(source, file_name))


def _reader(
    source: str | Path | BinaryIO, format: str | None, file_name: str, hints: Mapping[str, Any]
) -> tuple[bytes, Format]:
    """Return the bytes of a file and its format with the hints that it takes."""
    _refuse_unknown(hints)
    data, name = _bytes_of(source), _name_of(source, file_name)
    chosen = format or detect_format(head_of(data), name)
    if chosen is None:
        refuse_binary(data)
        raise not_this_layout(name)
    fields = option_class("formats", chosen).model_fields
    known = {key: value for key, value in hints.items() if key in fields and value is not None}
    return data, cast(Format, option("formats", chosen, **known))


def look_at(source: BinaryIO, format: str | None = None, *, file_name: str = "", **hints: Any) -> Look:
    """Return the columns of a file before its rows are read, in the format named or detected.

    Raises what `read_file` raises before it reads rows.
    """
    data, reader = _reader(source, format, file_name, hints)
    return reader.look(io.BytesIO(data), file_name=file_name)


def raw_rows(
    source: BinaryIO, places: Collection[RowPlace], format: str, *, file_name: str = "", **hints: Any
) -> RawRows:
    """Return the rows at some places (sheet, line) as they are written in a file of a known format.

    Raises what `read_file` raises before it reads rows.
    """
    data, reader = _reader(source, format, file_name, hints)
    return reader.raw_rows(io.BytesIO(data), places)


def head_of(data: bytes) -> bytes:
    """Return the first bytes of a file, by which its format is told; a workbook shows its sheets only as a whole."""
    return data if data.startswith(b"PK\x03\x04") else data[: Format.HEAD_BYTES]


def detect_format(head: bytes, file_name: str = "") -> str | None:
    """Return the name of the format that claims the first bytes most surely, or None."""
    best, highest = None, 0.0
    # Of two that are equally sure the later name counts, so the first one that is certain from there is it.
    for name, cls in reversed([*family("formats").items()]):
        score = cast(type[Format], cls).sniff(head, file_name)
        if score > highest:
            best, highest = name, score
        if score >= CERTAIN:
            break
    return best if highest >= LEAST_SCORE else None


def format_scores(head: bytes, file_name: str = "") -> Mapping[str, float]:
    """Return how surely each format claims the first bytes, by name."""
    return {name: cast(type[Format], cls).sniff(head, file_name) for name, cls in family("formats").items()}


def _refuse_unknown(hints: Mapping[str, object]) -> None:
    known = {field for cls in family("formats").values() for field in cls.model_fields}
    for hint in hints:
        if hint not in known:
            raise UnknownName(
                marked("Unknown hint {name}. Did you mean {near}? Known hints: {known}."),
                name=hint,
                near=suggest(hint, known) or "none",
                known=", ".join(sorted(known)),
            )


def _name_of(source: str | Path | BinaryIO, file_name: str) -> str:
    own = Path(source).name if isinstance(source, str | Path) else str(getattr(source, "name", ""))
    return file_name or own


def _bytes_of(source: str | Path | BinaryIO) -> bytes:
    if not isinstance(source, str | Path):
        return read_bounded(source, Format.MAX_BYTES)
    path = Path(source)
    try:
        with path.open("rb") as stream:
            return read_bounded(stream, Format.MAX_BYTES)
    except (OSError, ValueError) as error:
        raise _not_opened(path) from error


def _not_opened(path: Path) -> FileRefused:
    return refusal(
        "file_not_opened",
        marked("The file {path} cannot be opened."),
        advice=marked("Check its name and that you may read it."),
        place=Place(str(path)),
        path=str(path),
    )
