"""A real server with the demo group, and a real browser that notes everything it should not see."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.journeys.people import SiteWithAccounts, make_people

WEEK = "/g/demo/?period=week&on=2025-06-09"
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_SECONDS = 60


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder: it needs a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


@dataclass
class Visit:
    """A page that is open, and what it did that no page should do; left, it is closed."""

    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)

    def __enter__(self) -> Visit:
        return self

    def __exit__(self, *_reason: object) -> None:
        self.page.context.close()

    def open(self, path: str) -> Page:
        """Open a path of the site and wait until the charts in sight are drawn, if the page has any."""
        self.page.goto(self.base + path)
        if self.page.locator("#overview-data").count():
            # Not by a function: between two tries the page would have to evaluate text, which its policy forbids.
            self.page.wait_for_selector("#chart-balance.is-drawn", timeout=20_000)
        return self.page


@contextmanager
def serving(verb: str, folder: Path) -> Iterator[str]:
    """Serve a site from a data folder, and give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "server.log"
    command = [sys.executable, "-m", "energy_synergy.cli.main", verb, "--no-browser", "--port", str(port)]
    with log.open("wb") as stream:
        server = subprocess.Popen([*command, "--data-dir", str(folder / "data")], stdout=stream, stderr=stream)
    try:
        _wait_until_it_answers(f"http://127.0.0.1:{port}/about/", server, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with the demo group in a data folder of its own."""
    with serving("demo", tmp_path_factory.mktemp("site")) as base:
        yield base


def _wait_until_it_answers(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"The server did not answer at {url}:\n{log.read_text(errors='replace')}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: the one named by ES_CHROMIUM, the system's, or the one that Playwright brought."""
    found = os.environ.get("ES_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
        if not found and not Path(own).exists():
            reason = "No Chromium: install it (apt-get install chromium) or name it in ES_CHROMIUM."
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(reason)
        browser = playwright.chromium.launch(executable_path=found or own, args=SWITCHES)
        yield browser
        browser.close()


def enter(
    browser: Browser,
    base: str,
    *,
    width: int = 1440,
    height: int = 900,
    theme: str = "light",
    language: str = "en-GB",
    **more: Any,
) -> Visit:
    """Begin a visit to a site, in a context of its own."""
    options: dict[str, Any] = {"color_scheme": theme, "locale": language, "reduced_motion": "reduce", **more}
    context = browser.new_context(viewport={"width": width, "height": height}, **options)
    one = Visit(context.new_page(), base)
    _listen(one)
    return one


@pytest.fixture
def visits(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Open pages of any site, each in a context of its own; at the end nothing may have complained."""
    opened: list[Visit] = []

    def begin(base: str, **dress: Any) -> Visit:
        opened.append(enter(browser, base, **dress))
        return opened[-1]

    yield begin
    for one in opened:
        one.page.context.close()
    assert [complaint for one in opened for complaint in one.complaints] == []


@pytest.fixture
def visit(visits: Callable[..., Visit], site: str) -> Callable[..., Visit]:
    """Open a page of a given width, theme and language as the local owner."""
    return partial(visits, site)


@pytest.fixture(scope="session")
def site_with_accounts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteWithAccounts]:
    """A server that asks everybody to sign in; the group `valley` has eight companies and a person in every role."""
    folder = tmp_path_factory.mktemp("accounts")
    people = make_people(folder / "data")
    with serving("serve", folder) as base:
        yield SiteWithAccounts(base, folder / "data", people)


@pytest.fixture
def visit_as(
    visits: Callable[..., Visit], site_with_accounts: SiteWithAccounts, browser: Browser
) -> Callable[..., Visit]:
    """Open a page as `admin`, `manager`, `analyst`, `editor`, `viewer`, or as `nobody` who has not signed in."""

    def begin(who: str, **dress: Any) -> Visit:
        more = {} if who == "nobody" else {"storage_state": site_with_accounts.session_of(who, browser)}
        return visits(site_with_accounts.base, **dress, **more)

    return begin


def _listen(visit: Visit) -> None:
    page, complaints = visit.page, visit.complaints
    page.on("console", lambda message: _note(complaints, message.type in ("error", "warning"), message.text))
    page.on("pageerror", lambda error: complaints.append(f"error on the page: {error}"))
    local = (visit.base, "data:", "blob:")
    page.on("request", lambda request: _note(complaints, not request.url.startswith(local), f"foreign {request.url}"))


def _note(complaints: list[str], is_wrong: bool, text: str) -> None:
    if is_wrong:
        complaints.append(text)
