"""What is written in the guide from the code is what the code says now."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

RECIPES = Path(__file__).parents[2] / "recipes"


@pytest.mark.parametrize("name", ["format_table", "scheme_table"])
def test_a_table_of_the_guide_is_that_of_the_code(name: str) -> None:
    recipe = runpy.run_path(str(RECIPES / f"{name}.py"))
    text = recipe["GUIDE"].read_text(encoding="utf-8")
    assert recipe["written"](text) == text, f"run python recipes/{name}.py"
