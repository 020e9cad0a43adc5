"""Examples of tariffs: how one is built, with invented round prices; one file in `templates/` is one example."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from energy_synergy.errors import UnknownName, marked
from energy_synergy.registry import suggest
from energy_synergy.tariffs.tariff import Tariff, read_tariff


@dataclass(frozen=True, slots=True)
class TariffExample:
    """An example: what it is called and shows, by language, and the tariff itself. Its prices are those of nobody."""

    name: str
    label: Mapping[str, str]
    note: Mapping[str, str]
    tariff: Tariff


@cache
def tariff_examples() -> Mapping[str, TariffExample]:
    """Return every example by its name, sorted."""
    folder = files("energy_synergy.tariffs").joinpath("templates")
    names = sorted(one.name.removesuffix(".toml") for one in folder.iterdir() if one.name.endswith(".toml"))
    return {name: _read(name) for name in names}


def tariff_example(name: str) -> TariffExample:
    """Return an example.

    Raises UnknownName, which lists the known ones and the nearest.
    """
    known = tariff_examples()
    if name not in known:
        raise UnknownName(
            marked("There is no example {name}. Did you mean {near}? Known examples: {known}."),
            name=name,
            near=suggest(name, known) or next(iter(known)),
            known=", ".join(known),
        )
    return known[name]


def _read(name: str) -> TariffExample:
    text = files("energy_synergy.tariffs").joinpath("templates", f"{name}.toml").read_text(encoding="utf-8")
    told = tomllib.loads(text)
    return TariffExample(name, told["label"], told["note"], read_tariff(told["tariff"]))
