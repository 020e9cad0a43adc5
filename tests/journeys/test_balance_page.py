"""Surplus and deficit, and data quality, as a person uses them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect

YEAR = "/g/demo/balance/?period=year&on=2025-01-01"
JUNE = "/g/demo/balance/?period=month&on=2025-06-01"
QUALITY = "/g/demo/data/quality/"
CHARTS = ("duration", "carpet", "multiples")
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
DRESSES = [
    (1440, 900, "light", "en-GB"),
    (1440, 900, "dark", "fr-FR"),
    (390, 844, "dark", "en-GB"),
    (390, 844, "light", "fr-FR"),
]
Visit = Callable[..., Any]


def show(page: Any, name: str) -> None:
    """Bring a chart into view and wait until it is drawn."""
    page.locator(f"#chart-{name}").scroll_into_view_if_needed()
    page.wait_for_selector(f"#chart-{name}.is-drawn")


def data_of(page: Any) -> Any:
    """Return what the charts of the page rest on."""
    return page.evaluate("JSON.parse(document.getElementById('balance-data').textContent)")


def table_of(page: Any, name: str) -> list[list[str]]:
    """Turn a chart into its table and return the cells of its rows."""
    page.locator(f"button[data-act=table][data-chart={name}]").click()
    page.wait_for_selector(f"#table-{name} tbody tr")
    cells: list[list[str]] = page.eval_on_selector_all(
        f"#table-{name} tbody tr", "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    )
    return cells


def number(text: str) -> float | None:
    """Return the number that an English cell holds, None for a dash."""
    return None if text == "–" else float(text.replace(",", "").replace("\u2212", "-"))


@pytest.mark.parametrize("path", [YEAR, "/g/demo/balance/?period=day&on=2025-10-26", QUALITY])
@pytest.mark.parametrize(("width", "height", "theme", "language"), DRESSES)
def test_it_fits_and_is_accessible(visit: Visit, path: str, width: int, height: int, theme: str, language: str) -> None:
    page = visit(width=width, height=height, theme=theme, language=language).open(path)
    if path != QUALITY:
        for name in CHARTS:
            show(page, name)
        page.locator("a[data-detail]").first.click()
        page.wait_for_selector(".detail .verdict")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert "NaN" not in page.locator("main").inner_text()
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("period", ["day&on=2025-03-30", "week&on=2025-10-20", "month&on=2025-06-01", "year"])
def test_every_period_draws_every_chart(visit: Visit, period: str) -> None:
    page = visit().open(f"/g/demo/balance/?period={period}")
    for name in CHARTS:
        show(page, name)
        inked = page.evaluate(
            """name => { const canvas = document.querySelector(`#chart-${name} canvas`);
            const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
            return new Set(new Uint32Array(pixels.buffer)).size; }""",
            name,
        )
        assert inked > 8, name


def test_the_keyboard_reads_the_duration_curve(visit: Visit) -> None:
    page = visit().open(YEAR)
    show(page, "duration")
    live = page.locator("#live")
    page.locator("#chart-duration").focus()
    page.keyboard.press("Home")
    assert re.match(r"Surplus of at least 1,0\d\d.kW: 0\.3.h, 0%", live.inner_text())
    page.keyboard.press("End")
    assert re.match(r"Deficit of at least 6\d\d.kW: 0\.3.h, 0%", live.inner_text())
    page.keyboard.press("Shift+ArrowLeft")
    assert re.match(r"Deficit of at least \d+.kW: [\d,]+.h, 10%", live.inner_text())
    page.keyboard.press("Escape")
    assert live.inner_text() == ""


def test_the_keyboard_reads_the_carpet_and_opens_a_day(visit: Visit) -> None:
    page = visit().open(YEAR)
    show(page, "carpet")
    page.locator("#chart-carpet").focus()
    for key in ("Home", "Shift+ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    assert re.match(r"Wednesday 8 January, 01:00–02:00: Deficit \d+.kW", page.locator("#live").inner_text())
    page.keyboard.press("Enter")
    page.wait_for_url("**/g/demo/?period=day&on=2025-01-08")


def test_the_carpet_says_that_the_clock_skips_an_hour(visit: Visit) -> None:
    page = visit().open("/g/demo/balance/?period=day&on=2025-03-30")
    show(page, "carpet")
    page.locator("#chart-carpet").focus()
    for key in ("Home", *["ArrowDown"] * 8):
        page.keyboard.press(key)
    expect(page.locator("#live")).to_have_text("Sunday 30 March, 02:00–02:15: the clock skips this time")


def test_the_keyboard_reads_the_mean_days(visit: Visit) -> None:
    page = visit().open(YEAR)
    show(page, "multiples")
    page.locator("#chart-multiples").focus()
    for key in ("Home", "ArrowDown", *["Shift+ArrowRight"] * 4):
        page.keyboard.press(key)
    power = r"[\d,.]+.kW"
    said = f"Saturday, Dec–Feb, 12:00–12:15: Production {power}, Consumption {power}, \\w+ {power}, Mean of days: 12"
    assert re.match(said, page.locator("#live").inner_text())


def test_the_tables_hold_what_the_charts_draw(visit: Visit) -> None:
    page = visit().open(JUNE)
    drawn = data_of(page)
    curve = [number(row[2]) - number(row[3]) for row in table_of(page, "duration")]  # type: ignore[operator]
    assert curve == pytest.approx(drawn["duration"]["net_kw"], abs=1e-9)
    carpet = [[number(cell) for cell in row[1:]] for row in table_of(page, "carpet")]
    assert carpet == drawn["carpet"]["net_kw"]
    rows = table_of(page, "multiples")
    assert [number(row[4]) for row in rows[:96]] == drawn["multiples"]["panels"][0][0]["consumption_kw"]
    page.locator("button[data-act=table][data-chart=carpet]").click()
    assert page.locator("#chart-carpet").is_visible()


@pytest.mark.parametrize(("kind", "begin"), [("Image (PNG)", b"\x89PNG"), ("Drawing (SVG)", b"<svg")])
@pytest.mark.parametrize("name", CHARTS)
def test_charts_are_saved_as_pictures(visit: Visit, name: str, kind: str, begin: bytes) -> None:
    page = visit().open(JUNE)
    section = page.locator(f"section[aria-labelledby=title-{name}]")
    section.locator("summary").click()
    with page.expect_download() as download:
        section.get_by_role("button", name=kind).click()
    assert download.value.path().read_bytes().startswith(begin)


def test_a_saved_carpet_of_a_year_holds_its_last_day(visit: Visit) -> None:
    page = visit().open(YEAR)
    show(page, "carpet")
    section = page.locator("section[aria-labelledby=title-carpet]")
    section.locator("summary").click()
    with page.expect_download() as download:
        section.get_by_role("button", name="Image (PNG)").click()
    picture = Image.open(download.value.path()).convert("RGB")
    assert picture.size == (2400, 960)
    # The lower right corner of the cells: the night of the last day, a deficit.
    red, _, blue = picture.getpixel((2360, 880))  # type: ignore[misc]
    assert blue > red + 10


def test_the_filter_is_in_the_address_and_opens_again(visit: Visit) -> None:
    first = visit()
    page = first.open(JUNE)
    page.locator("#min_kwh").fill("500")
    page.get_by_label("Beginning on").select_option("weekend")
    page.get_by_role("button", name="Filter").click()
    page.wait_for_url("**min_kwh=500**")
    shown = page.locator("#periods tbody th").all_inner_texts()
    assert shown
    assert all(text.startswith(("Sat", "Sun")) for text in shown)
    page.locator("#periods").get_by_role("link", name="Duration").click()
    page.wait_for_url("**sort=duration**")
    assert page.locator("#periods th[aria-sort=descending]").inner_text().startswith("Duration")
    again = visit().open(page.url.removeprefix(first.base))
    assert again.locator("#periods tbody th").all_inner_texts() == page.locator("#periods tbody th").all_inner_texts()
    assert "min_kwh=500" in (page.get_by_role("link", name="Year", exact=True).get_attribute("href") or "")


def test_the_list_changes_without_a_new_page(visit: Visit) -> None:
    page = visit().open(YEAR)
    page.evaluate("window.marked = true")
    page.locator("#periods").get_by_role("link", name=re.compile("^Deficit")).click()
    page.wait_for_url("**state=deficit**")
    page.locator("#periods").get_by_role("link", name="Next").click()
    page.wait_for_url("**page=2**")
    expect(page.locator("#periods .listfoot p")).to_contain_text("16–30 of")
    assert page.evaluate("window.marked")
    page.go_back()
    page.wait_for_url("**state=deficit")
    expect(page.locator("#periods .listfoot p")).to_contain_text("1–15 of")


def test_a_period_opens_in_place_and_leads_to_its_day(visit: Visit) -> None:
    page = visit().open(JUNE)
    link = page.locator("a[data-detail]").first
    link.focus()
    page.keyboard.press("Enter")
    detail = page.locator(".detail").first
    expect(detail).to_contain_text("Who could have taken it")
    assert link.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Enter")
    assert not detail.is_visible()
    page.get_by_role("link", name=re.compile("^See the day")).first.click()
    page.wait_for_url("**/g/demo/?period=day&on=2025-06-01")


def test_the_files_of_the_list_hold_what_is_filtered(visit: Visit) -> None:
    page = visit().open(JUNE + "&min_kwh=1000")
    count = int(page.locator("#periods nav a[aria-current] small").first.inner_text())
    page.locator("#periods summary").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Periods (CSV)").click()
    assert len(download.value.path().read_text("utf-8-sig").splitlines()) == count + 1


def test_the_page_reads_without_scripts(browser: Any, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(site + JUNE)
    page.locator("#min_hours").fill("8")
    page.get_by_role("button", name="Filter").click()
    assert "min_hours=8" in page.url
    page.locator("a[data-detail]").first.click()
    assert "Who could have taken it" in page.locator("main").inner_text()
    context.close()


@pytest.mark.parametrize("path", [YEAR, QUALITY])
def test_targets_are_large_enough_on_a_phone(visit: Visit, path: str) -> None:
    page = visit(width=390, height=844).open(path)
    small = page.evaluate(
        """[...document.querySelectorAll("main button, main .ib, main .seg a, main summary, main select, main .btn")]
        .filter(one => !one.closest('th'))
        .map(one => [one.textContent.trim() || one.ariaLabel, one.getBoundingClientRect()])
        .filter(([, box]) => box.width && Math.min(box.width, box.height) < 24).map(([name]) => name)"""
    )
    assert small == []


def test_the_sources_sort_by_what_lacks(visit: Visit) -> None:
    page = visit().open(QUALITY)
    first = page.locator("section[aria-labelledby=title-sources] tbody th").first
    assert first.inner_text().strip() == "Hydro du Moulin"
    page.get_by_role("button", name="Company").click()
    assert first.inner_text().strip() == "Bureaux Hélios"
