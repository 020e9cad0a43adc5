"""What is written in the guide from the code is what the code says now."""

from __future__ import annotations

import runpy
from pathlib import Path

RECIPE = Path(__file__).parents[2] / "recipes" / "format_table.py"


def test_the_table_of_formats_is_that_of_the_formats() -> None:
    recipe = runpy.run_path(str(RECIPE))
    text = recipe["GUIDE"].read_text(encoding="utf-8")
    assert recipe["written"](text) == text, "run python recipes/format_table.py"
