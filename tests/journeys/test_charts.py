"""The charts of the overview: drawn for every period, read by keyboard, shown as tables, saved as files."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from energy_synergy.formats.detect import read_file

WEEK = "/g/demo/?period=week&on=2025-06-09"
BALANCE = "section[aria-labelledby=title-balance]"
Visit = Callable[..., Any]


def option_of(page: Any, name: str) -> Any:
    """Return what a chart was told to draw, without what a page cannot hand over."""
    chart = f"echarts.getInstanceByDom(document.getElementById('chart-{name}')).getOption()"
    return page.evaluate(f"JSON.parse(JSON.stringify({chart}, (key, value) => key === 'image' ? 'tile' : value))")


def names_of(page: Any) -> set[str]:
    """Return the names of what the balance chart draws."""
    return {series["name"] for series in option_of(page, "balance")["series"]}


def is_inked(page: Any, name: str) -> bool:
    """Tell whether a chart's canvas holds more than a few colours."""
    script = """name => { const canvas = document.querySelector(`#chart-${name} canvas`);
        const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
        return new Set(new Uint32Array(pixels.buffer)).size > 8; }"""
    return bool(page.evaluate(script, name))


def show(page: Any, name: str) -> None:
    """Bring a chart into view and wait until it is drawn."""
    page.locator(f"#chart-{name}").scroll_into_view_if_needed()
    page.wait_for_selector(f"#chart-{name}.is-drawn")


@pytest.mark.parametrize("period", ["day", "week", "month", "year", "typical"])
def test_every_period_draws_every_chart(visit: Visit, period: str) -> None:
    page = visit(language="fr-FR").open(f"/g/demo/?period={period}&on=2025-06-09")
    for name in ("balance", "heatmap", "flows"):
        show(page, name)
        assert is_inked(page, name), name
    assert "NaN" not in page.locator("main").inner_text()


def test_charts_below_the_fold_wait_until_they_are_seen(visit: Visit) -> None:
    page = visit().open(WEEK)
    assert page.locator("#chart-flows.is-drawn").count() == 0


def test_the_keyboard_reads_zooms_and_leaves(visit: Visit) -> None:
    page = visit().open(WEEK)
    live = page.locator("#live")
    page.locator("#chart-balance").focus()
    page.keyboard.press("ArrowRight")
    assert re.match(r"Mon 9 Jun, 00:00–00:15: Production [\d.,]+.kW, Consumption", live.inner_text())
    page.keyboard.press("Shift+ArrowRight")
    assert live.inner_text().startswith("Tue 10 Jun, 00:00–00:15")
    page.keyboard.press("End")
    assert live.inner_text().startswith("Sun 15 Jun, 23:45–24:00")
    page.keyboard.press("+")
    zoom = option_of(page, "balance")["dataZoom"][0]
    assert zoom["end"] - zoom["start"] == pytest.approx(50)
    page.keyboard.press("Escape")
    zoom = option_of(page, "balance")["dataZoom"][0]
    assert (zoom["start"], zoom["end"], live.inner_text()) == (0, 100, "")


def test_the_keyboard_reads_the_heatmap(visit: Visit) -> None:
    page = visit().open(WEEK)
    show(page, "heatmap")
    page.locator("#chart-heatmap").focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    assert re.match(r"Tuesday 10 June, 01:00–02:00: Deficit [\d.,]+.kWh", page.locator("#live").inner_text())


def test_the_tooltip_names_every_value(visit: Visit) -> None:
    page = visit().open(WEEK)
    page.locator("#chart-balance").hover(position={"x": 300, "y": 120})
    page.wait_for_selector(".tip")
    text = page.locator(".tip").inner_text()
    assert all(word in text for word in ("Production", "Consumption", "Used locally", "Covered locally", "kW"))


def test_the_table_holds_what_the_chart_draws(visit: Visit) -> None:
    page = visit().open(WEEK)
    drawn = page.evaluate("JSON.parse(document.getElementById('overview-data').textContent)")
    page.locator("button[data-act=table][data-chart=balance]").click()
    page.wait_for_selector("#table-balance tbody tr")
    cells = page.eval_on_selector_all(
        "#table-balance tbody tr", "rows => rows.map(row => [...row.cells].slice(1, 3).map(c => c.textContent))"
    )
    shown = [[float(cell.replace(",", "")) for cell in row] for row in cells]
    pairs = zip(drawn["production_kwh"], drawn["consumption_kwh"], strict=True)
    assert shown == [pytest.approx(list(pair), abs=6e-4) for pair in pairs]
    assert not page.locator("#chart-balance").is_visible()
    page.locator("button[data-act=table][data-chart=balance]").click()
    assert page.locator("#chart-balance").is_visible()


