"""Which layout a file of prices is in, judged by every layout itself, and reading it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, BinaryIO, cast

from energy_synergy.errors import marked
from energy_synergy.files.limits import read_bounded
from energy_synergy.files.refused import refusal
from energy_synergy.findings import Place
from energy_synergy.registry import family, option, option_class
from energy_synergy.tariffs.price_files.base import PriceFile, PriceResult
from energy_synergy.tariffs.price_files.table import not_prices, refuse_no_text

LEAST_SCORE = 0.2


def read_price_file(
    source: str | Path | BinaryIO, format: str | None = None, *, file_name: str = "", **hints: Any
) -> PriceResult:
    """Read a file of day-ahead prices; the layout that claims it most surely is used unless one is named.

    A hint is a field of the layouts (area, currency, unit, timezone, ...).
    Raises FileRefused for a file that no layout claims or that its layout refuses, UnknownName for an unknown
    layout, InvalidValue for a hint that does not fit.
    """
    data = _bytes_of(source)
    own = Path(source).name if isinstance(source, str | Path) else str(getattr(source, "name", ""))
    name = file_name or own
    chosen = format or detect_price_format(data[: PriceFile.HEAD_BYTES], name)
    if chosen is None:
        refuse_no_text(data)
        raise not_prices(name)
    fields = option_class("price_files", chosen).model_fields
    told = {key: value for key, value in hints.items() if key in fields and value not in (None, "")}
    return cast(PriceFile, option("price_files", chosen, **told)).read(io.BytesIO(data), file_name=name)


def detect_price_format(head: bytes, file_name: str = "") -> str | None:
    """Return the name of the layout that claims the first bytes most surely, or None."""
    layouts = family("price_files").items()
    scores = {name: cast(type[PriceFile], cls).sniff(head, file_name) for name, cls in layouts}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= LEAST_SCORE else None


def _bytes_of(source: str | Path | BinaryIO) -> bytes:
    if not isinstance(source, str | Path):
        return read_bounded(source, PriceFile.MAX_BYTES)
    path = Path(source)
    try:
        with path.open("rb") as stream:
            return read_bounded(stream, PriceFile.MAX_BYTES)
    except (OSError, ValueError) as error:
        raise refusal(
            "file_not_opened",
            marked("The file {path} cannot be opened."),
            advice=marked("Check its name and that you may read it."),
            place=Place(str(path)),
            path=str(path),
        ) from error
