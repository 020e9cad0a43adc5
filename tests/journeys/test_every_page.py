"""Every page in every dress: two widths, two themes, two languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = [
    "/",
    "/about/",
    "/g/demo/data/",
    "/g/demo/data/import/",
    "/g/demo/reports/?period=week&on=2025-06-09",
    "/g/demo/?period=week&on=2025-06-09",
    "/g/demo/?period=day&on=2025-10-26",
    "/g/demo/?period=month&on=2025-03-01",
    "/g/demo/?period=year&on=2025-01-01&view=production",
    "/g/demo/?period=typical&flows=matrix",
]
DRESSES = [
    (1440, 900, "light", "en-GB"),
    (1440, 900, "dark", "fr-FR"),
    (390, 844, "dark", "en-GB"),
    (390, 844, "light", "fr-FR"),
]
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@pytest.mark.parametrize(("width", "height", "theme", "language"), DRESSES)
@pytest.mark.parametrize("path", PAGES)
def test_it_fits_and_is_accessible(
    visit: Callable[..., Any], path: str, width: int, height: int, theme: str, language: str
) -> None:
    page = visit(width=width, height=height, theme=theme, language=language).open(path)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.documentElement.lang") == language[:2]
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
