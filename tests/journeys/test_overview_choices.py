"""What a visitor chooses on the overview is in its address: comparison, step, view, hidden companies."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from .test_charts import names_of, option_of

Visit = Callable[..., Any]
WEEK = "/g/demo/?period=week&on=2025-06-09"


def test_a_comparison_is_chosen_drawn_and_told(visit: Visit) -> None:
    first = visit()
    page = first.open(WEEK)
    page.locator(".compare summary").click()
    page.get_by_role("link", name=re.compile("With the week before")).click()
    page.wait_for_url("**compare=previous**")
    page.wait_for_selector("#chart-balance.is-drawn")
    drawn = names_of(page)
    assert {"Production, 2 – 8 June 2025".replace(" – ", "\u00a0–\u00a0"), "Consumption"} <= drawn
    assert re.search(r"[+\u2212]\d+\.\d% from [\d.]+.MWh", page.locator(".kpis").inner_text())
    assert names_of(visit().open(page.url.removeprefix(first.base))) == drawn


def test_the_compared_values_are_read_by_keyboard(visit: Visit) -> None:
    page = visit().open(f"{WEEK}&compare=previous")
    page.locator("#chart-balance").focus()
    page.keyboard.press("Home")
    assert re.search(r"June 2025: Production [\d.,]+.kW, Consumption", page.locator("#live").inner_text())


def test_a_step_is_a_link(visit: Visit) -> None:
    page = visit().open(WEEK)
    page.get_by_role("navigation", name="Length of a step").get_by_role("link", name="Day").click()
    page.wait_for_url("**step=day**")
    page.wait_for_selector("#chart-balance.is-drawn")
    kinds = {one["type"] for one in option_of(page, "balance")["series"] if one["name"] == "Deficit"}
    assert kinds == {"bar"}
    page.locator("#chart-balance").focus()
    page.keyboard.press("End")
    assert page.locator("#live").inner_text().startswith("Sunday 15 June: Production")


def test_a_company_is_hidden_by_its_legend_and_stays_hidden(visit: Visit) -> None:
    first = visit()
    page = first.open(f"{WEEK}&view=production")
    legend = page.locator("[data-legend=companies]")
    assert re.search(r"Hydro du Moulin\s+\d+%", legend.inner_text())
    legend.get_by_role("button", name="Hydro du Moulin").click()
    assert "hide=8" in page.url
    assert "Hydro du Moulin" not in names_of(page)
    assert legend.get_by_role("button", name="Hydro du Moulin").get_attribute("aria-pressed") == "false"
    again = visit().open(page.url.removeprefix(first.base))
    assert "Hydro du Moulin" not in names_of(again)
    again.locator(".top").get_by_text("FR", exact=True).click()
    again.wait_for_selector("html[lang=fr] #chart-balance.is-drawn")
    assert "hide=8" in again.url
    again.get_by_role("link", name="Mois", exact=True).click()
    again.wait_for_selector("#chart-balance.is-drawn")
    assert "hide=8" in again.url
    again.locator("[data-legend=companies] button[data-company='8']").press("Enter")
    assert "hide" not in again.url


def test_a_choice_goes_with_the_date_form(visit: Visit) -> None:
    page = visit().open("/g/demo/?period=week&on=2025-06-09")
    page.get_by_role("link", name="Consumption by company").click()
    page.locator(".period summary").click()
    page.locator("#on").fill("2025-06-02")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**on=2025-06-02**")
    assert "view=consumption" in page.url


def test_the_table_follows_the_view(visit: Visit) -> None:
    page = visit().open(WEEK)
    page.locator("button[data-act=table][data-chart=balance]").click()
    page.wait_for_selector("#table-balance tbody tr")
    assert "Surplus" in page.locator("#table-balance thead").inner_text()
    page.get_by_role("link", name="Production by company").click()
    page.wait_for_selector("#table-balance thead th:has-text('Hydro du Moulin')")
    assert page.locator("#chart-balance").is_hidden()


def test_the_states_have_a_table_and_a_file(visit: Visit) -> None:
    page = visit().open(WEEK)
    page.locator("button[data-act=table][data-chart=states]").click()
    page.wait_for_selector("#table-states tbody tr")
    assert "Used locally" in page.locator("#table-states").inner_text()
    with page.expect_download() as download:
        page.locator("#states a[download]").click()
    assert download.value.path().read_text(encoding="utf-8-sig").startswith("State,Duration (h)")


@pytest.mark.parametrize(
    "query",
    ["period=week&on=2025-06-09&step=day", "period=month&on=2025-06-01&step=day", "period=day&on=2025-10-26&step=hour"],
)
def test_few_steps_fit_on_a_phone(visit: Visit, query: str) -> None:
    one = visit(width=390, height=844)
    page = one.page
    page.goto(f"{one.base}/g/demo/?{query}&compare=previous")
    page.locator("#chart-balance").scroll_into_view_if_needed()
    page.wait_for_selector("#chart-balance.is-drawn")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".compare summary").is_visible()
