"""What is there at once, what a thumb reaches, how each language writes, and what is left without colours."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.journeys.looks import draw_all
from tests.journeys.test_charts import option_of

Visit = Callable[..., Any]
WEEK = "period=week&on=2025-06-09"
PICKED = ["", "balance/", "members/1/", "reports/", "data/quality/"]


@pytest.mark.parametrize("language", ["en-GB", "fr-FR"])
def test_answer_figures_and_chart_are_there_without_scrolling(visit: Visit, language: str) -> None:
    page = visit(language=language).open(f"/g/demo/?{WEEK}")
    assert page.locator(".kpi").count() == 6
    for place in [page.locator(".verdict"), *page.locator(".kpi").all(), page.locator("#chart-balance")]:
        box = place.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 900
    assert page.evaluate("scrollY") == 0


@pytest.mark.parametrize("path", PICKED)
def test_the_period_is_picked_on_a_phone(visit: Visit, path: str) -> None:
    one = visit(width=390, height=844, has_touch=True)
    page = one.page
    page.goto(f"{one.base}/g/demo/{path}?period=month&on=2025-06-01")
    picker = page.locator(".period summary")
    places = [picker, *page.locator(".period a").all()]
    for place in places:
        box = place.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert min(box["width"], box["height"]) >= 24
    assert len(places) == 3
    picker.tap()
    field = page.locator("#on")
    box = field.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    field.fill("2025-03-12")
    page.locator(".period form button").tap()
    page.wait_for_url("**on=2025-03-12**")
    assert "March 2025" in page.locator(".period").inner_text()


WRITTEN = {
    "en-GB": {
        "figure": r"4,\d{3}\.\d MWh",
        "title": r"Mon\s9\sJun(e)?\s2025",
        "said": r"Mon\s9\sJun, 00:00–00:15: Production \d+(\.\d)?\skW",
        "percent": r"\d+%",
    },
    "fr-FR": {
        "figure": "4\u202f\\d{3},\\d MWh",
        "title": r"lun\.\s9\sjuin\s2025",
        "said": "lun\\.\\s9\\sjuin, 00:00–00:15[\u202f\u00a0]?: Production[\u202f\u00a0\\s]\\d+(,\\d)?\\skW",
        "percent": "\\d+[\u202f\u00a0]%",
    },
}


@pytest.mark.parametrize("language", WRITTEN)
def test_each_language_writes_numbers_and_dates_its_own_way(visit: Visit, language: str) -> None:
    form = WRITTEN[language]
    page = visit(language=language).open("/g/demo/?period=year&on=2025-01-01")
    assert re.fullmatch(form["figure"], " ".join(page.locator(".kpi .v").first.inner_text().split("\n")))
    assert re.fullmatch(form["percent"], page.locator(".kpi .v").nth(2).inner_text())
    page.goto(page.url.split("?")[0] + "?period=day&on=2025-06-09")
    assert re.search(form["title"], page.locator(".period summary").inner_text())
    page.wait_for_selector("#chart-balance.is-drawn")
    page.locator("#chart-balance").focus()
    page.keyboard.press("Home")
    page.goto(page.url.split("?")[0] + f"?{WEEK}")
    page.wait_for_selector("#chart-balance.is-drawn")
    page.locator("#chart-balance").focus()
    page.keyboard.press("Home")
    assert re.match(form["said"], page.locator("#live").inner_text()), page.locator("#live").inner_text()


CHOICES = [
    "/g/demo/?period=month&on=2025-06-01&view=production&step=day&compare=previous&tolerance=0.1&hide=8",
    "/g/demo/balance/?period=month&on=2025-06-01&state=deficit&min_kwh=500&sort=duration",
    "/g/demo/members/1/?period=month&on=2025-06-01&step=day&profile=office",
    "/g/demo/reports/?period=month&on=2025-06-01",
    "/g/demo/data/quality/?period=month&on=2025-06-01",
    "/g/demo/data/calendar/?year=2025",
    "/g/demo/profiles/?q=bakery&direction=consumption",
]


@pytest.mark.parametrize("address", CHOICES)
def test_another_language_keeps_page_period_and_filters(visit: Visit, address: str) -> None:
    one = visit()
    page = one.open(address)
    page.get_by_role("button", name="FR", exact=True).click()
    page.wait_for_selector("html[lang=fr]")
    assert page.url == one.base + address


def grey(place: Any) -> Any:
    """Return a picture of something on the page without its colours, in shades from 0 to 255."""
    picture = Image.open(io.BytesIO(place.screenshot())).convert("L")
    return np.asarray(picture, dtype=float)


def patches(page: Any) -> dict[str, Any]:
    """Return what the key of the balance chart shows beside each word, in grey, without its round corners."""
    found = {}
    for name in ("surplus", "deficit", "local"):
        patch = grey(page.locator(f".lg .sw-{name}:not(.line)").first)
        edge = len(patch) // 5
        found[name] = patch[edge:-edge, edge:-edge]
    return found


@pytest.mark.parametrize(("theme", "medium"), [("light", "screen"), ("light", "print"), ("dark", "print")])
def test_surplus_deficit_and_local_use_differ_without_colours(visit: Visit, theme: str, medium: str) -> None:
    page = visit(theme=theme, device_scale_factor=4).open(f"/g/demo/?{WEEK}")
    if medium == "print":
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print", color_scheme=theme)
        assert page.evaluate("document.documentElement.dataset.bsTheme") == "light"
        assert (
            page.locator(".lg .sw-surplus").first.evaluate("one => getComputedStyle(one).printColorAdjust") == "exact"
        )
    shades = patches(page)
    spread = {name: float(patch.std()) for name, patch in shades.items()}
    assert spread["surplus"] > 8, spread
    assert max(spread["deficit"], spread["local"]) < 3, spread
    assert abs(shades["deficit"].mean() - shades["local"].mean()) > 18

    drawn = {one["name"]: one for one in option_of(page, "balance")["series"] if one.get("areaStyle")}
    assert drawn["Surplus"]["areaStyle"]["color"]["image"] == "tile"
    assert not any("image" in str(drawn[name]["areaStyle"].get("color")) for name in drawn if name != "Surplus")
    lines = {one["name"]: one["lineStyle"] for one in option_of(page, "balance")["series"] if "lineStyle" in one}
    assert lines["Consumption"]["width"] > lines["Production"]["width"] > 0


def test_a_dark_page_is_light_on_paper_and_dark_again(visit: Visit) -> None:
    page = visit(theme="dark").open(f"/g/demo/?{WEEK}")

    def line() -> str:
        lines = [one for one in option_of(page, "balance")["series"] if one["name"] == "Consumption"]
        return str(lines[0]["lineStyle"]["color"])

    before = line()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert line() == "#1b2f55"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"
    assert line() == before


@pytest.mark.parametrize("path", [f"/g/demo/?{WEEK}", f"/g/demo/balance/?{WEEK}", f"/g/demo/members/1/?{WEEK}"])
def test_a_word_stands_beside_every_colour(visit: Visit, path: str) -> None:
    page = visit().open(path)
    draw_all(page)
    bare = page.evaluate(
        """() => [...document.querySelectorAll("main .sw, main .icon")].filter(one => one.checkVisibility())
        .filter(one => !one.closest("li, tr, dt, span:not(.sw, .icon), button, label, div.range")?.textContent.trim())
        .map(one => one.outerHTML)"""
    )
    assert bare == []
