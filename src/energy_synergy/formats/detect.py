"""Which format a file is in, judged by every format itself, and reading it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, cast

from energy_synergy.errors import UnknownName, marked
from energy_synergy.findings import Place
from energy_synergy.formats.base import FileRefused, Format, ReadResult, refusal
from energy_synergy.formats.parsing.grid import not_this_layout
from energy_synergy.formats.parsing.limits import read_bounded, refuse_binary
from energy_synergy.registry import family, option, option_class, suggest

LEAST_SCORE = 0.2


def read_file(
    source: str | Path | BinaryIO, format: str | None = None, *, file_name: str = "", **hints: Any
) -> ReadResult:
    """Read a file of readings; the format that claims it most surely is used unless one is named.

    A hint is a field of the formats (unit, timezone, direction, ...); one that the format at hand lacks is left aside.
    Raises FileRefused for a file that no format claims or that its format refuses, UnknownName for an unknown
    format or hint, InvalidValue for a hint that does not fit.
    """
    _refuse_unknown(hints)
    data, name = _bytes_of(source, file_name)
    chosen = format or detect_format(data[: Format.HEAD_BYTES], name)
    if chosen is None:
        refuse_binary(data)
        raise not_this_layout(name)
    fields = option_class("formats", chosen).model_fields
    known = {key: value for key, value in hints.items() if key in fields and value is not None}
    reader = cast(Format, option("formats", chosen, **known))
    return reader.read(io.BytesIO(data), file_name=name)


def detect_format(head: bytes, file_name: str = "") -> str | None:
    """Return the name of the format that claims the first bytes most surely, or None."""
    scores = format_scores(head, file_name)
    best = max(scores, key=lambda name: (scores[name], name), default=None)
    return best if best and scores[best] >= LEAST_SCORE else None


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


def _bytes_of(source: str | Path | BinaryIO, file_name: str) -> tuple[bytes, str]:
    if not isinstance(source, str | Path):
        return read_bounded(source, Format.MAX_BYTES), file_name or str(getattr(source, "name", ""))
    path = Path(source)
    try:
        with path.open("rb") as stream:
            return read_bounded(stream, Format.MAX_BYTES), file_name or path.name
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
