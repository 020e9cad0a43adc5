"""Whose file it is, guessed from the meters it names, its own name, and the company that sent such files before."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

LEAST_DIGITS = 5
SHORTEST_WORD = 3
# Words that many companies share say nothing about which of them is meant.
COMMON = frozenset(
    {"sas", "sarl", "sa", "sci", "eurl", "gmbh", "ag", "ltd", "plc", "bv", "inc", "srl", "spa", "et", "and", "und"}
    | {"les", "des", "the", "company", "societe", "group", "groupe", "csv", "xlsx", "txt"}
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A company that a file may belong to, with the names of its meters."""

    id: int
    name: str
    meters: tuple[str, ...] = ()


def guess_company(
    file_name: str, meters: Iterable[str], candidates: Collection[Candidate], *, remembered: Iterable[int] = ()
) -> int | None:
    """Return the number of the company that a file most likely belongs to, or None where nothing tells.

    A meter that only one company has decides; then the words of the file's name; then the one company whose files had
    this header before; then the only company that there is.
    """
    found, before = list(meters), set(remembered)
    shares = {one.id: _named_share(one, file_name) for one in candidates}
    ways = (
        [one.id for one in candidates if _has_meter(one, file_name, found)],
        [number for number, share in shares.items() if share >= 1],
        [number for number, share in shares.items() if share > 0],
        [one.id for one in candidates if one.id in before],
        [one.id for one in candidates],
    )
    return next((likely[0] for likely in ways if len(likely) == 1), None)


def companies_named(file_name: str, candidates: Collection[Candidate]) -> list[int]:
    """Return the companies whose whole name stands in the name of a file."""
    return [one.id for one in candidates if _named_share(one, file_name) >= 1]


def _has_meter(candidate: Candidate, file_name: str, meters: Iterable[str]) -> bool:
    known = {plain_text(meter) for meter in candidate.meters if meter}
    if known.intersection(plain_text(meter) for meter in meters):
        return True
    digits = {digit for meter in known for digit in re.findall(rf"\d{{{LEAST_DIGITS},}}", meter)}
    return any(digit in file_name for digit in digits)


def _named_share(candidate: Candidate, file_name: str) -> float:
    """Return the share of the words of a company's name that stand in the name of a file."""
    words = _words(candidate.name)
    return len(words & _words(file_name)) / len(words) if words else 0.0


@lru_cache(maxsize=8_192)
def _words(text: str) -> frozenset[str]:
    found = re.findall(r"[a-z]+|\d+", plain_text(text))
    return frozenset(word for word in found if len(word) >= SHORTEST_WORD and word not in COMMON)


def plain_text(text: str) -> str:
    """Return a text in lower case, without accents and blanks around it."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return bare.lower().strip()
