"""The page of a company as a person uses it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from energy_synergy.formats.detect import read_file

from .looks import DRESSES, RULES
from .people import SiteWithAccounts, sign_in

Visit = Callable[..., Any]
WEEK = "/g/demo/members/1/?period=week&on=2025-06-09"
CHARTS = ("curve", "days", "buying", "partners")
PAGES = [
    WEEK,
    "/g/demo/members/3/?period=year&on=2025-01-01&step=month&side=production",
    "/g/demo/members/2/?period=typical",
    "/g/demo/members/1/charts/curve.html?period=week&on=2025-06-09&step=day",
]


def data_of(page: Any) -> dict[str, Any]:
    """Return the values that the charts of an open page show."""
    return dict(json.loads(page.locator("#company-data").inner_text()))


def show(page: Any, name: str) -> None:
    """Bring a chart into view and wait until it is drawn."""
    page.locator(f"#chart-{name}").scroll_into_view_if_needed()
    page.wait_for_selector(f"#chart-{name}.is-drawn")


@pytest.mark.parametrize(("width", "height", "theme", "language"), DRESSES)
@pytest.mark.parametrize("path", PAGES)
def test_it_fits_and_is_accessible(visit: Visit, path: str, width: int, height: int, theme: str, language: str) -> None:
    page = visit(width=width, height=height, theme=theme, language=language).open(path)
    if page.locator("#chart-curve").count():
        for name in CHARTS:
            show(page, name)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("period", ["day", "week", "month", "year", "typical"])
def test_every_period_draws_every_chart(visit: Visit, period: str) -> None:
    page = visit(language="fr-FR").open(f"/g/demo/members/1/?period={period}&on=2025-06-09")
    for name in CHARTS:
        show(page, name)
    assert "NaN" not in page.locator("main").inner_text()


def test_the_answer_and_the_curve_are_there_without_scrolling(visit: Visit) -> None:
    page = visit().open(WEEK)
    page.wait_for_selector("#chart-curve.is-drawn")
    assert re.match(
        r"Laiterie Valmont covered \d+% of its needs: \d+% own, \d+% from the group\.",
        page.locator(".verdict").inner_text(),
    )
    box = page.locator("#chart-curve").bounding_box()
    assert box is not None
    assert box["y"] + 300 <= 900


@pytest.mark.parametrize(
    ("name", "keys", "said"),
    [
        (
            "curve",
            ["Home", "ArrowRight"],
            r"Mon 9 Jun, 00:15–00:30: Consumption [\d.,]+.kW, Production [\d.,]+.kW, Received",
        ),
        (
            "days",
            ["ArrowRight", "ArrowRight", "ArrowDown"],
            r"Saturday, 00:15–00:30: Measured [\d.,]+.kW, Profile [\d.,]+.kW",
        ),
        ("buying", ["ArrowDown", "ArrowRight"], r"Monday, 01:00–02:00: Bought from the grid [\d.,]+.kWh"),
        ("partners", ["ArrowDown"], r".+: Received from the group [\d.,]+.M?.?k?Wh, Given to the group"),
    ],
)
def test_the_keyboard_reads_every_chart(visit: Visit, name: str, keys: list[str], said: str) -> None:
    page = visit().open(WEEK)
    show(page, name)
    page.locator(f"#chart-{name}").focus()
    for key in keys:
        page.keyboard.press(key)
    assert re.match(said, page.locator("#live").inner_text()), page.locator("#live").inner_text()
    page.keyboard.press("Escape")
    assert page.locator("#live").inner_text() == ""


def test_the_table_holds_what_the_chart_draws(visit: Visit) -> None:
    page = visit().open(WEEK)
    drawn = data_of(page)["curve"]
    page.locator("button[data-act=table][data-chart=curve]").click()
    page.wait_for_selector("#table-curve tbody tr")
    cells = page.eval_on_selector_all(
        "#table-curve tbody tr", "rows => rows.map(row => [...row.cells].slice(1, 5).map(c => c.textContent))"
    )
    shown = [[float(cell.replace(",", "")) for cell in row] for row in cells]
    names = ("consumption_kwh", "production_kwh", "own_kwh", "received_kwh")
    assert shown == [
        pytest.approx(list(values), abs=6e-4) for values in zip(*(drawn[name] for name in names), strict=True)
    ]


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize(("kind", "begin"), [("png", b"\x89PNG"), ("svg", b"<svg")])
def test_charts_are_saved_as_pictures(visit: Visit, name: str, kind: str, begin: bytes) -> None:
    page = visit().open(WEEK)
    show(page, name)
    page.locator(f"section[aria-labelledby=title-{name}] summary").click()
    with page.expect_download() as download:
        page.locator(f"button[data-act=export][data-chart={name}][data-kind={kind}]").click()
    assert download.value.path().read_bytes().startswith(begin)


def test_its_quarter_hours_read_back_in(visit: Visit) -> None:
    page = visit(language="fr-FR").open(WEEK)
    drawn = data_of(page)["curve"]
    page.locator("section[aria-labelledby=title-curve] summary").click()
    with page.expect_download() as download:
        page.locator("section[aria-labelledby=title-curve] a[download]").first.click()
    for one in read_file(str(download.value.path())).series:
        assert one.energy_kwh.tolist() == pytest.approx(drawn[f"{one.direction}_kwh"], abs=1e-4)


def test_another_profile_is_in_the_address_and_stays_in_another_language(visit: Visit) -> None:
    page = visit().open(WEEK)
    before = page.locator(".answer").inner_text()
    page.locator("#profile").select_option("office")
    page.locator(".pick-profile button").click()
    page.wait_for_url("**profile=office**")
    assert page.locator(".answer").inner_text() != before
    page.locator(".top").get_by_text("FR", exact=True).click()
    page.wait_for_selector("html[lang=fr]")
    assert "profile=office" in page.url
    assert page.locator("#profile").input_value() == "office"


def test_the_overview_leads_to_it_with_its_period(visit: Visit) -> None:
    page = visit().open("/g/demo/?period=month&on=2025-06-01")
    page.get_by_role("link", name="Fonderie Arvel").first.click()
    page.wait_for_selector("#chart-curve.is-drawn")
    assert page.locator("h1").inner_text() == "Fonderie Arvel"
    assert page.locator(".period summary").inner_text().startswith("June 2025")


def test_a_member_lands_on_its_own_page(visits: Visit, site_with_accounts: SiteWithAccounts) -> None:
    people = site_with_accounts.people
    page = visits(site_with_accounts.base).page
    sign_in(page, site_with_accounts.base, people.email("viewer"), people.passwords["viewer"])
    page.wait_for_url(f"**/g/{site_with_accounts.group}/members/{people.company_id}/")
    assert page.locator(".verdict").inner_text().startswith("You covered")
