"""The overview as a person uses it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

from playwright.sync_api import expect

import energy_synergy as es

WEEK = "/g/demo/?period=week&on=2025-06-09"


def data_of(page: Any) -> dict[str, Any]:
    """Return the values that the charts of an open page show."""
    return dict(json.loads(page.locator("#overview-data").inner_text()))


def test_it_shows_the_answer_without_scrolling(visit: Callable[..., Any]) -> None:
    page = visit().open(WEEK)

    for selector in (".verdict", ".kpis", "#chart-balance"):
        box = page.locator(selector).first.bounding_box()
        assert box is not None
        assert box["y"] + min(box["height"], 300) <= 900, selector


def test_it_draws_the_balance(visit: Callable[..., Any]) -> None:
    page = visit().open(WEEK)

    colours = page.evaluate(
        """() => { const canvas = document.querySelector('#chart-balance canvas');
        const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        const seen = new Set(); for (let k = 0; k < data.length; k += 400) seen.add(data.slice(k, k + 3).join());
        return seen.size; }"""
    )
    assert colours > 10


def test_it_reads_quarter_hours_by_keyboard(visit: Callable[..., Any]) -> None:
    page = visit().open(WEEK)
    page.locator("#chart-balance").focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")

    expect(page.locator("#live")).to_contain_text("kW")
    first = page.locator("#live").inner_text()
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("#live")).not_to_have_text(first)


def test_it_keeps_the_page_when_the_language_changes(visit: Callable[..., Any]) -> None:
    page = visit().open(WEEK + "&tolerance=0.1")
    page.locator(".top").get_by_text("FR", exact=True).click()
    page.wait_for_selector("html[lang=fr] #chart-balance.is-drawn")

    assert "on=2025-06-09" in page.url
    assert "tolerance=0.1" in page.url
    assert "Laiterie Valmont" in page.locator("main").inner_text()


def test_the_week_of_a_clock_change_has_its_hours(visit: Callable[..., Any]) -> None:
    shorter = data_of(visit().open("/g/demo/?period=week&on=2025-03-24"))
    longer = data_of(visit().open("/g/demo/?period=week&on=2025-10-20"))

    assert len(shorter["labels"]) == 668
    assert len(longer["labels"]) == 676


def test_the_file_of_the_balance_reads_back_in(visit: Callable[..., Any]) -> None:
    one = visit()
    page = one.open(WEEK)
    shown = data_of(page)
    answer = page.request.get(f"{one.base}/g/demo/overview/balance.csv?period=week&on=2025-06-09")
    assert answer.ok

    series = {s.direction: s for s in es.read_file(BytesIO(answer.body()), file_name="balance.csv").series}

    for direction in ("production", "consumption"):
        assert abs(series[direction].total_kwh - sum(shown[f"{direction}_kwh"])) < 0.1


def test_figures_agree_with_the_charts(visit: Callable[..., Any]) -> None:
    page = visit().open(WEEK)
    shown = data_of(page)
    megawatt_hours = sum(shown["consumption_kwh"]) / 1000

    figures = re.sub(r"\s+", " ", page.locator(".kpis").inner_text())
    assert f"{megawatt_hours:,.1f}" in figures
