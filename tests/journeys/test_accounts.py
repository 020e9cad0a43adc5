"""Accounts in the browser: invitations, signing in, the second factor, a new password."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page

from tests.journeys.people import SiteWithAccounts, sign_in

PASSWORD = "seven sailing boats"
INVITE = """
import sys
from pathlib import Path
from energy_synergy.web.server import prepare
prepare(Path(sys.argv[1]))
from django.utils import timezone
from energy_synergy.web.db.models import Company, Group, User
from energy_synergy.web.invitations import create_invitation
email, role, company = sys.argv[2:]
print(create_invitation(
    group=Group.objects.get(slug="valley"),
    company=Company.objects.get(pk=company) if company else None,
    role=role, email=email, message="See you on Monday.", now=timezone.now(),
    made_by=User.objects.get(email="manager@example.org"))[1])
"""


def invite(site: SiteWithAccounts, email: str, role: str = "editor", *, nth: int = 1) -> str:
    """Make an invitation for the nth company and return the path of its link."""
    company = str(site.people.company_id + nth - 1)
    words = [sys.executable, "-c", INVITE, str(site.data), email, role, company]
    return f"/i/{subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()}/"


def sign_up(page: Page) -> None:
    """Accept an invitation with a new account; the agreement is asked for until the company has given it."""
    answer = page.locator("input[name=agrees][value=no]")
    if answer.count():
        answer.check()
    page.locator("button[value=new]").click()
    page.locator("#id_name").fill("Nora New")
    for field in ("#id_password1", "#id_password2"):
        page.locator(field).fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_load_state()


def confirm(page: Page, password: str = PASSWORD) -> None:
    """Type the password once more."""
    page.locator("#id_password").fill(password)
    page.locator("main button[type=submit]").click()


def code_of(secret: str, *, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def letter(path: Path) -> str:
    return message_from_bytes(path.read_bytes(), policy=policy.default).get_content()


def test_an_invited_company_joins_and_brings_its_readings(
    visit_as: Callable[..., Any], site_with_accounts: SiteWithAccounts
) -> None:
    page = visit_as("nobody").open(invite(site_with_accounts, "nora@example.org", nth=2))
    assert page.locator("h1").inner_text().endswith("is invited to the group Valley")
    page.locator("button[value=new]").click()
    assert "/i/" in page.url
    sign_up(page)
    assert page.url.endswith("/g/valley/data/import/")
    page.goto(site_with_accounts.base + "/account/")
    assert page.locator("header details.menu").inner_text() != ""
    assert "nora@example.org" in page.inner_text("main")


def test_a_link_is_taken_once(visit_as: Callable[..., Any], site_with_accounts: SiteWithAccounts) -> None:
    link = invite(site_with_accounts, "once@example.org")
    sign_up(visit_as("nobody").open(link))
    later = visit_as("nobody")
    answer = later.page.goto(site_with_accounts.base + link)
    assert answer is not None
    assert answer.status == 410
    later.complaints.clear()  # The browser says that the page answered 410.
    assert "does not hold" in later.page.inner_text("h1")


def test_an_account_that_is_signed_in_accepts_at_once(
    visit_as: Callable[..., Any], site_with_accounts: SiteWithAccounts
) -> None:
    page = visit_as("viewer").open(invite(site_with_accounts, "", "viewer"))
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/g/valley/**")


def test_a_second_factor_and_its_recovery_codes(
    visit_as: Callable[..., Any], site_with_accounts: SiteWithAccounts
) -> None:
    site = site_with_accounts
    page = visit_as("nobody").open(invite(site, "totp@example.org"))
    sign_up(page)
    page.goto(site.base + "/account/two-factor/totp/activate/")
    confirm(page)
    assert page.locator("img.qr").evaluate("image => image.complete && image.naturalWidth > 0")
    secret = page.locator("#totp-key").inner_text()
    page.locator("#id_code").fill(code_of(secret))
    page.locator("main button[type=submit]").click()
    page.locator(".codes li").first.wait_for()
    codes = page.locator(".codes li").all_inner_texts()
    assert len(set(codes)) == 10
    for code in (code_of(secret, steps=1), codes[0]):
        page.locator("header details.menu summary").click()
        page.locator("header .drop button").click()
        page.wait_for_url("**/account/login/**")
        sign_in(page, site.base, "totp@example.org", PASSWORD)
        page.wait_for_url("**/account/two-factor/authenticate/")
        page.locator("#id_code").fill(code)
        page.locator("main form:first-of-type button.btn-primary").click()
        page.wait_for_url(lambda url: "two-factor" not in url)
        page.goto(site.base + "/account/")


def test_a_new_password_by_mail(visit_as: Callable[..., Any], site_with_accounts: SiteWithAccounts) -> None:
    site = site_with_accounts
    sign_up(visit_as("nobody").open(invite(site, "lost@example.org")))
    page = visit_as("nobody").open("/account/login/")
    page.get_by_role("link", name="Forgot the password?").click()
    page.locator("#id_email").fill("lost@example.org")
    page.locator("main button[type=submit]").click()
    assert "This site sends no mail" in page.inner_text("main")
    found = re.search(r"http://\S+", letter(site.mails()[-1]))
    assert found is not None
    page.goto(found.group())
    for field in ("#id_password1", "#id_password2"):
        page.locator(field).fill("eight rowing boats")
    page.locator("main button[type=submit]").click()
    sign_in(page, site.base, "lost@example.org", "eight rowing boats")
    page.goto(site.base + "/account/")
    assert "lost@example.org" in page.inner_text("main")


def test_a_key_is_made_and_revoked(visit_as: Callable[..., Any], site_with_accounts: SiteWithAccounts) -> None:
    site = site_with_accounts
    page = visit_as("manager").open("/account/keys/new/")
    confirm(page, site.people.passwords["manager"])
    page.locator("#id_name").fill("Nightly import")
    page.locator("main button[type=submit]").click()
    secret = page.locator("#key-secret").inner_text()
    assert re.fullmatch(r"es_[\w-]{43}", secret)
    page.goto(site.base + "/account/")
    assert secret not in page.content()
    page.get_by_role("button", name="Revoke Nightly import").click()
    assert "The key no longer counts." in page.inner_text("main")


def test_a_theme_of_the_account_holds_on_the_next_device(visit_as: Callable[..., Any]) -> None:
    page = visit_as("analyst").open("/account/")
    page.locator("#id_theme").select_option("light")
    page.locator("form:has(#id_theme) button[type=submit]").click()
    page.wait_for_load_state()
    with page.expect_response("**/account/theme/"):
        page.locator("[data-act=theme]").click()
    other = visit_as("analyst", theme="light").open("/account/")
    assert other.evaluate("document.documentElement.dataset.bsTheme") == "dark"
    other.locator("#id_theme").select_option("")
    other.locator("form:has(#id_theme) button[type=submit]").click()
