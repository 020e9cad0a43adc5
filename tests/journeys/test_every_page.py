"""Every page in every dress: it fits, it is accessible, it keeps to its server, and nothing on it complains."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import URLPattern, get_resolver
from playwright.sync_api import Browser

from tests.journeys.conftest import Visit, enter
from tests.journeys.looks import draw_all, faults
from tests.journeys.no_pages import NO_PAGE
from tests.journeys.pages import ELSEWHERE, PAGES, PAGES_OF_OTHERS, make_things
from tests.journeys.people import SiteWithAccounts

Dress = tuple[int, int, str, str]
LOOKS = [("manager", path) for paths in PAGES.values() for path in paths] + [
    (who, path) for who, paths in PAGES_OF_OTHERS.values() for path in paths
]
# Every page in both widths, themes and languages; the other two dresses are the next page's.
PAIRS: tuple[tuple[Dress, Dress], ...] = (
    ((1440, 900, "light", "en-GB"), (390, 844, "dark", "fr-FR")),
    ((1440, 900, "dark", "fr-FR"), (390, 844, "light", "en-GB")),
)
WORN = [(who, path, dress) for place, (who, path) in enumerate(LOOKS) for dress in PAIRS[place % 2]]
# A page that says that something does not hold answers with the status that says so.
REFUSED = {"/i/no-such-link/": 404}


@pytest.fixture(scope="module")
def things(site_with_accounts: SiteWithAccounts) -> dict[str, str]:
    """What the paths of the pages name."""
    return make_things(site_with_accounts.data, site_with_accounts.people.company_id)


@pytest.fixture(scope="module")
def wardrobe(browser: Browser, site_with_accounts: SiteWithAccounts) -> Iterator[Callable[[str, Dress], Visit]]:
    """One context for each person and dress: pages share it, as they do for somebody who uses the site."""
    worn: dict[tuple[str, Dress], Visit] = {}

    def wear(who: str, dress: Dress) -> Visit:
        if (who, dress) not in worn:
            width, height, theme, language = dress
            more = {} if who == "nobody" else {"storage_state": site_with_accounts.session_of(who, browser)}
            base = site_with_accounts.base
            worn[who, dress] = enter(browser, base, width=width, height=height, theme=theme, language=language, **more)
        return worn[who, dress]

    yield wear
    for one in worn.values():
        one.page.context.close()


def names(resolver: Any = None) -> Iterator[str]:
    """Yield the name of each address of the site outside the programming interface."""
    for entry in (resolver or get_resolver()).url_patterns:
        if not isinstance(entry, URLPattern):
            yield from names(entry) if entry.namespace is None else ()
        elif entry.name:
            yield entry.name


def test_every_address_is_looked_at_or_says_why_not() -> None:
    told = Counter(
        [*PAGES, *(set(PAGES_OF_OTHERS) - set(PAGES)), *ELSEWHERE, *(n for one in NO_PAGE.values() for n in one)]
    )
    found = set(names())
    assert sorted(found - set(told)) == [], "Give them a line in tests/journeys/pages.py or no_pages.py."
    assert sorted(set(told) - found) == []
    assert [name for name, times in told.items() if times > 1] == []


@pytest.mark.parametrize(("who", "path", "dress"), WORN)
def test_it_fits_and_is_accessible(
    wardrobe: Callable[[str, Dress], Visit], things: dict[str, str], who: str, path: str, dress: Dress
) -> None:
    visit = wardrobe(who, dress)
    visit.complaints.clear()
    address = visit.base + path.format_map(things)
    answer = visit.page.goto(address)
    assert answer is not None
    assert visit.page.url == address, "It leads elsewhere."
    assert answer.status == REFUSED.get(path, 200)
    assert visit.page.locator("html").get_attribute("lang") == dress[3][:2]
    draw_all(visit.page)
    # The browser says itself that a page answered 404.
    said = [one for one in visit.complaints if answer.ok or "404" not in one]
    found = [*said, *faults(visit.page)]
    assert not found, "\n".join(found)
