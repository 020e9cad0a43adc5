"""Bringing a file in through the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

TIMES = [f"{quarter // 4:02}:{quarter % 4 * 15:02}" for quarter in range(96)]
IMPORT = "/g/demo/data/import/"


def template(path: Path, *, bad: tuple[int, ...] = (), separator: str = ",", mark: str = ".") -> Path:
    """Write a filled template; the rows `bad` hold a word instead of a number."""
    rows = [["Time", "Production", "Consommation"]]
    rows += [[time, "0", "oops" if place in bad else f"0{mark}5"] for place, time in enumerate(TIMES)]
    path.write_text("\n".join(separator.join(row) for row in rows) + "\n", encoding="utf-8")
    return path


def upload(page: Any, file: Path) -> None:
    """Give a file for Fonderie Arvel and press the button."""
    page.locator("#id_company").first.select_option(label="Fonderie Arvel")
    page.locator("input[type=file]").set_input_files(str(file))
    page.locator("form[enctype] button[type=submit]").click()
    page.wait_for_load_state("load")


@pytest.mark.parametrize(("language", "separator", "mark"), [("en", ",", "."), ("fr", ";", ",")])
def test_a_filled_template_goes_in(visit: Any, tmp_path: Path, language: str, separator: str, mark: str) -> None:
    with visit(language=language) as visitor:
        page = visitor.open(IMPORT)
        upload(page, template(tmp_path / "day.csv", separator=separator, mark=mark))
        assert "Fonderie Arvel" in page.locator("h1").inner_text()
        assert f"48{mark}00" in page.locator("main").inner_text()
        assert visitor.complaints == []


def test_ten_bad_rows_are_named_and_nothing_is_saved(visit: Any, tmp_path: Path) -> None:
    with visit() as visitor:
        page = visitor.open(IMPORT)
        upload(page, template(tmp_path / "bad.csv", bad=tuple(range(10, 20))))
        lines = page.eval_on_selector_all("td.bad", "cells => cells.map(cell => cell.parentNode.cells[0].textContent)")
        assert lines == [str(line) for line in range(12, 22)]
        assert page.locator("td.bad").first.inner_text() == "oops"
        with page.expect_download() as download:
            page.get_by_role("link", name="Problems (CSV)").click()
        assert download.value.path().read_text(encoding="utf-8-sig").count("oops") >= 10
        page = visitor.open("/g/demo/data/")
        assert page.get_by_text("bad.csv").count() == 0


def test_a_typical_day_shows_as_estimated_on_the_overview(visit: Any, tmp_path: Path) -> None:
    with visit() as visitor:
        upload(visitor.open(IMPORT), template(tmp_path / "day.csv"))
        page = visitor.open("/g/demo/?period=week&on=2025-06-09")
        assert "estimated" in page.locator(".meta").inner_text()
        assert page.locator("tbody th", has_text="Fonderie Arvel").locator(".pill").first.inner_text() == "estimated"
