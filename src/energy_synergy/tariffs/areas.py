"""The bidding areas of the European day-ahead market: their names, codes and clocks."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from energy_synergy.errors import UnknownName, marked
from energy_synergy.registry import suggest

CODES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"
CODE_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Area:
    """A bidding area: its short name (FR, DE-LU), its Energy Identification Code, its zone, its name by language.

    `until` is the last day of delivery of an area that is no more; `aliases` are other names in exports.
    """

    name: str
    eic: str
    timezone: str
    label: Mapping[str, str]
    until: date | None = None
    aliases: tuple[str, ...] = ()


@cache
def areas() -> Mapping[str, Area]:
    """Return every known area by its short name, sorted."""
    text = files("energy_synergy.tariffs").joinpath("areas.toml").read_text(encoding="utf-8")
    return {
        name: Area(
            name,
            entry["eic"],
            entry["timezone"],
            {"en": entry["en"], "fr": entry["fr"]},
            entry.get("until"),
            tuple(entry.get("portal", ())),
        )
        for name, entry in sorted(tomllib.loads(text).items())
    }


def area(name: str) -> Area:
    """Return an area by its short name.

    Raises UnknownName, which lists the known ones and the nearest.
    """
    known = areas()
    if name not in known:
        raise UnknownName(
            marked("Unknown bidding area {name}. Did you mean {near}? Known areas: {known}."),
            name=name,
            near=suggest(name, known) or "FR",
            known=", ".join(known),
        )
    return known[name]


def area_named(text: str) -> str | None:
    """Return the short name of an area that a file writes as its name, code or portal name (BZN|FR), or None.

    >>> area_named("BZN|DE-LU"), area_named("10YFR-RTE------C"), area_named("Prices")
    ('DE-LU', 'FR', None)
    """
    return _by_written().get(text.strip().rpartition("|")[2].strip().casefold())


@cache
def _by_written() -> Mapping[str, str]:
    return {written.casefold(): one.name for one in areas().values() for written in (one.name, one.eic, *one.aliases)}


def has_right_check_character(eic: str) -> bool:
    """Tell whether the last character of an Energy Identification Code is the one that its others give.

    Source: ENTSO-E, Energy Identification Coding Scheme, reference manual, on the check character.
    """
    if len(eic) != CODE_LENGTH or any(sign not in CODES for sign in eic):
        return False
    weighted = sum(CODES.index(sign) * (CODE_LENGTH - place) for place, sign in enumerate(eic[:-1]))
    return CODES[36 - (weighted - 1) % 37] == eic[-1]
