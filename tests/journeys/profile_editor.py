"""How journeys work with the editor of profiles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

Visit = Callable[..., Any]
LIBRARY = "/g/demo/profiles/"


def open_copy(visit: Visit, name: str = "office", **look: Any) -> Page:
    """Duplicate a profile of the catalogue and open its editor."""
    page: Page = visit(**look).open(f"{LIBRARY}catalogue/{name}/")
    page.locator("form[action$='duplicate/'] button").click()
    page.wait_for_selector("html[data-ready=profile]")
    return page


def curve(page: Page) -> list[float]:
    """Return the exact values of the first day of the profile: what is not saved yet, else what is saved."""
    fields = page.evaluate(
        """() => { const kept = sessionStorage.getItem(`es-profile:${location.pathname}`);
        const saved = JSON.parse(document.getElementById('profile-data').textContent).fields;
        return kept ? JSON.parse(JSON.parse(kept).curve) : saved; }"""
    )
    values: list[float] = fields["seasons"][0]["weekday"]["values"]
    return values


def is_whole(page: Page) -> bool:
    """Tell whether the profile sums to exactly 1 kWh, and says so."""
    shown = page.locator("#sum").inner_text().replace("\u00a0", " ").replace(",", ".")
    return shown == "1.000 kWh" and sum(round(value * 1e9) for value in curve(page)) == 10**9


def handle(page: Page, index: int) -> Any:
    """Return the point of an hour or quarter."""
    return page.locator(f"#ed [data-index='{index}']")
