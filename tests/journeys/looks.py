"""How every page has to look: the dresses it wears, and what is measured in each."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

DRESSES = [
    (1440, 900, "light", "en-GB"),
    (1440, 900, "dark", "fr-FR"),
    (390, 844, "dark", "en-GB"),
    (390, 844, "light", "fr-FR"),
]
# The size of targets is a rule of WCAG 2.2 AA that the tool leaves out until it is asked for.
RULES: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# Buttons and what looks like one have 24 px whatever stands around them. A box to tick counts with its label.
SMALL = """() => [...document.querySelectorAll(
    "button, summary, select, input:not([type=hidden]), .btn, .ib, .seg a, .period a, .nav-l, .tabbar a")]
  .filter(one => !one.closest("th, .visually-hidden, .sr") && one.checkVisibility())
  .map(one => [one, one.matches("[type=checkbox], [type=radio]") ? one.labels[0] ?? one : one.closest("label") ?? one])
  .map(([one, target]) => [one.textContent.trim() || one.ariaLabel || one.name, target.getBoundingClientRect()])
  .filter(([, box]) => box.width > 1 && Math.min(box.width, box.height) < 24)
  .map(([name, box]) => `${name}: ${box.width.toFixed(1)} x ${box.height.toFixed(1)}`)"""
# A bar that stays in sight covers what happens to be under it: one scrolls, the tool does not.
UNSTICK = """() => document.querySelectorAll(".tabbar, .top, .foot.sticky").forEach(bar => {
  if (["fixed", "sticky"].includes(getComputedStyle(bar).position)) bar.style.position = "static"; })"""
# What is wider than the page, so that a failure says where to look.
WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("body *")].filter(one => one.getBoundingClientRect().right > innerWidth + 1)
  .slice(0, 5).map(one => `${one.tagName}.${one.className} reaches ${one.getBoundingClientRect().right}`)
  .concat(`the page scrolls to ${document.documentElement.scrollWidth}`)"""


def draw_all(page: Page) -> None:
    """Bring each chart that has something to draw into view, and wait for it."""
    for place in page.locator("[id^=chart-][tabindex]:visible").all():
        place.scroll_into_view_if_needed()
        name = place.get_attribute("id")
        page.wait_for_selector(f"#{name}.is-drawn", timeout=20_000)


def faults(page: Page) -> list[str]:
    """Return what is wrong with how a page looks."""
    found = [f"wide: {one}" for one in page.evaluate(WIDE)]
    found += [f"small: {one}" for one in page.evaluate(SMALL)]
    found += [f"NaN in {text}" for text in page.locator("main").all_inner_texts() if "NaN" in text]
    page.evaluate(UNSTICK)
    result = Axe().run(page, options=RULES)
    for rule in result.response["violations"]:
        found += [f"{rule['id']}: {node['html'][:160]}" for node in rule["nodes"]]
    return found
