"""A group against the scheme of its country, as a manager works with it in the browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import serving

WHERE = (("48.00", "2.00"), ("48.05", "2.00"))


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with the demo group that only these journeys use."""
    with serving("demo", tmp_path_factory.mktemp("scheme")) as base:
        yield base


@pytest.fixture
def page(visits: Callable[..., Any], own_site: str) -> Page:
    """The page of the scheme of a new group with two companies, of which nothing is known."""
    opened: Page = visits(own_site).open("/groups/new/")
    opened.locator("#id_name").fill("Plateau")
    opened.locator("#id_country").select_option("FR")
    opened.get_by_role("button", name="Make the group").click()
    opened.get_by_role("heading", name="Plateau", exact=True).wait_for()
    group = opened.url
    opened.goto(f"{group}members/new/")
    for name in ("Mill", "Forge"):
        opened.locator("#id_name").fill(name)
        opened.get_by_role("button", name="Add, then another").click()
        opened.get_by_text(f"{name} was added.").wait_for()
    opened.goto(f"{group}settings/scheme/")
    return opened


def choose(page: Page, scheme: str, **answers: str) -> None:
    """Choose a scheme, then answer its questions."""
    page.locator("#id_scheme").select_option(scheme)
    save(page)
    for name, value in answers.items():
        page.locator(f"#id_answer_{name}").select_option(value)
        save(page)


def save(page: Page) -> None:
    """Save the scheme, and wait for the page that follows."""
    with page.expect_navigation():
        page.get_by_role("button", name="Save").click()
    page.get_by_text("The scheme was saved.").wait_for()


def add_site(page: Page, name: str, latitude: str, longitude: str) -> None:
    """Add a site to the first company of the table that has none."""
    page.locator("table").get_by_role("link", name="Add a site").first.click()
    page.locator("#id_name").fill(name)
    page.locator("#id_latitude").fill(latitude)
    page.locator("#id_longitude").fill(longitude)
    page.locator("#connection summary").click()
    page.locator("#id_distribution_operator").fill("Enedis")
    page.locator("#id_installed_kw").fill("120,5")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("The site was saved.").wait_for()


def test_a_manager_learns_what_to_change(page: Page) -> None:
    address = page.url
    choose(page, "fr_acc_extended", area="urban")
    assert page.get_by_text("cannot be said yet").is_visible()
    for place in WHERE:
        add_site(page, "Works", *place)
        page.goto(address)
    assert page.get_by_text("lie 5.56 km apart.").is_visible()
    assert page.get_by_text("1 thing does not fit").is_visible()
    choose(page, "fr_acc_extended", area="rural")
    assert page.get_by_text("lie 5.56 km apart.").count() == 0


def test_the_rules_of_another_day_are_shown(page: Page) -> None:
    choose(page, "fr_acc_extended")
    page.locator("#on").fill("2025-02-20")
    page.get_by_role("button", name="Show").click()
    page.get_by_text("Rules of 20 February 2025").wait_for()
    assert page.get_by_text("at most 3 MW in all").is_visible()
