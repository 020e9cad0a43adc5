"""JSON text as a tree, within bounds."""

from __future__ import annotations

import json
import re
from typing import Any

from energy_synergy.errors import marked
from energy_synergy.files.limits import MAX_ROWS, too_many
from energy_synergy.files.numbers import Cell
from energy_synergy.files.refused import FileRefused, refusal
from energy_synergy.files.text import decode

MOST_BRANCHES = 2 * MAX_ROWS
TOO_MANY_BRANCHES = marked("The file has more than {limit} objects and lists.")
OPENING = re.compile(rb"\s*[{\[]")


def looks_like_json(head: bytes) -> bool:
    """Tell whether the first bytes may begin a JSON object or list."""
    return OPENING.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


def read_json(data: bytes) -> Any:
    """Return what a JSON text holds; numbers that JSON does not know (NaN, Infinity) are none.

    Raises FileRefused for what is no JSON, is cut off, or has more branches than any file of readings.
    """
    text, _ = decode(data)
    # Each branch costs far more memory than its two bytes, so they are counted before any is made.
    if text.count(b"{") + text.count(b"[") > MOST_BRANCHES:
        raise too_many(TOO_MANY_BRANCHES, MOST_BRANCHES)
    try:
        return json.loads(text, parse_constant=lambda _: None)
    except json.JSONDecodeError as error:
        raise _no_json(error.lineno, error.colno) from error
    except (ValueError, RecursionError) as error:
        raise _no_json(1, 1) from error


def _no_json(line: int, column: int) -> FileRefused:
    return refusal(
        "json_damaged",
        marked("The file is no whole JSON text: what stands at line {line}, character {character} cannot be read."),
        advice=marked("Download it again; a file that was cut off or edited by hand often ends like this."),
        line=line,
        character=column,
    )


def branches(tree: Any, key: str) -> list[Any]:
    """Return the objects of the list under a key of an object; none where there is no such list."""
    found = tree.get(key) if isinstance(tree, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def text_at(tree: Any, key: str) -> str:
    """Return what an object holds under a key as text; empty where it holds nothing or no plain value."""
    found = tree.get(key) if isinstance(tree, dict) else None
    return str(found).strip() if isinstance(found, str | int | float) else ""


def cell_at(tree: dict[str, Any], key: str) -> Cell:
    """Return what an object holds under a key as the cell of a table would hold it."""
    found = tree.get(key)
    if isinstance(found, bool) or found is None:
        return "" if found is None else str(found)
    if isinstance(found, int | float):
        return float(found) if abs(found) < 1e300 else str(found)[:40]
    return found[:80] if isinstance(found, str) else "?!"
