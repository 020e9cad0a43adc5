"""A site on which everybody has an account: who they are, and how they sign in."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

GROUP = "valley"
ROLES = ("admin", "manager", "analyst", "editor", "viewer")
MAKE_GROUP = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from energy_synergy.web.server import prepare
prepare(Path(sys.argv[1]))
from energy_synergy.usecases.demo_group import compute_demo_group
from energy_synergy.usecases.manage_group import save_group
from energy_synergy.web.db.models import Company, CompanyRole, Group, GroupRole, User
from energy_synergy.web.wiring import group_store
now = datetime(2026, 1, 5, 9, tzinfo=UTC)
save_group(compute_demo_group(), slug="valley", store=group_store(), now=now, recorded_by="owner", country="FR")
group = Group.objects.get(slug="valley")
Group.objects.update(name="Valley")
company = Company.objects.filter(memberships__group=group).order_by("id")[0]
user = {one.email.partition("@")[0]: one for one in User.objects.all()}
for role in ("manager", "analyst"):
    GroupRole.objects.create(group=group, user=user[role], role=role)
for role in ("editor", "viewer"):
    CompanyRole.objects.create(company=company, user=user[role], role=role)
print(company.pk, company.name, sep="|")
"""


@dataclass(frozen=True)
class People:
    """The passwords by role, and the company that the editor and the viewer belong to."""

    passwords: dict[str, str]
    company_id: int
    company: str

    def email(self, who: str) -> str:
        """Return the address of somebody."""
        return f"{who}@example.org"


@dataclass
class SiteWithAccounts:
    """The address of a site, its data folder (mails are kept in `mail`) and its people; `group` is its group."""

    base: str
    data: Path
    people: People
    group: str = GROUP
    sessions: dict[str, Any] = field(default_factory=dict)

    def session_of(self, who: str, browser: Browser) -> Any:
        """Return the cookies of somebody who is signed in; each signs in once, for attempts are counted."""
        if who not in self.sessions:
            page = browser.new_page()
            sign_in(page, self.base, self.people.email(who), self.people.passwords[who])
            self.sessions[who] = page.context.storage_state()
            page.context.close()
        return self.sessions[who]

    def mails(self) -> list[Path]:
        """Return the mails that the site kept, the newest last."""
        return sorted((self.data / "mail").glob("*.eml"))


def sign_in(page: Page, base: str, email: str, password: str) -> None:
    """Fill in the form of the sign-in."""
    page.goto(f"{base}/account/login/")
    page.locator("#id_login").fill(email)
    page.locator("#id_password").fill(password)
    page.locator("main button[type=submit]").click()
    page.wait_for_load_state()


def make_people(data: Path) -> People:
    """Make the accounts by the command line, then the group and the roles."""
    passwords = {who: f"{who} walks by the river" for who in ROLES}
    for who, password in passwords.items():
        words = ["account", "create", f"{who}@example.org", "--name", who.title(), "--password-stdin"]
        _run(["-m", "energy_synergy.cli.main", *words, "--data-dir", str(data)], password + "\n")
    company_id, _, company = _run(["-c", MAKE_GROUP, str(data)], "").strip().partition("|")
    return People(passwords, int(company_id), company)


def _run(words: list[str], typed: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "ES_DATA_DIR"}
    done = subprocess.run(
        [sys.executable, *words], input=typed, capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
