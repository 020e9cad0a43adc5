"""A consultant makes a group of five companies and invites one of them: both see the right thing and nothing else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import serving
from tests.journeys.people import sign_in

EMAIL, PASSWORD = "consultant@example.org", "the consultant walks by the river"
MEMBER, MEMBER_PASSWORD = "member@example.org", "the member sails on the lake"
# Two companies have files, three only an annual total: the energy in a quarter of an hour, and the profile.
FILES = {"Arvelforge": ("production", 7.25), "Brasse-Nord": ("consumption", 3.5)}
TOTALS = {"Panzini": ("bakery", "41000"), "Heliobur": ("office", "68000"), "Lyceval": ("school", "52000")}
OWN_KWH = 4.75


@pytest.fixture
def base(tmp_path: Path) -> Iterator[str]:
    """A new site on which the consultant has the only account."""
    words = ["account", "create", EMAIL, "--password-stdin", "--data-dir", str(tmp_path / "data")]
    command = [sys.executable, "-m", "energy_synergy.cli.main", *words]
    subprocess.run(command, input=f"{PASSWORD}\n", text=True, check=True, capture_output=True)
    with serving("serve", tmp_path) as address:
        yield address


def readings(folder: Path, company: str, direction: str, kwh: float) -> Path:
    """Write a June of quarter-hours as a meter would give it."""
    days = [date(2025, 6, 1) + timedelta(days=number) for number in range(30)]
    times = [f"{minutes // 60:02}:{minutes % 60:02}" for minutes in range(0, 1440, 15)]
    value = str(kwh).replace(".", ",")
    lines = [f"{day:%d/%m/%Y} {time};{value}" for day in days for time in times]
    path = folder / f"{company}.csv"
    path.write_text("\n".join([f"time;{direction} kWh", *lines, ""]))
    return path


def send(page: Page, path: Path, company: str) -> None:
    """Bring a file in through the four steps."""
    page.locator("input[type=file]").set_input_files(path)
    choice = page.locator("form[enctype] [name=company]")
    if choice.locator("option", has_text=company).count():
        choice.select_option(label=company)
    page.get_by_role("button", name="Look at the files").click()
    page.get_by_role("link", name="Continue").click()
    page.locator("#main form[action$='/confirm/'] button[type=submit]").click()
    page.get_by_role("heading", name=f"Saved for {company}").wait_for()


def make_group(page: Page, base: str) -> str:
    """Make the group and its five companies; return its address."""
    page.goto(f"{base}/groups/new/")
    page.get_by_label("Name").fill("Quai Nord")
    page.get_by_label("Country").select_option("FR")
    page.get_by_label("Time zone").fill("Europe/Paris")
    page.locator("#main form button[type=submit]").last.click()
    page.get_by_role("link", name="Add companies").first.click()
    for name in (*FILES, *TOTALS):
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_role("button", name="Add, then another").click()
        page.get_by_text(name).first.wait_for()
    return f"{base}/g/quai-nord/"


def bring_data(page: Page, group: str, folder: Path) -> None:
    """Give two companies their files and three a profile."""
    for name, (direction, kwh) in FILES.items():
        page.goto(f"{group}data/import/")
        send(page, readings(folder, name, direction, kwh), name)
    for name, (profile, annual_kwh) in TOTALS.items():
        page.goto(f"{group}data/import/")
        form = page.locator("form[action$='/annual-total/']")
        form.locator("[name=company]").select_option(label=name)
        form.locator("[name=profile]").select_option(profile)
        form.locator("[name=annual_kwh]").fill(annual_kwh)
        form.get_by_role("button", name="Save the estimate").click()
        page.get_by_role("heading", name=f"Saved for {name}").wait_for()


def invite(page: Page, group: str, company: str) -> str:
    """Invite an editor of a company and return the link that is shown once."""
    page.goto(f"{group}people/invitations/new/")
    page.locator("input[name=role][value=editor]").check()
    page.locator("#main [name=company]").select_option(label=company)
    page.get_by_role("button", name="Make the invitation").click()
    return page.get_by_label("Link of the invitation").input_value()


def join(page: Page, link: str) -> None:
    """Open the link, refuse the agreement for now, and make an account."""
    page.goto(link)
    page.locator("input[name=agrees][value=no]").check()
    page.locator("button[value=new]").click()
    page.get_by_label("E-mail").fill(MEMBER)
    page.get_by_label("Your name").fill("Mia Member")
    for field in ("#id_password1", "#id_password2"):
        page.locator(field).fill(MEMBER_PASSWORD)
    page.locator("#main button[type=submit]").click()
    page.wait_for_url("**/data/import/**")


def asked(page: Page, address: str) -> Any:
    """Return an answer of the site as the person whose page this is."""
    return page.request.get(address, max_redirects=0)


def test_a_consultant_and_a_member_see_the_right_thing_and_nothing_else(
    visits: Callable[..., Any], base: str, tmp_path: Path
) -> None:
    consultant = visits(base).page
    sign_in(consultant, base, EMAIL, PASSWORD)
    group = make_group(consultant, base)
    bring_data(consultant, group, tmp_path)
    link = invite(consultant, group, "Brasse-Nord")

    member = visits(base).page
    join(member, link)
    send(member, readings(tmp_path, "Brasse-Nord", "consumption", OWN_KWH), "Brasse-Nord")

    june = f"{group}overview.json?period=month&on=2025-06-01"
    day = f"{group}overview.json?period=day&on=2025-06-11"
    whole = asked(consultant, day).json()
    names = [one["name"] for one in whole["members"]]
    assert names == [*FILES, *TOTALS]
    brewery = whole["members"][names.index("Brasse-Nord")]
    assert brewery["consumption_kwh"] == [OWN_KWH] * 96
    assert whole["production_kwh"] == [FILES["Arvelforge"][1]] * 96

    # Arvelforge alone produces and was never asked, so the member sees months, itself, and the others as one.
    assert asked(member, day).status == 422
    coarse = asked(member, june).json()
    assert [one["name"] for one in coarse["members"]] == ["Brasse-Nord", "Other companies"]
    assert len(coarse["labels"]) == 1
    member.goto(f"{group}?period=month&on=2025-06-01")
    assert "fewer than three companies" in member.locator("#main").inner_text().lower()
    for path in ("", "members/", "people/", "data/", "data/quality/", "data/calendar/", "reports/", "profiles/"):
        member.goto(f"{group}{path}?period=month&on=2025-06-01")
        shown = member.locator("body").inner_text()
        assert [name for name in ("Arvelforge", *TOTALS) if name in shown] == []
    assert [asked(member, group + path).status for path in ("audit/", "settings/")] == [403, 403]
    assert [asked(member, base + path).status for path in ("/g/somebody-elses/", "/people/")] == [404, 404]
