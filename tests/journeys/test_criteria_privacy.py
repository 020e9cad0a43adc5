"""What a viewer of one company gets over the network: nothing of another one's private curve."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.looks import draw_all
from tests.journeys.people import SiteWithAccounts

Visit = Callable[..., Any]
JUNE = "period=month&on=2025-06-01"
OPEN = (
    "",
    "balance/",
    "members/",
    "members/{own}/",
    "data/",
    "data/quality/",
    "data/calendar/",
    "reports/",
    "profiles/",
)
CLOSED = ("", "company.json", "charts/curve.csv", "charts/curve.html", "charts/days.csv", "edit/", "sharing/")
WEEK = "period=week&on=2025-06-09"


@pytest.fixture
def others(visit_as: Visit, site_with_accounts: SiteWithAccounts) -> dict[str, str]:
    """The other companies of the group: their names by their numbers, as the manager sees them."""
    page = visit_as("manager").open("/g/valley/members/")
    links = page.locator("main tbody a").evaluate_all(
        "links => links.map(one => [one.pathname, one.textContent.trim()])"
    )
    found = {match[1]: text for path, text in links if (match := re.fullmatch(r"/g/valley/members/(\d+)/", path))}
    found.pop(str(site_with_accounts.people.company_id))
    return found


def test_no_page_of_a_viewer_brings_anything_of_another_company(
    visit_as: Visit, site_with_accounts: SiteWithAccounts, others: dict[str, str]
) -> None:
    one = visit_as("viewer")
    page, own = one.page, site_with_accounts.people.company_id
    bodies: list[tuple[str, str]] = []

    def keep(response: Any) -> None:
        if "/static/" not in response.url and response.status == 200:
            bodies.append((response.url, response.text()))

    page.on("requestfinished", lambda request: keep(request.response()))
    for path in OPEN:
        page.goto(f"{one.base}/g/valley/{path.format(own=own)}?{JUNE}")
        draw_all(page)
        if page.locator("#chart-balance").count():
            page.locator("#chart-balance").hover(position={"x": 300, "y": 120})
            page.wait_for_selector(".tip")
    page.wait_for_load_state("networkidle")
    assert len(others) == 7
    assert len(bodies) >= len(OPEN)
    assert [(url, name) for url, text in bodies for name in others.values() if name in text] == []


def test_the_addresses_of_other_companies_answer_403_or_404(
    visit_as: Visit, others: dict[str, str], site_with_accounts: SiteWithAccounts
) -> None:
    one = visit_as("viewer")

    def status(path: str) -> int:
        return int(one.page.request.get(f"{one.base}/g/valley/{path}?{JUNE}", max_redirects=0).status)

    own = site_with_accounts.people.company_id
    assert status(f"members/{own}/charts/curve.csv") == 200
    asked = [f"members/{number}/{path}" for number in others for path in CLOSED]
    asked += [f"reports/company-{number}.{kind}" for number in others for kind in ("xlsx", "pdf")]
    assert {path: code for path in asked if (code := status(path)) not in (403, 404)} == {}


def curves(data: Any) -> list[list[Any]]:
    """Return every list of values that an answer holds, however deep."""
    if isinstance(data, dict):
        return [found for value in data.values() for found in curves(value)]
    if isinstance(data, list) and data and isinstance(data[0], (dict, list)):
        return [found for value in data for found in curves(value)]
    return [data] if isinstance(data, list) else []


def test_no_curve_of_another_company_is_in_the_values_of_a_viewer(
    visit_as: Visit, site_with_accounts: SiteWithAccounts
) -> None:
    def asked(who: str, path: str) -> Any:
        one = visit_as(who)
        return one.page.request.get(f"{one.base}/g/valley/{path}?{WEEK}").json()

    own = site_with_accounts.people.company
    members = asked("manager", "overview.json")["members"]
    names = ("consumption_kwh", "production_kwh")
    private = {one["name"]: [one[name] for name in names if one.get(name)] for one in members}
    values = asked("viewer", "overview.json")
    assert [one["name"] for one in values["members"]] == [own, "Other companies"]
    paths = ("balance/values.json", f"members/{site_with_accounts.people.company_id}/company.json")
    found = curves([values, *(asked("viewer", path) for path in paths)])
    assert [curve in found for curve in private.pop(own)] == [True, True]
    assert len(private) == 7
    assert [name for name, theirs in private.items() if any(curve in found for curve in theirs)] == []
