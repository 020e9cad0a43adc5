"""Tariffs as a person enters them: parts that show their fields, bands that come and go, a file that is checked."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from .people import SiteWithAccounts

VisitAs = Callable[..., Any]


def tariffs(site: SiteWithAccounts, tail: str = "") -> str:
    return f"/g/valley/members/{site.people.company_id}/tariffs/{tail}"


def forgive_refusals(visit: Any) -> None:
    """Drop what the browser says of a page that came back with 422: it is meant to."""
    visit.complaints[:] = [one for one in visit.complaints if "422" not in one]


def choose(page: Page, part: str, kind: str) -> None:
    """Choose a kind of price and wait until its fields are there."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.select_option(f"#id_{part}-kind", kind)


def test_an_editor_enters_a_tariff_by_the_hour(visit_as: VisitAs, site_with_accounts: SiteWithAccounts) -> None:
    visit = visit_as("editor")
    page: Page = visit.open(tariffs(site_with_accounts, "new/"))
    page.fill("#id_title", "By the hour")
    page.fill("#id_first_on", "2025-01-01")
    choose(page, "energy", "time_of_use")
    page.fill("#id_energy-band-0-price", "0,11")
    page.fill("#id_energy-band-0-times", "22:00-06:00")
    page.get_by_role("button", name="One more band").click()
    page.fill("#id_energy-band-1-price", "0.3")
    page.fill("#id_energy-band-1-times", "05:00-09:00")
    assert page.input_value("#id_energy-band-0-price") == "0,11"
    page.fill("#id_energy-other", "0.2")
    choose(page, "feed_in", "flat")
    page.fill("#id_feed_in-price", "0.06")
    page.get_by_role("button", name="Save").last.click()
    # Two bands hold at five in the morning: it is told there, and what was written is still there.
    page.get_by_text("both hold on weekday 1 at 05:00").wait_for()
    page.fill("#id_energy-band-1-times", "06:00-09:00")
    page.get_by_role("button", name="Save").last.click()
    page.get_by_text("The tariff was saved.").wait_for()
    assert page.get_by_text("Today holds By the hour.").is_visible()
    forgive_refusals(visit)


def test_the_prices_of_a_week_are_drawn_and_told_as_a_table(
    visit_as: VisitAs, site_with_accounts: SiteWithAccounts
) -> None:
    page: Page = visit_as("editor").open(tariffs(site_with_accounts, "new/?from=example:five_bands"))
    page.fill("#id_first_on", "2025-01-01")
    page.keyboard.press("Enter")
    page.get_by_text("The tariff was saved.").wait_for()
    page.goto(page.url.partition("?")[0] + "?period=day&on=2025-01-13")
    page.wait_for_selector("#chart-prices.is-drawn")
    page.locator("#chart-prices").focus()
    page.keyboard.press("Home")
    assert re.search(r"Buying from the grid 0\.1600.EUR/kWh", page.locator("#live").inner_text())
    page.get_by_role("button", name="Show as a table").click()
    rows = page.locator("#table-prices tbody tr")
    rows.first.wait_for()
    # Night, full, peak, full, peak, full, night.
    assert rows.count() == 7


def test_a_manager_brings_a_file_in_after_a_look(
    visit_as: VisitAs, site_with_accounts: SiteWithAccounts, tmp_path: Path
) -> None:
    name = site_with_accounts.people.company
    file = tmp_path / "tariffs.csv"
    head = "company;title;first_day;part;kind;price\n"
    file.write_text(f"{head}{name};From a file;2026-02-01;energy;flat;cheap\n", encoding="utf-8")
    visit = visit_as("manager")
    page: Page = visit.open("/g/valley/market/tariffs/upload/")
    page.set_input_files("#id_file", file)
    page.get_by_role("button", name="Check it").click()
    page.get_by_text("Line 2, column price: cheap is not a number.").wait_for()
    file.write_text(f"{head}{name};From a file;2026-02-01;energy;flat;0,19\n", encoding="utf-8")
    page.set_input_files("#id_file", file)
    page.get_by_role("button", name="Check it").click()
    page.get_by_role("button", name="Save the tariffs").click()
    page.get_by_text("1 tariff was saved.").wait_for()
    assert page.get_by_text("From a file").is_visible()
    forgive_refusals(visit)
