"""The catalogue of schemes: one TOML file in `countries/` is one scheme."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from importlib.resources import files

from energy_synergy.errors import UnknownName, marked
from energy_synergy.registry import suggest
from energy_synergy.schemes.records import Scheme


@cache
def schemes() -> tuple[str, ...]:
    """Return the names of all schemes, sorted; a name begins with its country."""
    folder = files("energy_synergy.schemes").joinpath("countries")
    return tuple(sorted(one.name.removesuffix(".toml") for one in folder.iterdir() if one.name.endswith(".toml")))


def scheme(name: str, *, on: date) -> Scheme:
    """Return a scheme with the statements that are in force on a day.

    Raises UnknownName, which lists the known names and the nearest one.
    """
    return whole_scheme(name).on(on)


@cache
def whole_scheme(name: str) -> Scheme:
    """Return a scheme with the statements of all dates.

    Raises UnknownName, which lists the known names and the nearest one.
    """
    if name not in schemes():
        near = suggest(name, schemes())
        sentence = (
            marked("There is no scheme {name}. Did you mean {near}? Known schemes: {known}.")
            if near
            else marked("There is no scheme {name}. Known schemes: {known}.")
        )
        raise UnknownName(sentence, name=name, near=near, known=", ".join(schemes()))
    file = files("energy_synergy.schemes").joinpath("countries", f"{name}.toml")
    return Scheme.model_validate(tomllib.loads(file.read_text(encoding="utf-8")) | {"name": name})
