"""The contracts of .importlinter cover everything that exists; `lint-imports` itself judges the imports."""

from __future__ import annotations

from configparser import ConfigParser
from pathlib import Path
from typing import Any


def entries(root: Path, contract: str, field: str) -> set[str]:
    """Return the lines of one field of a contract."""
    settings = ConfigParser()
    settings.read(root / ".importlinter", encoding="utf-8")
    return set(settings[f"importlinter:contract:{contract}"][field].split())


def test_every_package_of_the_library_must_stay_bare(root: Path, library: tuple[Any, ...], package: Path) -> None:
    tops = {Path(source.path.relative_to(package).parts[0]).stem for source in library} - {"__init__"}
    assert entries(root, "bare", "source_modules") == {f"energy_synergy.{top}" for top in tops}


def test_what_exists_is_not_listed_as_planned(root: Path, package: Path) -> None:
    floors = entries(root, "floors", "layers")
    exists = {path.stem for path in package.iterdir() if path.suffix in {"", ".py"} and path.name != "__pycache__"}
    assert {name for name in floors if name.strip("()") in exists and name.startswith("(")} == set()
