"""Collected files have hashed names, also where one module imports another."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from energy_synergy.web import static_names
from energy_synergy.web.static_names import HashedNames

OWN = Path(static_names.__file__).parent / "static" / "es"
IMPORT = re.compile(r'^import[^;"]*"(\./[^"]+)"', re.MULTILINE)


@pytest.fixture
def collected(tmp_path: Path) -> Path:
    """A folder with the modules of the site, as they are served."""
    shutil.copytree(OWN, tmp_path / "es", ignore=shutil.ignore_patterns("*.css"))
    storage = HashedNames(location=str(tmp_path), base_url="/static/")
    names = {f"es/{file.name}": (storage, f"es/{file.name}") for file in (tmp_path / "es").iterdir()}
    assert [found for _name, _hashed, found in storage.post_process(names) if isinstance(found, Exception)] == []
    return tmp_path / "es"


def test_every_module_imports_others_by_their_hashed_names(collected: Path) -> None:
    hashed = [file for file in collected.glob("*.js") if re.search(r"\.[0-9a-f]{12}\.js$", file.name)]
    imports = [name for file in hashed for name in IMPORT.findall(file.read_text(encoding="utf-8"))]
    assert len(imports) > 20
    assert [name for name in imports if not re.search(r"\.[0-9a-f]{12}\.js$", name)] == []
    assert [name for name in imports if not (collected / name).exists()] == []


def test_a_changed_module_changes_the_names_of_those_that_import_it(tmp_path: Path) -> None:
    def name_of(text: str) -> str:
        folder = tmp_path / str(len(text))
        (folder / "es").mkdir(parents=True)
        (folder / "es" / "a.js").write_text('import { b } from "./b.js";\n')
        (folder / "es" / "b.js").write_text(text)
        storage = HashedNames(location=str(folder), base_url="/static/")
        done = storage.post_process({f"es/{one}.js": (storage, f"es/{one}.js") for one in "ab"})
        return {str(name): str(hashed) for name, hashed, _found in done}["es/a.js"]

    assert name_of("export const b = 1;\n") != name_of("export const b = 22;\n")
