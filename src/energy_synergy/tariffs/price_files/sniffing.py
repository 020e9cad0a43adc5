"""The header of a text of prices, looked for in its first bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from energy_synergy.files.refused import FileRefused
from energy_synergy.files.text import decode, detect_separator, rows_of
from energy_synergy.tariffs.price_files.table import HEADER_LINES

Found = TypeVar("Found")


def header_in(head: bytes, places_of: Callable[[Sequence[str]], Found | None]) -> Found | None:
    """Return what the first early line that is a header says of its columns, or None. Never raises."""
    try:
        text = str(decode(head[:20_000])[0], "utf-8", "replace")
    except FileRefused:
        return None
    lines = text.split("\n")[:HEADER_LINES]
    return next((found for cells in rows_of(lines, detect_separator(lines)) if (found := places_of(cells))), None)
