"""Every chart: a table with the same numbers, a picture, a drawing, a file; and the main one by keyboard alone."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.looks import draw_all
from tests.journeys.test_charts import option_of

Visit = Callable[..., Any]
CHARTS = "[id^=chart-][data-chart-part]"
PAGES = {
    "/g/demo/?period=week&on=2025-06-09": ["balance", "heatmap", "flows"],
    "/g/demo/balance/?period=month&on=2025-06-01": ["duration", "carpet", "multiples"],
    "/g/demo/members/1/?period=week&on=2025-06-09": ["curve", "days", "buying", "partners"],
}
SAVED = {"png": b"\x89PNG", "svg": b"<svg"}


def as_number(text: str) -> float | None:
    """Return the number that a cell holds, None where it holds words or a dash."""
    plain = text.replace(",", "").replace("\u2212", "-")
    return float(plain) if re.fullmatch(r"-?\d+(\.\d+)?", plain) else None


def numbers(rows: list[list[str]]) -> list[list[float]]:
    """Return the numbers of a table, row by row."""
    return [[value for cell in row if (value := as_number(cell)) is not None] for row in rows]


def table_of(page: Any, name: str) -> list[list[str]]:
    """Turn a chart into its table and return its rows."""
    page.locator(f"button[data-act=table][data-chart={name}]").click()
    page.wait_for_selector(f"#table-{name} tbody tr")
    cells = "rows => rows.map(row => [...row.cells].slice(1).map(cell => cell.textContent.trim()))"
    rows: list[list[str]] = page.eval_on_selector_all(f"#table-{name} :is(tbody, tfoot) tr", cells)
    return rows


@pytest.mark.parametrize(("address", "names"), PAGES.items())
def test_the_table_of_each_chart_has_the_digits_of_its_file(visit: Visit, address: str, names: list[str]) -> None:
    one = visit()
    page = one.open(address)
    assert [place.get_attribute("id") for place in page.locator(CHARTS).all()] == [f"chart-{name}" for name in names]
    for name in names:
        shown = numbers(table_of(page, name))
        link = page.locator(f"section[aria-labelledby=title-{name}] a[download]").last.get_attribute("href")
        answer = page.request.get(f"{one.base}{link}", headers={"Accept-Language": "en-GB"})
        rows = list(csv.reader(io.StringIO(answer.body().decode("utf-8-sig"))))[1:]
        saved = numbers([row[1:] for row in rows])
        assert len(shown) > 1
        assert sum(map(len, shown)) > 3
        assert shown == saved, name


@pytest.mark.parametrize(("address", "names"), PAGES.items())
@pytest.mark.parametrize("kind", SAVED)
def test_each_chart_is_saved_as_a_picture_and_as_a_drawing(
    visit: Visit, address: str, names: list[str], kind: str
) -> None:
    page = visit().open(address)
    draw_all(page)
    for name in names:
        section = page.locator(f"section[aria-labelledby=title-{name}]")
        section.locator("details.menu summary").last.click()
        with page.expect_download() as download:
            section.locator(f"button[data-act=export][data-kind={kind}]").click()
        assert download.value.path().read_bytes().startswith(SAVED[kind]), name
        assert download.value.suggested_filename.endswith(f".{kind}")


def test_the_keyboard_alone_reaches_reads_zooms_and_leaves_the_main_chart(visit: Visit) -> None:
    page = visit().open("/g/demo/?period=day&on=2025-06-11")
    focused = "document.activeElement?.id"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(focused) == "chart-balance":
            break
    assert page.evaluate(focused) == "chart-balance"
    live = page.locator("#live")
    assert live.get_attribute("aria-live") == "polite"
    said = []
    page.keyboard.press("Home")
    for _ in range(96):
        said.append(live.inner_text())
        page.keyboard.press("ArrowRight")
    starts = [f"{quarter // 4:02}:{quarter % 4 * 15:02}" for quarter in range(96)]
    assert [re.search(r"\d\d:\d\d", text).group() for text in said] == starts  # type: ignore[union-attr]
    assert all(re.search(r"Production [\d.,]+\skW, Consumption [\d.,]+\skW", text) for text in said)
    page.keyboard.press("+")
    zoom = option_of(page, "balance")["dataZoom"][0]
    assert zoom["end"] - zoom["start"] < 100
    page.keyboard.press("Escape")
    zoom = option_of(page, "balance")["dataZoom"][0]
    assert (zoom["start"], zoom["end"]) == (0, 100)
    page.keyboard.press("Tab")
    assert page.evaluate(focused) != "chart-balance"