def test_the_view_is_in_the_address_and_opens_again(visit: Visit) -> None:
    first = visit()
    page = first.open(WEEK)
    page.get_by_role("link", name="Production by company").click()
    assert "view=production" in page.url
    drawn = names_of(page)
    assert {"Nordal Logistique", "Consumption"} <= drawn
    assert names_of(visit().open(page.url.removeprefix(first.base))) == drawn


def test_the_language_form_follows_the_view(visit: Visit) -> None:
    page = visit().open(WEEK)
    page.get_by_role("link", name="Consumption by company").click()
    page.get_by_role("button", name="FR", exact=True).click()
    page.wait_for_selector("html[lang=fr] #chart-balance.is-drawn")
    assert "view=consumption" in page.url
    assert re.fullmatch(r"\d+,\d MWh", page.locator(".kpi .v").first.inner_text().replace("\n", " "))


def test_the_theme_is_kept_and_charts_follow(visit: Visit) -> None:
    page = visit().open(WEEK)
    page.get_by_role("button", name="Switch light and dark").click()
    page.wait_for_timeout(200)
    lines = [one for one in option_of(page, "balance")["series"] if one["name"] == "Consumption"]
    assert lines[0]["lineStyle"]["color"] == "#e6edf7"
    page.reload()
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"
    assert page.url.endswith(WEEK)


@pytest.mark.parametrize(("kind", "begin"), [("Image (PNG)", b"\x89PNG"), ("Drawing (SVG)", b"<svg")])
def test_charts_are_saved_as_pictures(visit: Visit, kind: str, begin: bytes) -> None:
    page = visit().open(WEEK)
    page.locator(f"{BALANCE} summary").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=kind).first.click()
    assert download.value.path().read_bytes().startswith(begin)


@pytest.mark.parametrize("language", ["en-GB", "fr-FR"])
def test_the_file_of_the_balance_holds_every_value(visit: Visit, language: str) -> None:
    page = visit(language=language).open(WEEK)
    drawn = page.evaluate("JSON.parse(document.getElementById('overview-data').textContent)")
    page.locator(f"{BALANCE} summary").click()
    with page.expect_download() as download:
        page.locator(f"{BALANCE} a[download][href*='/balance.csv']").click()
    series = {one.direction: one for one in read_file(str(download.value.path())).series}
    assert set(series) == {"production", "consumption"}
    for direction, one in series.items():
        assert one.energy_kwh.tolist() == pytest.approx(drawn[f"{direction}_kwh"], abs=1e-4)


def test_a_column_sorts_the_companies(visit: Visit) -> None:
    page = visit().open(WEEK)
    page.get_by_role("button", name="Produced").click()
    assert page.locator("section[aria-labelledby=title-members] tbody th").first.inner_text().startswith("Hydro")
    page.get_by_role("button", name="Produced").click()
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "ascending"


def test_the_matrix_replaces_the_bands_in_place(visit: Visit) -> None:
    page = visit().open(WEEK)
    show(page, "flows")
    page.get_by_role("link", name="Matrix").click()
    assert option_of(page, "flows")["series"][0]["type"] == "custom"
    assert "flows=matrix" in page.url


def test_another_tolerance_moves_hours_between_the_states(visit: Visit) -> None:
    page = visit().open(WEEK)
    before = page.locator(".states td").all_inner_texts()
    page.locator(".states .seg a").last.click()
    page.wait_for_url("**tolerance=0.1**")
    assert page.locator(".states td").all_inner_texts() != before


def test_a_period_without_readings_leads_to_those_that_are_there(visit: Visit) -> None:
    page = visit().open("/g/demo/?period=week&on=2031-03-03")
    assert "No readings for" in page.locator(".empty h2").inner_text()
    page.get_by_role("link", name="Go to the last readings").click()
    page.wait_for_selector("#chart-balance.is-drawn")


def test_the_page_reads_without_scripts(browser: Any, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(site + WEEK)
    page.get_by_role("link", name="Month", exact=True).click()
    assert "period=month" in page.url
    assert page.locator("section[aria-labelledby=title-members] tbody tr").count() == 8
    context.close()


@pytest.mark.parametrize("width", [1440, 390])
def test_targets_are_large_enough(visit: Visit, width: int) -> None:
    page = visit(width=width).open(WEEK)
    small = page.evaluate(
        """[...document.querySelectorAll("button, .ib, .seg a, .period a, .nav-l, .tabbar a, summary")]
        .filter(one => !one.closest('th'))
        .map(one => [one.textContent.trim() || one.ariaLabel, one.getBoundingClientRect()])
        .filter(([, box]) => box.width && Math.min(box.width, box.height) < 24).map(([name]) => name)"""
    )
    assert small == []
