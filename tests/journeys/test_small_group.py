"""A group in which anything finer than a month would give a company away, as one of its members sees it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from .conftest import serving
from .looks import DRESSES, RULES
from .people import sign_in

EMAIL, PASSWORD = "member@example.org", "a member by the river"
MAKE_GROUPS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from energy_synergy.web.server import prepare
prepare(Path(sys.argv[1]))
from dataclasses import replace
from energy_synergy.usecases.demo_group import compute_demo_group
from energy_synergy.usecases.manage_group import save_group
from energy_synergy.web.db.models import Company, CompanyRole, User
from energy_synergy.web.wiring import group_store
demo, now = compute_demo_group(), datetime(2026, 1, 5, 9, tzinfo=UTC)
member = User.objects.create_user(sys.argv[2], sys.argv[3])
for slug, places in (("small", (0, 1, 7)), ("pair", (0, 7))):
    group = replace(demo, name=slug.title(), members=tuple(demo.members[place] for place in places))
    save_group(group, slug=slug, store=group_store(), now=now, recorded_by="owner")
    own = Company.objects.filter(memberships__group__slug=slug).order_by("id")[0]
    CompanyRole.objects.create(company=own, user=member, role="viewer")
    print(own.pk)
"""


@dataclass(frozen=True)
class Small:
    """The address of a site, the member's companies by group, and its session."""

    base: str
    companies: dict[str, int]
    session: Any


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Small]:
    folder = tmp_path_factory.mktemp("small")
    environment = {name: value for name, value in os.environ.items() if name != "ES_DATA_DIR"}
    words = [sys.executable, "-c", MAKE_GROUPS, str(folder / "data"), EMAIL, PASSWORD]
    done = subprocess.run(words, check=True, env=environment, capture_output=True, text=True)
    companies = dict(zip(("small", "pair"), map(int, done.stdout.split()), strict=True))
    with serving("serve", folder) as base:
        page = browser.new_page()
        sign_in(page, base, EMAIL, PASSWORD)
        session = page.context.storage_state()
        page.context.close()
        yield Small(base, companies, session)


@pytest.fixture
def visit(visits: Callable[..., Any], small: Small) -> Callable[..., Any]:
    """Open a page of the site as the member."""
    return lambda **dress: visits(small.base, **dress, storage_state=small.session)


@pytest.mark.parametrize(("width", "height", "theme", "language"), DRESSES)
def test_it_fits_and_is_accessible(
    visit: Callable[..., Any], small: Small, width: int, height: int, theme: str, language: str
) -> None:
    one = visit(width=width, height=height, theme=theme, language=language)
    pair = f"/g/pair/members/{small.companies['pair']}/?period=week&on=2025-06-09"
    for path in ("/g/small/?period=year&on=2025-01-01", "/g/small/?period=month&on=2025-06-01&view=production", pair):
        page = one.page
        page.goto(one.base + path)
        page.locator("#chart-balance, #chart-curve").scroll_into_view_if_needed()
        page.wait_for_selector("#chart-balance.is-drawn, #chart-curve.is-drawn")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, found.generate_report()


def test_the_overview_says_why_it_shows_months(visit: Callable[..., Any], small: Small) -> None:
    page = visit().open("/g/small/")
    assert "period=month" in page.url
    assert "one of them has not agreed to be seen" in page.locator(".note.why").inner_text()
    lengths = page.get_by_role("navigation", name="Length of the period").get_by_role("link").all_inner_texts()
    assert lengths == ["Month", "Year"]
    assert page.locator("#chart-heatmap").count() == 0
    assert "3 companies" in page.locator(".meta").inner_text()
    page.locator(".note.why a").click()
    page.wait_for_url(f"**/members/{small.companies['small']}/")


def test_those_that_are_not_shown_are_one_grey_row(visit: Callable[..., Any]) -> None:
    page = visit().open("/g/small/?period=year&on=2025-01-01&view=consumption")
    legend = page.locator("[data-legend=companies] button")
    assert [one.split("\n")[0] for one in legend.all_inner_texts()] == ["Laiterie Valmont", "Other companies"]
    assert legend.last.locator(".sw-m9").count() == 1
    rows = page.locator("section[aria-labelledby=title-members] tbody tr")
    assert rows.filter(has_text="Other companies").locator("a").count() == 0
    assert rows.filter(has_text="Laiterie Valmont").locator("a").count() == 1
    page.locator("#chart-balance").focus()
    page.keyboard.press("Home")
    assert page.locator("#live").inner_text().startswith("January 2025: Production")


def test_the_only_other_company_is_told_by_the_month(visit: Callable[..., Any], small: Small) -> None:
    path = f"/g/pair/members/{small.companies['pair']}/"
    page = visit().open(f"{path}?period=week&on=2025-06-09")
    page.wait_for_selector("#chart-curve.is-drawn")
    assert "shown by the month only" in page.locator(".note.why").inner_text()
    page.get_by_role("link", name="Show the month").click()
    page.wait_for_url("**period=month**")
    assert page.locator(".kpi", has_text="From the group").locator(".v").inner_text() != "–"
