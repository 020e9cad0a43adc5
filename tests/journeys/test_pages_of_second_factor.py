"""The pages of the second factor and of keys, which come one after the other: each in every dress."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from tests.journeys.looks import DRESSES, faults
from tests.journeys.people import SiteWithAccounts, sign_in
from tests.journeys.test_accounts import PASSWORD, code_of, confirm, invite, sign_up

EMAIL = "dressed@example.org"
FACTOR = "/account/two-factor/"


def look(page: Page) -> None:
    """Look at the page that is open in every dress; its own buttons change the language."""
    for width, height, theme, language in DRESSES:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        if page.locator("html").get_attribute("lang") != language[:2]:
            speak(page, language[:2])
        else:
            page.reload()
        found = faults(page)
        assert not found, "\n".join([page.url, f"{width} {theme} {language}", *found])
    speak(page, "en")


def speak(page: Page, language: str) -> None:
    """Change the language where the visitor is."""
    page.get_by_role("button", name=language.upper(), exact=True).click()
    page.wait_for_selector(f"html[lang={language}]")


def sign_out(page: Page, base: str) -> None:
    """Leave."""
    page.goto(f"{base}/account/logout/")
    page.locator("main button[type=submit]").click()
    page.wait_for_load_state()


def test_the_pages_of_a_second_factor_fit_and_are_accessible(
    visit_as: Callable[..., Any], site_with_accounts: SiteWithAccounts
) -> None:
    base = site_with_accounts.base
    page = visit_as("nobody").open(invite(site_with_accounts, EMAIL))
    sign_up(page)
    page.goto(f"{base}/account/keys/new/")
    assert "/account/reauthenticate/" in page.url
    look(page)
    confirm(page, PASSWORD)
    page.wait_for_url("**/account/keys/new/")
    look(page)
    page.goto(base + FACTOR + "totp/activate/")
    look(page)
    page.goto(page.url)
    secret = page.locator("#totp-key").inner_text()
    page.locator("#id_code").fill(code_of(secret))
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/recovery-codes/**")
    for path in ("", "recovery-codes/", "recovery-codes/generate/", "totp/deactivate/"):
        page.goto(base + FACTOR + path)
        assert page.url == base + FACTOR + path
        look(page)
    sign_out(page, base)
    sign_in(page, base, EMAIL, PASSWORD)
    page.wait_for_url("**/two-factor/authenticate/")
    look(page)
    page.locator("#id_code").fill(code_of(secret, steps=1))
    page.locator("main form:first-of-type button.btn-primary").click()
    page.wait_for_url(lambda url: "two-factor" not in url)
    page.goto(base + FACTOR + "reauthenticate/")
    assert page.url == base + FACTOR + "reauthenticate/"
    look(page)
