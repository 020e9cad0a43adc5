"""A family of options is a folder: one file is one option, and options are strangers to each other."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import EntryPoint
from itertools import permutations
from pathlib import Path

import grimp
import pytest

from energy_synergy import registry

NEW_KEY = '''"""Nobody shares."""

from typing import ClassVar

import numpy as np

from energy_synergy.sharing.base import Array, Shared, SharingKey


class Nobody(SharingKey):
    """Keep everything for oneself."""

    name: ClassVar[str] = "nobody"

    def share(self, surplus_kwh: Array, deficit_kwh: Array) -> Shared:
        return Shared(np.zeros_like(surplus_kwh), np.zeros_like(deficit_kwh))
'''

FAMILIES = sorted(registry.FAMILIES)
OPTIONS = [(name, option) for name in FAMILIES for option in registry.options(name)]


@pytest.fixture
def fresh_registry() -> Iterator[None]:
    """A registry that scans anew, here and in the tests that follow."""
    registry.family.cache_clear()
    yield
    registry.family.cache_clear()
    for module in ("nobody", "energy_synergy.sharing.nobody"):
        sys.modules.pop(module, None)
    vars(import_module("energy_synergy.sharing")).pop("nobody", None)


@pytest.fixture
def new_file(tmp_path: Path) -> Path:
    """A folder that holds one new file, the new sharing key."""
    (tmp_path / "nobody.py").write_text(NEW_KEY, encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("fresh_registry")
def test_a_new_sharing_key_is_one_new_file(new_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = import_module("energy_synergy.sharing")
    monkeypatch.setattr(folder, "__path__", [*folder.__path__, str(new_file)])
    assert "nobody" in registry.options("sharing")
    assert registry.option("sharing", "nobody").summary() == "Keep everything for oneself."


@pytest.mark.usefixtures("fresh_registry")
def test_another_package_adds_a_key_by_an_entry_point(new_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(new_file))
    entry = EntryPoint("nobody", "nobody:Nobody", "energy_synergy.sharing")
    monkeypatch.setattr(registry, "entry_points", lambda group: [entry] if group == entry.group else [])
    assert "nobody" in registry.options("sharing")


@pytest.mark.parametrize("family_name", FAMILIES)
def test_every_family_has_options(family_name: str) -> None:
    assert registry.options(family_name) != []


@pytest.mark.parametrize(("family_name", "name"), OPTIONS)
def test_an_option_says_what_it_is(family_name: str, name: str) -> None:
    cls = registry.option_class(family_name, name)
    assert cls.name == name
    assert (import_module(cls.__module__).__doc__ or "").strip()
    assert "__doc__" in vars(cls)
    assert cls.summary().endswith(".")


@pytest.mark.parametrize(("family_name", "name"), OPTIONS)
def test_every_field_of_an_option_has_a_description(family_name: str, name: str) -> None:
    fields = registry.option_class(family_name, name).model_fields
    assert [field for field, info in fields.items() if not info.description] == []


@pytest.fixture(scope="module")
def imports() -> grimp.ImportGraph:
    """Who imports whom in the package."""
    return grimp.build_graph("energy_synergy", cache_dir=None)


@pytest.mark.parametrize("family_name", FAMILIES)
def test_options_of_a_family_do_not_know_each_other(family_name: str, imports: grimp.ImportGraph) -> None:
    modules = {cls.__module__ for cls in registry.family(family_name).values()} & imports.modules
    chains = [
        imports.find_shortest_chain(importer=importer, imported=imported)
        for importer, imported in permutations(sorted(modules), 2)
    ]
    assert [chain for chain in chains if chain] == []
