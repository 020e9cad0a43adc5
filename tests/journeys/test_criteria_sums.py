"""The same sums to the last digit shown: figures, sentence, table of the companies, CSV, workbook, document; hours."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pypdf
import pytest

Visit = Callable[..., Any]
WEEK = "period=week&on=2025-06-09"
# How each language marks decimals and thousands.
MARKS = {"en-GB": (".", ","), "fr-FR": (",", "\u202f\u00a0 ")}


def value_of(text: str, language: str) -> float:
    """Return the number that a text of a page begins with."""
    mark, thousands = MARKS[language]
    found = re.match(rf"[\d{re.escape(thousands)}]*\d(?:{re.escape(mark)}\d+)?", text.strip())
    assert found, text
    return float(found.group().translate({ord(one): None for one in thousands}).replace(mark, "."))


def figures_of(page: Any, language: str) -> dict[str, float]:
    """Return the key figures by what they are called in English, in their order."""
    names = ("consumption", "production", "self_sufficiency", "surplus", "deficit", "shared")
    texts = page.locator(".kpi .v").all_inner_texts()
    return {name: value_of(text, language) for name, text in zip(names, texts, strict=True)}


def total_row(page: Any, language: str) -> list[float]:
    """Return the totals of the companies: consumed, produced, given, received, bought, sold."""
    cells = page.locator("section[aria-labelledby=title-members] tfoot td:not(.mixed)").all_inner_texts()
    return [value_of(cell, language) for cell in cells]


def asked(page: Any, address: str, language: str) -> bytes:
    """Return a file of the site as the visitor gets it."""
    answer = page.request.get(address, headers={"Accept-Language": language})
    assert answer.ok, answer.status
    body: bytes = answer.body()
    return body


def in_mwh(kwh: float) -> float:
    return round(kwh / 1000, 1)


@pytest.mark.parametrize(
    ("query", "language"),
    [(WEEK, "en-GB"), (WEEK, "fr-FR"), ("period=year&on=2025-01-01", "fr-FR")],
)
def test_all_that_is_shown_and_saved_has_the_same_digits(visit: Visit, query: str, language: str) -> None:
    one = visit(language=language)
    page = one.open(f"/g/demo/?{query}")
    shown, totals = figures_of(page, language), total_row(page, language)
    assert "MWh" in page.locator(".kpi .v").first.inner_text()
    assert [shown[name] for name in ("consumption", "production")] == totals[:2]
    assert [shown["shared"], shown["shared"], shown["deficit"], shown["surplus"]] == totals[2:]

    drawn = page.evaluate("JSON.parse(document.getElementById('overview-data').textContent)")
    for name in ("production", "consumption"):
        assert in_mwh(sum(kwh or 0 for kwh in drawn[f"{name}_kwh"])) == shown[name]

    site = f"{one.base}/g/demo"
    file = asked(page, f"{site}/overview/members.csv?{query}", language).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(file), delimiter=";" if language == "fr-FR" else ","))[1:]
    *members, total = [[float(cell.replace(",", ".")) for cell in row[1:]] for row in rows]
    # Consumed, produced, given, received, bought, sold; the others are not in the table of the page.
    columns = (0, 4, 5, 2, 3, 6)
    assert [in_mwh(sum(row[column] for row in members)) for column in columns] == totals
    assert [in_mwh(total[column]) for column in columns] == totals

    book = openpyxl.load_workbook(io.BytesIO(asked(page, f"{site}/reports/group.xlsx?{query}", language)))
    lines = list(book.worksheets[0].iter_rows(values_only=True))
    begin = next(place for place, line in enumerate(lines) if line[2] in ("Unit", "Unité"))
    assert [line[2] for line in lines[begin + 1 : begin + 7]] == ["MWh", "MWh", "%", "MWh", "MWh", "MWh"]
    written = [line[1] for line in lines[begin + 1 : begin + 7]]
    assert [round(value * 100 if place == 2 else value, 1) for place, value in enumerate(written)] == list(
        shown.values()
    )

    leaf = pypdf.PdfReader(io.BytesIO(asked(page, f"{site}/reports/group.pdf?{query}", language))).pages[0]
    printed = [" ".join(line.split()) for line in leaf.extract_text().splitlines()]
    texts = [" ".join(text.split()) for text in page.locator(".kpi .v").all_inner_texts()]
    assert [line for line in printed if line in texts] == texts
    assert " ".join(page.locator(".verdict").inner_text().split()).partition(".")[0] in " ".join(printed)


@pytest.mark.parametrize("query", [WEEK, "period=day&on=2025-10-26", "period=day&on=2025-01-15"])
def test_production_and_consumption_are_what_is_used_locally_and_the_rest(visit: Visit, query: str) -> None:
    page = visit().open(f"/g/demo/?{query}")
    data = page.evaluate("JSON.parse(document.getElementById('overview-data').textContent)")
    pairs = [(p, c) for p, c in zip(data["production_kwh"], data["consumption_kwh"], strict=True)]
    known = [(p, c) for p, c in pairs if p is not None and c is not None]
    assert len(known) > 90
    local = sum(min(pair) for pair in known)
    surplus, deficit = sum(max(p - c, 0) for p, c in known), sum(max(c - p, 0) for p, c in known)
    shown = figures_of(page, "en-GB")
    scale = 1000 if "MWh" in page.locator(".kpi .v").first.inner_text() else 1
    half = 0.0501
    assert local + surplus == pytest.approx(shown["production"] * scale, abs=half * scale)
    assert local + deficit == pytest.approx(shown["consumption"] * scale, abs=half * scale)
    assert surplus == pytest.approx(shown["surplus"] * scale, abs=half * scale)
    assert deficit == pytest.approx(shown["deficit"] * scale, abs=half * scale)


HOURS = {
    "period=week&on=2025-03-24": 167,
    "period=week&on=2025-10-20": 169,
    WEEK: 168,
    f"{WEEK}&tolerance=0.1": 168,
    "period=day&on=2025-03-30": 23,
    "period=day&on=2025-10-26": 25,
    "period=month&on=2025-02-01": 672,
    "period=year&on=2025-01-01": 8760,
}


@pytest.mark.parametrize(("query", "hours"), HOURS.items())
def test_the_hours_of_the_states_are_those_of_the_period(visit: Visit, query: str, hours: int) -> None:
    page = visit().open(f"/g/demo/?{query}")
    cells = page.locator(".states tbody tr td:nth-child(2)").all_inner_texts()
    found = [re.fullmatch(r"([\d,]+)\sh(?:\s(\d\d))?", cell) for cell in cells]
    assert len(found) >= 3
    minutes = [60 * int(one[1].replace(",", "")) + int(one[2] or 0) for one in found if one]
    assert (len(minutes), sum(minutes)) == (len(cells), 60 * hours)
