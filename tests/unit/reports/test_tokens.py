"""Reports and pages have the same colours, and what lies side by side stays apart in grey."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from energy_synergy.reports.tokens import COLORS, HATCHES

STYLE = Path(__file__).resolve().parents[3] / "src/energy_synergy/web/static/es/tokens.css"
# What lies side by side in one drawing or bar.
NEIGHBOURS = [
    ("production", "local", "deficit", "grid"),
    ("local", "surplus", "deficit"),
    ("given-1", "surplus", "production"),
]
LEAST_APART = 0.10


def light() -> dict[str, str]:
    """Return the colours of the light theme in the style sheet by name."""
    text = STYLE.read_text(encoding="utf-8").partition("[data-bs-theme")[0]
    found = re.findall(r"--(?:es|tblr)-([a-z0-9-]+):\s*(#[0-9a-f]{3,6})\b", text)
    return {name: "#" + "".join(2 * sign for sign in code[1:]) if len(code) == 4 else code for name, code in found}


def test_each_colour_is_that_of_the_pages() -> None:
    assert {name: code for name, code in COLORS.items() if light().get(name) != code} == {}


def grey(code: str) -> float:
    red, green, blue = (int(code[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


@pytest.mark.parametrize("names", NEIGHBOURS)
def test_neighbours_stay_apart_in_grey_by_lightness_or_by_a_hatch(names: tuple[str, ...]) -> None:
    alike = [
        pair
        for pair in combinations(names, 2)
        if abs(grey(COLORS[pair[0]]) - grey(COLORS[pair[1]])) < LEAST_APART and not set(pair) & set(HATCHES)
    ]
    # Grid supply and what is not known differ in words and place: what is not known always comes last.
    assert set(alike) <= {("deficit", "grid")}
