"""Groups, their companies and the people in them, as somebody makes and runs them in the browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import serving
from tests.journeys.looks import DRESSES, faults
from tests.journeys.people import SiteWithAccounts


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with the demo group that only these journeys use."""
    with serving("demo", tmp_path_factory.mktemp("groups")) as base:
        yield base


@pytest.fixture
def begin(visits: Callable[..., Any], own_site: str) -> Callable[..., Page]:
    """Open a page of the site."""

    def opened(path: str, **dress: Any) -> Page:
        return visits(own_site, **dress).open(path)  # type: ignore[no-any-return]

    return opened


def make_group(page: Page, name: str) -> str:
    """Make a group and return its path."""
    page.goto(page.url.partition("/g/")[0].rstrip("/") + "/groups/new/")
    page.locator("#id_name").fill(name)
    page.get_by_role("button", name="Make the group").click()
    page.get_by_role("heading", name=name, exact=True).wait_for()
    return page.url


def add_companies(page: Page, group: str, *names: str) -> None:
    """Add companies one after the other."""
    page.goto(f"{group}members/new/")
    for name in names:
        page.locator("#id_name").fill(name)
        page.get_by_role("button", name="Add, then another").click()
        page.get_by_text(f"{name} was added.").wait_for()


def done(page: Page) -> int:
    """Return how many of the first steps are ticked."""
    return page.locator(".todo li.done").count()


def test_a_country_brings_its_zone_and_its_currency(begin: Callable[..., Page]) -> None:
    page = begin("/groups/new/")
    page.locator("#id_country").select_option("CH")
    assert (page.locator("#id_timezone").input_value(), page.locator("#id_currency").input_value()) == (
        "Europe/Zurich",
        "CHF",
    )


def test_a_new_group_begins_where_the_clock_of_the_machine_is(begin: Callable[..., Page]) -> None:
    page = begin("/groups/new/", timezone_id="Europe/Brussels")
    assert page.locator("#id_country").input_value() == "BE"
    assert page.locator("#id_timezone").input_value() == "Europe/Brussels"


def test_the_first_steps_are_ticked_as_they_are_done(begin: Callable[..., Page]) -> None:
    page = begin("/")
    group = make_group(page, "Beginners")
    assert done(page) == 0
    add_companies(page, group, "Mill", "Forge")
    page.goto(group)
    assert done(page) == 1
    for profile, company in (("office", "Mill"), ("bakery", "Forge")):
        page.goto(f"{group}data/import/")
        form = page.locator("form[action$='annual-total/']")
        form.locator("[name=company]").select_option(label=company)
        form.locator("[name=profile]").select_option(profile)
        form.locator("[name=annual_kwh]").fill("68000")
        form.get_by_role("button").last.click()
        page.wait_for_load_state()
    page.goto(group)
    page.wait_for_selector("#chart-balance.is-drawn")
    assert done(page) == 3
    page.get_by_role("button", name="Put away").click()
    page.wait_for_selector("#chart-balance.is-drawn")
    assert page.locator(".todo").count() == 0


def test_the_list_of_groups_fills_in_and_sorts(begin: Callable[..., Page]) -> None:
    page = begin("/")
    make_group(page, "Aardvark")
    page.goto(page.url.partition("/g/")[0])
    page.wait_for_selector("html.has-figures")
    demo = page.locator("tr", has_text="Simulated")
    assert demo.locator("[data-figure=consumption]").inner_text() == "4,954.9"
    assert demo.locator("[data-figure=self_sufficiency]").inner_text() == "57%"
    assert page.locator("tbody tr").first.inner_text().startswith("Aardvark")
    page.get_by_role("button", name="Consumption").click()
    assert "Simulated" in page.locator("tbody tr").first.inner_text()


def test_another_zone_says_what_it_changes_and_asks(visits: Callable[..., Any], own_site: str) -> None:
    visit = visits(own_site)
    page = visit.open("/")
    group = make_group(page, "Clocks")
    page.goto(f"{group}settings/")
    page.locator("#id_timezone").fill("Pacific/Auckland")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("what changes").wait_for()
    visit.complaints.clear()  # The browser says that the page answered 422.
    page.get_by_label("Change the time zone").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("The settings were saved.").wait_for()
    assert page.locator("#id_timezone").input_value() == "Pacific/Auckland"


