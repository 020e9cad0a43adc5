"""The registry: one file in a family's folder is one option, found by scanning the folder."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, ValidationError

from energy_synergy.errors import InvalidValue, UnknownName, marked

FAMILIES: Mapping[str, str] = {
    "formats": "energy_synergy.formats",
    "profiles": "energy_synergy.profiles",
    "checks": "energy_synergy.metering.checks",
    "sharing": "energy_synergy.sharing",
    "gaps": "energy_synergy.community.gaps",
    "tariffs": "energy_synergy.tariffs",
    "price_files": "energy_synergy.tariffs.price_files",
    "connectors": "energy_synergy.connectors",
    "pricing": "energy_synergy.pricing",
    "matching": "energy_synergy.trading.matching",
    "indicators": "energy_synergy.community.indicators",
}


class Option(BaseModel):
    """One way of doing something; its fields are what a user may set.

    The module's name equals `name`; the docstring's first line is its description everywhere.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
    name: ClassVar[str]

    @classmethod
    def summary(cls) -> str:
        """The first line of the docstring."""
        return (cls.__doc__ or "").strip().partition("\n")[0]


def suggest(name: str, known: Iterable[str]) -> str:
    """Return the known name nearest to a mistyped one, whatever the case, or an empty string."""
    by_lower_case = {candidate.lower(): candidate for candidate in known}
    near = difflib.get_close_matches(name.lower(), list(by_lower_case), n=1, cutoff=0.5)
    return by_lower_case[near[0]] if near else ""


@cache
def family(family_name: str) -> Mapping[str, type[Option]]:
    """Return every option of a family by name, sorted.

    Sources, in this order: the modules of the family's folder, its `data_options()` if it keeps options
    as data files, and entry points in the group `energy_synergy.<family>`.
    """
    if family_name not in FAMILIES:
        near = suggest(family_name, FAMILIES)
        sentence = (
            marked("Unknown family {name}. Did you mean {near}? Known families: {known}.")
            if near
            else marked("Unknown family {name}. Known families: {known}.")
        )
        raise UnknownName(sentence, name=family_name, near=near, known=", ".join(FAMILIES))
    found = dict(_scanned(FAMILIES[family_name]))
    found.update({entry.name: entry.load() for entry in entry_points(group=f"energy_synergy.{family_name}")})
    return dict(sorted(found.items()))


def _scanned(package_name: str) -> Iterable[tuple[str, type[Option]]]:
    package = import_module(package_name)
    for info in iter_modules(package.__path__):
        if not info.name.startswith("_"):
            module = import_module(f"{package_name}.{info.name}")
            yield from ((info.name, cls) for cls in vars(module).values() if _is_option(cls, module.__name__))
    for cls in getattr(package, "data_options", tuple)():
        yield cls.name, cls


def _is_option(candidate: object, module_name: str) -> bool:
    return (
        isinstance(candidate, type)
        and issubclass(candidate, Option)
        and candidate.__module__ == module_name
        and getattr(candidate, "name", None) == module_name.rpartition(".")[2]
    )


def options(family_name: str) -> list[str]:
    """Return the names of a family's options, sorted."""
    return list(family(family_name))


def option_class(family_name: str, name: str) -> type[Option]:
    """Return the class of one option.

    Raises UnknownName, which lists the known names and the nearest one.
    """
    known = family(family_name)
    if name in known:
        return known[name]
    near = suggest(name, known)
    sentence = (
        marked("Unknown name {name} in {family}. Did you mean {near}? Known names: {known}.")
        if near
        else marked("Unknown name {name} in {family}. Known names: {known}.")
    )
    raise UnknownName(sentence, name=name, family=family_name, near=near, known=", ".join(known))


def option(family_name: str, name: str, **fields: Any) -> Any:
    """Return one option with its fields set and checked.

    Raises UnknownName for an unknown name, InvalidValue for a field that does not fit.
    """
    cls = option_class(family_name, name)
    try:
        return cls(**fields)
    except ValidationError as error:
        problems = problems_of(error, cls, name)
        raise InvalidValue(marked("{name}: {problems}"), name=name, problems=problems) from error


def problems_of(error: ValidationError, cls: type[BaseModel], whole: str) -> str:
    """Return in words what does not fit the fields of a model, each with its field; `whole` where it is none."""

    def told(problem: Any) -> str:
        if problem["type"] == "missing":
            return "is needed"
        if problem["type"] != "extra_forbidden":
            return str(problem["msg"])
        if len(problem["loc"]) > 1:
            return "is not known here"
        near = suggest(str(problem["loc"][0]), cls.model_fields)
        known = ", ".join(cls.model_fields) or "none"
        return f"is not known. {f'Did you mean {near}? ' if near else ''}Known: {known}"

    return "; ".join(f"{'.'.join(map(str, one['loc'])) or whole}: {told(one)}" for one in error.errors())


def schema(family_name: str, name: str) -> dict[str, Any]:
    """Return the JSON schema of one option's fields."""
    return option_class(family_name, name).model_json_schema()
