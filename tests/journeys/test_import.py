"""Bringing a file in through the browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TIMES = [f"{quarter // 4:02}:{quarter % 4 * 15:02}" for quarter in range(96)]


def template(path: Path, *, bad: tuple[int, ...] = (), separator: str = ",", mark: str = ".") -> Path:
    """Write a filled template; the rows `bad` hold a word instead of a number."""
    rows = [["Time", "Production", "Consommation"]]
    rows += [[time, "0", "oops" if place in bad else f"0{mark}5"] for place, time in enumerate(TIMES)]
    path.write_text("\n".join(separator.join(row) for row in rows) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def importing(visit: Callable[..., Any], tmp_path: Path) -> Callable[..., Any]:
    """How to make a group with one company, Mill, and to come to its page of imports."""

    def begin(**look: Any) -> Any:
        page = visit(**look).open("/groups/new/")
        page.locator("#id_name").fill(tmp_path.name)
        page.locator("main form button[type=submit]").click()
        page.goto(f"{page.url}members/new/")
        page.locator("#id_name").fill("Mill")
        page.locator("form[action$='members/new/'] .btn-primary").click()
        page.locator(".tb a[href*='company=']").click()
        page.wait_for_selector("input[type=file]")
        return page

    return begin


def upload(page: Any, file: Path) -> None:
    """Give a file and press the button."""
    page.locator("input[type=file]").set_input_files(str(file))
    page.locator("form[enctype] button[type=submit]").click()
    page.wait_for_load_state("load")


@pytest.mark.parametrize(("language", "separator", "mark"), [("en-GB", ",", "."), ("fr-FR", ";", ",")])
def test_a_filled_template_goes_in(importing: Any, tmp_path: Path, language: str, separator: str, mark: str) -> None:
    page = importing(language=language)
    upload(page, template(tmp_path / "day.csv", separator=separator, mark=mark))
    assert "Mill" in page.locator("h1").inner_text()
    assert f"48{mark}00" in page.locator("main").inner_text()


def test_the_template_that_the_site_offers_goes_in(importing: Any, tmp_path: Path) -> None:
    page = importing()
    with page.expect_download() as download:
        page.get_by_role("link", name="Template in English").click()
    filled = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    rows = [filled[0], *(f"{line.split(',')[0]},0,0.5" for line in filled[1:])]
    file = tmp_path / "offered.csv"
    file.write_text("\n".join(rows), encoding="utf-8")
    upload(page, file)
    assert "48.00" in page.locator("main").inner_text()


def test_ten_bad_rows_are_named_and_nothing_is_saved(tmp_path: Path, browser: Any, site: str) -> None:
    page = browser.new_context(locale="en-GB").new_page()
    page.goto(f"{site}/g/demo/data/import/")
    upload(page, template(tmp_path / "bad.csv", bad=tuple(range(10, 20))))
    lines = page.eval_on_selector_all("td.bad", "cells => cells.map(cell => cell.parentNode.cells[0].textContent)")
    assert lines == [str(line) for line in range(12, 22)]
    assert page.locator("td.bad").first.inner_text() == "oops"
    with page.expect_download() as download:
        page.get_by_role("link", name="Problems (CSV)").click()
    assert download.value.path().read_text(encoding="utf-8-sig").count("oops") >= 10
    page.goto(f"{site}/g/demo/data/")
    assert page.get_by_text("bad.csv").count() == 0
    page.context.close()


def test_a_typical_day_shows_on_the_overview(importing: Any, tmp_path: Path) -> None:
    page = importing()
    upload(page, template(tmp_path / "day.csv"))
    page.get_by_role("link", name="See the overview").click()
    page.wait_for_selector("#chart-balance.is-drawn")
    assert page.locator(".kpi .v").first.inner_text().replace("\n", " ") == "48.0 kWh"


def test_a_typical_day_over_a_week_is_marked_as_estimated(importing: Any, tmp_path: Path) -> None:
    page = importing()
    upload(page, template(tmp_path / "day.csv"))
    page.get_by_role("link", name="See the overview").click()
    page.get_by_role("link", name="Week", exact=True).click()
    page.wait_for_selector("#chart-balance.is-drawn")
    assert "100% estimated" in page.locator(".meta").inner_text()
    assert page.locator("tbody th .pill").first.inner_text() == "estimated"
