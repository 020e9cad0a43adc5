"""Bringing files in through the browser: four steps, nothing written before the last."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.looks import DRESSES, RULES

TIMES = [f"{quarter // 4:02}:{quarter % 4 * 15:02}" for quarter in range(96)]
BAD = ("1_0", "nan", "inf", "1e999", "-3", "douze", "0x1", "<b>", "1..2", "=1+1")


def template(path: Path, *, separator: str = ",", mark: str = ".") -> Path:
    """Write a filled template."""
    rows = [["Time", "Production", "Consommation"], *([time, "0", f"0{mark}5"] for time in TIMES)]
    path.write_text("\n".join(separator.join(row) for row in rows) + "\n", encoding="utf-8")
    return path


def dated(path: Path, *, bad: tuple[str, ...] = (), value: str = "1,5") -> Path:
    """Write a day of readings; some rows in a row hold what is no number."""
    rows = [[f"02/06/2025 {time}", value] for time in TIMES]
    for line, text in enumerate(bad, start=10):
        rows[line][1] = text
    text = "\n".join(["Horodatage;Consommation (kWh)", *(";".join(row) for row in rows), ""])
    path.write_text(text, encoding="cp1252")
    return path


@pytest.fixture
def importing(visit: Callable[..., Any], tmp_path: Path) -> Callable[..., Any]:
    """How to make a group with one company, Mill, and to come to its page of imports."""

    def begin(**look: Any) -> Any:
        page = visit(**look).open("/groups/new/")
        page.locator("#id_name").fill(tmp_path.name)
        page.locator("#id_timezone").fill("Europe/Paris")
        page.locator("main form button[type=submit]").click()
        page.wait_for_load_state("load")
        base = page.url.split("/g/")[0] + "/g/" + page.url.split("/g/")[1].split("/")[0]
        page.goto(f"{base}/members/new/")
        page.locator("#id_name").fill("Mill")
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_load_state("load")
        page.goto(f"{base}/data/import/")
        return page

    return begin


def send(page: Any, *files: Path) -> None:
    """Give files and press the button."""
    page.locator("input[type=file]").set_input_files([str(file) for file in files])
    page.locator("form[enctype] button[type=submit]").click()
    page.wait_for_load_state("load")


def confirm(page: Any) -> None:
    """Go on to the confirmation and press its button."""
    if "/check/" in page.url:
        page.locator("a.btn-primary[href$='/confirm/']").click()
        page.wait_for_load_state("load")
    page.locator("form[action$='/confirm/'] button[type=submit]").click()
    page.wait_for_load_state("load")


@pytest.mark.parametrize(("language", "separator", "mark"), [("en-GB", ",", "."), ("fr-FR", ";", ",")])
def test_a_filled_template_goes_in(importing: Any, tmp_path: Path, language: str, separator: str, mark: str) -> None:
    page = importing(language=language)
    send(page, template(tmp_path / "day.csv", separator=separator, mark=mark))
    page.wait_for_selector("#chart-preview.is-drawn")
    confirm(page)
    assert "Mill" in page.locator("h1").inner_text()
    assert f"48{mark}00" in page.locator("main").inner_text()


@pytest.mark.parametrize(("language", "link"), [("en-GB", "en.csv"), ("fr-FR", "fr.csv")])
def test_the_template_that_the_site_offers_goes_in(importing: Any, tmp_path: Path, language: str, link: str) -> None:
    page = importing(language=language)
    page.locator("main details.menu summary").click()
    with page.expect_download() as download:
        page.locator(f"main details.menu a[href$='{link}']").click()
    given = download.value.path().read_text(encoding="utf-8-sig")
    file = tmp_path / "offered.csv"
    file.write_text(given.replace(",0,0", ",0,0.5").replace(";0;0", ";0;0,5"), encoding="utf-8")
    send(page, file)
    confirm(page)
    assert "48" in page.locator("main").inner_text()


def test_ten_bad_rows_are_named_and_nothing_is_saved(importing: Any, tmp_path: Path) -> None:
    page = importing()
    send(page, dated(tmp_path / "bad.csv", bad=BAD))
    lines = page.eval_on_selector_all(
        "td.bad", "cells => cells.map(cell => cell.parentNode.cells[0].textContent.trim())"
    )
    found = page.eval_on_selector_all("td.bad", "cells => cells.map(cell => cell.textContent.trim())")
    assert sorted(map(int, lines)) == list(range(12, 22))
    assert sorted(found) == sorted(BAD)
    with page.expect_download() as download:
        page.locator("a[href$='bad-rows.csv']").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    assert (len(text.splitlines()), "'=1+1" in text, "douze" in text) == (11, True, True)
    assert page.locator("a[href$='/confirm/']").count() == 0
    page.goto(page.url.split("/import/")[0] + "/")
    assert page.locator("main .tb tbody a[href*='/import/']").count() <= 1
    assert "bad.csv" not in page.locator("main .tb").last.inner_text()


def test_good_rows_go_in_and_the_corrected_ones_after_them(importing: Any, tmp_path: Path) -> None:
    page = importing()
    send(page, dated(tmp_path / "bad.csv", bad=BAD))
    with page.expect_download() as download:
        page.locator("a[href$='bad-rows.csv']").click()
    rows = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    page.locator("form[action$='/good-rows/'] button").click()
    page.wait_for_load_state("load")
    confirm(page)
    assert "10 rows left out" in page.locator("main").inner_text()
    mended = tmp_path / "mended.csv"
    mended.write_text("\n".join([rows[0], *(f"{row.split(';')[0]};1,5;" for row in rows[1:]), ""]), encoding="utf-8")
    page.goto(page.url.split("/import/")[0] + "/import/")
    send(page, mended)
    confirm(page)
    assert "15.00" in page.locator("main").inner_text()


def test_one_press_mends_a_kind_of_problem(importing: Any, tmp_path: Path) -> None:
    page = importing()
    send(page, dated(tmp_path / "signs.csv", bad=("-1,5", "-2,5")))
    page.get_by_role("button", name="Drop the minus sign").click()
    page.wait_for_load_state("load")
    assert "Every row can be imported." in page.locator("main").inner_text()
    page.get_by_role("button", name="Take back: Drop the minus sign").click()
    page.wait_for_load_state("load")
    assert "1 problem to fix" in page.locator("main").inner_text()


def test_columns_are_chosen_and_remembered(importing: Any, tmp_path: Path) -> None:
    page = importing()
    file = dated(tmp_path / "sonde.csv")
    file.write_bytes(file.read_bytes().replace(b"Consommation (kWh)", b"Sonde 4"))
    send(page, file)
    assert "/columns/" in page.url
    page.locator("#id_role_1").select_option("production")
    page.locator("#id_unit").select_option("kW")
    page.get_by_role("button", name="Check the file").click()
    page.wait_for_load_state("load")
    confirm(page)
    assert "36.00" in page.locator("main").inner_text()
    page.goto(page.url.split("/import/")[0] + "/import/")
    send(page, file)
    assert "/check/" in page.url
    assert "Production, kW" in page.locator(".map").inner_text().replace("\n", " ")


def test_what_is_replaced_is_shown_and_can_be_undone(importing: Any, tmp_path: Path) -> None:
    page = importing()
    send(page, dated(tmp_path / "june.csv"))
    confirm(page)
    page.goto(page.url.split("/import/")[0] + "/import/")
    send(page, dated(tmp_path / "june2.csv", value="2,5"))
    assert "96 stored quarter-hours get another value" in page.locator("#replaced").inner_text()
    assert page.locator("#replaced td.num").first.inner_text() == "1.500"
    confirm(page)
    page.get_by_role("link", name="Undo this import").click()
    page.wait_for_load_state("load")
    page.get_by_role("button", name="Undo the import").click()
    page.wait_for_load_state("load")
    assert "what was there before it counts again" in page.locator("main").inner_text()
    page.goto(page.url.split("/data/")[0] + "/?period=day&on=2025-06-02")
    page.wait_for_selector("#chart-balance.is-drawn")
    assert page.locator(".kpi .v").first.inner_text().replace("\n", " ").startswith("144")


def test_files_are_dropped_several_at_once(importing: Any, tmp_path: Path) -> None:
    page = importing()
    texts = [dated(tmp_path / f"{name}.csv").read_text(encoding="cp1252") for name in ("june", "july")]
    page.evaluate(
        """texts => {
          const carried = new DataTransfer();
          texts.forEach((text, n) => carried.items.add(new File([text], `dropped-${n}.csv`, { type: "text/csv" })));
          const zone = document.querySelector("[data-drop]");
          zone.dispatchEvent(new DragEvent("drop", { bubbles: true, dataTransfer: carried }));
        }""",
        texts,
    )
    page.wait_for_selector("#unfinished td a >> nth=1")
    listed = page.locator("#unfinished").inner_text()
    assert "dropped-0.csv" in listed
    assert "dropped-1.csv" in listed
    assert "Ready to confirm" in listed


@pytest.mark.parametrize(("day", "slots"), [("29/03/2026", 92), ("25/10/2026", 100)])
@pytest.mark.parametrize("language", ["en-GB", "fr-FR"])
def test_days_of_a_clock_change_go_in_and_show(
    importing: Any, tmp_path: Path, day: str, slots: int, language: str
) -> None:
    page = importing(language=language)
    hours = [hour for hour in range(24) if not (slots == 92 and hour == 2)]
    if slots == 100:
        hours.insert(3, 2)
    rows = [f"{day} {hour:02}:{minute:02};1" for hour in hours for minute in (0, 15, 30, 45)]
    file = tmp_path / "change.csv"
    file.write_text("\n".join(["Heure;Consommation (kWh)", *rows, ""]), encoding="utf-8")
    send(page, file)
    assert page.locator(".sumr dd").first.inner_text() == str(slots)
    assert page.locator(".sumr dd").last.inner_text() == "0"
    confirm(page)
    date = "-".join(reversed(day.split("/")))
    page.goto(page.url.split("/data/")[0] + f"/?period=day&on={date}")
    page.wait_for_selector("#chart-balance.is-drawn")
    assert page.locator(".kpi .v").first.inner_text().split()[0].startswith(str(slots))


def test_two_ways_of_writing_the_same_show_the_same(importing: Any, tmp_path: Path) -> None:
    page = importing()
    french = dated(tmp_path / "fr.csv")
    iso = tmp_path / "iso.csv"
    rows = [f"2025-06-02T{time},1.5" for time in TIMES]
    iso.write_text("\n".join(["timestamp,Consumption (kWh)", *rows, ""]), encoding="utf-8")
    send(page, french)
    confirm(page)
    page.goto(page.url.split("/import/")[0] + "/import/")
    send(page, iso)
    assert page.locator("#replaced").count() == 0
    page.locator("a.btn-primary[href$='/confirm/']").click()
    page.wait_for_load_state("load")
    assert page.locator(".facts dd").nth(3).inner_text() == "96"


def test_a_typical_day_shows_on_the_overview(importing: Any, tmp_path: Path) -> None:
    page = importing()
    send(page, template(tmp_path / "day.csv"))
    confirm(page)
    page.get_by_role("link", name="See the overview").click()
    page.wait_for_selector("#chart-balance.is-drawn")
    assert page.locator(".kpi .v").first.inner_text().replace("\n", " ") == "48.0 kWh"


def test_the_preview_is_read_by_keyboard(importing: Any, tmp_path: Path) -> None:
    page = importing()
    send(page, template(tmp_path / "day.csv"))
    page.wait_for_selector("#chart-preview.is-drawn")
    page.locator("#chart-preview").focus()
    page.keyboard.press("End")
    assert "23:00–24:00" in page.locator("#live").inner_text()
    page.locator("button[data-act=table]").click()
    assert page.locator("#table-preview tbody tr").count() == 24


@pytest.mark.parametrize(("width", "height", "theme", "language"), DRESSES)
def test_every_step_fits_and_is_accessible(
    importing: Any, tmp_path: Path, width: int, height: int, theme: str, language: str
) -> None:
    page = importing(width=width, height=height, theme=theme, language=language)
    send(page, dated(tmp_path / "bad.csv", bad=("-3", "douze")))
    base = page.url.rsplit("/", 2)[0]
    for step in ("check", "columns"):
        page.goto(f"{base}/{step}/")
        _looks_right(page, width)
    page.goto(f"{base}/check/")
    page.locator("form[action$='/good-rows/'] button").click()
    page.wait_for_load_state("load")
    _looks_right(page, width)
    confirm(page)
    _looks_right(page, width)
    page.locator("a[href$='/undo/']").click()
    page.wait_for_load_state("load")
    _looks_right(page, width)
    data = page.url.split("/import/")[0]
    for path in ("/import/", "/calendar/?year=2025", "/"):
        page.goto(data + path)
        _looks_right(page, width)


def _looks_right(page: Any, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
