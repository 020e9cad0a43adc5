"""Files: each bad row with what to do about it, and the same readings whichever way a file writes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.journeys.test_import import BAD, confirm, dated, importing, send

__all__ = ["importing"]
DAYS = [f"{day:02}" for day in range(2, 9)]
TIMES = [f"{quarter // 4:02}:{quarter % 4 * 15:02}" for quarter in range(96)]


def test_each_bad_row_says_line_column_value_what_was_expected_and_what_to_do(
    importing: Callable[..., Any], tmp_path: Path
) -> None:
    page = importing()
    send(page, dated(tmp_path / "bad.csv", bad=BAD))
    rows = page.locator("#problems tr:has(td.bad)").all()
    assert len(rows) == len(BAD)
    for row in rows:
        line, column, value, expected = row.locator("td").all_inner_texts()[:4]
        assert 12 <= int(line) <= 21
        assert column == "Consommation (kWh)"
        assert value == BAD[int(line) - 12]
        assert expected
        assert row.locator("td").nth(4).locator("input, button").count() >= 2
    row = next(one for one in rows if "douze" in one.inner_text())
    row.locator("input[name=to]").fill("12,5")
    row.locator("form button").click()
    page.wait_for_load_state("load")
    assert page.locator("#problems tr:has(td.bad)").count() == len(BAD) - 1


def french(path: Path) -> Path:
    """Write a week with semicolons, decimal commas, accents in cp1252 and days before months."""
    rows = [f"{day}/06/2025 {time};{value(day, time)}".replace(".", ",") for day in DAYS for time in TIMES]
    path.write_bytes("\r\n".join(["Horodatage;Énergie consommée (kWh)", *rows, ""]).encode("cp1252"))
    return path


def iso(path: Path) -> Path:
    """Write the same week with commas, decimal points, UTF-8 and ISO dates."""
    rows = [f"2025-06-{day}T{time}:00,{value(day, time)}" for day in DAYS for time in TIMES]
    path.write_text("\n".join(["Timestamp,Consumption (kWh) – délivrée", *rows, ""]), encoding="utf-8-sig")
    return path


def value(day: str, time: str) -> float:
    """Return a value that no other quarter-hour of the week has."""
    return int(day) * 100 + TIMES.index(time) + 0.125


def test_a_french_file_and_an_international_one_give_identical_readings(
    importing: Callable[..., Any], tmp_path: Path
) -> None:
    page = importing()
    group = page.url.split("/data/")[0]
    page.goto(f"{group}/members/new/")
    page.locator("#id_name").fill("Forge")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state("load")
    for company, file in (("Mill", french(tmp_path / "fr.csv")), ("Forge", iso(tmp_path / "iso.csv"))):
        page.goto(f"{group}/data/import/")
        page.locator("form[enctype] [name=company]").select_option(label=company)
        send(page, file)
        confirm(page)
        assert company in page.locator("h1").inner_text()
    shown = page.request.get(f"{group}/overview.json?period=week&on=2025-06-02").json()["members"]
    first, second = (one["consumption_kwh"] for one in shown)
    assert first == second
    assert first == [value(day, time) for day in DAYS for time in TIMES]