def test_a_group_is_archived_and_comes_back(begin: Callable[..., Page]) -> None:
    page = begin("/")
    group = make_group(page, "Old times")
    page.goto(f"{group}settings/")
    page.get_by_role("button", name="Archive").click()
    page.get_by_text("1 archived group").click()
    page.locator("details.fold").get_by_role("link", name="Settings Old times").click()
    assert page.locator("#id_name").is_disabled()
    page.get_by_role("button", name="Let it be changed again").click()
    page.get_by_text("Old times can be changed again.").wait_for()
    assert page.locator("#id_name").is_enabled()


@pytest.mark.parametrize("dress", DRESSES, ids=lambda dress: f"{dress[0]}-{dress[2]}-{dress[3][:2]}")
def test_a_refusal_stands_beside_its_field_in_every_dress(
    visits: Callable[..., Any], own_site: str, dress: tuple[int, int, str, str]
) -> None:
    width, height, theme, language = dress
    visit = visits(own_site, width=width, height=height, theme=theme, language=language)
    page = visit.open("/g/demo/members/new/")
    page.locator("#id_name").fill("Scierie")
    page.locator("#id_registration_id").fill("732 829 321")
    page.locator("form[action$='members/new/'] .btn-primary").click()
    told = page.locator("#id_registration_id_error")
    told.wait_for()
    visit.complaints.clear()  # The browser says that the page answered 422.
    assert "SIREN" in told.inner_text()
    assert page.locator("#id_name").input_value() == "Scierie"
    assert page.locator("#id_registration_id").get_attribute("aria-invalid") == "true"
    assert faults(page) == []


def test_a_company_has_places_and_meters(begin: Callable[..., Page]) -> None:
    page = begin("/")
    group = make_group(page, "Places")
    add_companies(page, group, "Mill")
    page.goto(f"{group}members/")
    page.get_by_role("link", name="Change Mill").click()
    page.get_by_role("link", name="Add a site").click()
    page.locator("#id_name").fill("Works")
    page.locator("#id_latitude").fill("45,7578")
    page.locator("#id_longitude").fill("4,832")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Add a meter").click()
    page.locator("#id_name").fill("PRM 07")
    page.locator("#id_site").select_option(label="Works")
    page.get_by_role("button", name="Save").click()
    row = page.locator("tr", has_text="PRM 07")
    assert "Works" in row.inner_text()
    assert "45.75780" in page.locator("tr", has=page.get_by_role("link", name="Works")).inner_text()


def test_an_editor_says_what_others_see_by_keyboard(
    visit_as: Callable[..., Any], site_with_accounts: SiteWithAccounts
) -> None:
    number = site_with_accounts.people.company_id
    page = visit_as("editor").open(f"/g/valley/members/{number}/sharing/")
    page.locator("[name=level]:checked").focus()
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    assert page.locator("[name=level]:checked").get_attribute("value") == "hourly"
    page.get_by_role("button", name="Save").click()
    page.get_by_text("What other members see was saved.").wait_for()
    assert "every hour" in page.locator(".facts").inner_text()
    page.locator("[name=level][value=protected]").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("only inside the totals of the group").wait_for()


def test_a_link_is_copied_once(visit_as: Callable[..., Any], site_with_accounts: SiteWithAccounts) -> None:
    page = visit_as("manager", permissions=["clipboard-read", "clipboard-write"]).open(
        "/g/valley/people/invitations/new/"
    )
    page.get_by_label("Analyst").check()
    page.locator("#id_email").fill("copied@example.org")
    page.get_by_role("button", name="Make the invitation").click()
    link = page.locator("#link").input_value()
    page.get_by_role("button", name="Copy").click()
    page.get_by_text("Copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == link
    page.get_by_role("link", name="Back to the people").click()
    row = page.locator("tr", has_text="copied@example.org")
    row.get_by_role("button", name="Withdraw").click()
    page.get_by_text("its link leads nowhere any more").wait_for()
    later = visit_as("nobody")
    gone = later.open(link.removeprefix(site_with_accounts.base))
    later.complaints.clear()  # The browser says that the page answered 410.
    assert "withdrawn" in gone.locator("main").inner_text()


def test_the_record_tells_who_did_what(visit_as: Callable[..., Any]) -> None:
    page = visit_as("manager").open("/g/valley/audit/")
    page.locator("#about").select_option("invitation")
    page.get_by_role("button", name="Show").click()
    assert "about=invitation" in page.url
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.suggested_filename == "valley-audit.csv"


def test_the_demo_goes_in_one_click(begin: Callable[..., Page]) -> None:
    page = begin("/g/demo/members/")
    page.get_by_role("button", name="Delete the demo").click()
    page.get_by_text("The demo group was deleted.").wait_for()
    assert page.get_by_role("button", name="Open demo group").is_visible()
