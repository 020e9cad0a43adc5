"""The wall: every address of the site, as every role, and nothing of one company in what another one gets.

A new address fails here until it has a line in one of the tables of `tests/web/wall`.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache as attempts
from django.db import transaction
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from energy_synergy.web.db.stores import DatabaseStore
from tests.web.conftest import People
from tests.web.wall import world as behind
from tests.web.wall.account import ACCOUNT_DOORS
from tests.web.wall.agreements import SECRET_SHARES
from tests.web.wall.api import API_DOORS
from tests.web.wall.doors import NEVER, NEVER_PUBLIC, ROLES, Door
from tests.web.wall.pages import PAGE_DOORS
from tests.web.wall.world import World

DOORS = PAGE_DOORS + ACCOUNT_DOORS + API_DOORS
PERIODS = ("day", "typical")
# A number with fewer digits may stand somewhere by chance.
FEWEST_DIGITS = 4
# Random letters in a page: the mark of a form, the secret of a link. They may spell any word.
RANDOM = re.compile(r'(csrfmiddlewaretoken" value="|/invitation/|"x-csrftoken": ")[\w-]+', re.IGNORECASE)
BETWEEN_THOUSANDS = re.compile(r"(?<=\d)[,\u202f\u00a0](?=\d{3})")


def addresses(resolver: Any = None, path: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Yield each address of the site: its name with its namespace, and its path."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield space + (entry.name or f"without a name: {path}{entry.pattern}"), path + str(entry.pattern)
        elif isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from addresses(entry, path + str(entry.pattern), inner)


@pytest.fixture
def world(store: DatabaseStore, people: People, mill: int, settings: Any, tmp_path: Path) -> World:
    """The group `river` with what each company has of its own."""
    settings.UPLOADS_DIR = tmp_path / "uploads"
    settings.MAIL_DIR = tmp_path / "mail"
    return behind.build(store, people, mill)


def ask(world: World, door: Door, role: str) -> HttpResponse:
    """Ask once, and undo whatever it did."""
    args = {name: world.filled(value) for name, value in door.args.items()}
    url = door.path or reverse(door.name, kwargs=args)
    told: Any = {name: world.filled(value) for name, value in door.told.items()}
    client = world.client(role)
    client.raise_request_exception = False
    # Whoever tries to sign in again and again is slowed down, for every address of theirs.
    attempts.clear()
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        answer = client.generic(
            door.method,
            f"{url}?{world.filled(door.query)}" if door.query else url,
            *_body(client, door, told),
        )
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer  # type: ignore[no-any-return]


def _body(client: Any, door: Door, told: Any) -> tuple[Any, str]:
    if door.method in ("GET", "DELETE"):
        return b"", "application/octet-stream"
    kind = door.content_type
    if "body" in told:
        return told["body"], kind
    if kind.endswith("json"):
        return client._encode_json(told, kind), kind
    return "&".join(f"{name}={value}" for name, value in told.items()), kind


def wrong_answers(world: World, doors: Iterable[Door], role: str) -> list[str]:
    """Return what differs from the tables."""
    asked = (door for door in doors if not door.is_searched_alone)
    found = ((door, ask(world, door, role).status_code) for door in asked)
    return [f"{door.label}: {code}, not {door.expected(role)}" for door, code in found if code != door.expected(role)]


def unused_methods() -> Iterator[Door]:
    """Yield GET and POST at each page that has no line for them: it answers that there is no such thing."""
    methods = defaultdict(set)
    for door in PAGE_DOORS:
        methods[door.name].add(door.method)
    for door in {door.name: door for door in PAGE_DOORS}.values():
        is_public = "in" not in door.codes.split()
        for method in {"GET", "POST"} - methods[door.name]:
            yield replace(door, method=method, codes=NEVER_PUBLIC if is_public else NEVER, query="", told={})


def test_every_address_has_its_line() -> None:
    known = {door.name for door in DOORS}
    assert sorted({name for name, _path in addresses()} - known) == [], "Give them a line in tests/web/wall."


def test_no_line_is_about_an_address_that_is_gone() -> None:
    assert sorted({door.name for door in DOORS} - {name for name, _path in addresses()}) == []


@pytest.mark.parametrize("role", ROLES)
def test_every_page_answers_as_the_table_says(world: World, role: str) -> None:
    wrong = wrong_answers(world, (*PAGE_DOORS, *ACCOUNT_DOORS, *unused_methods()), role)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ROLES)
def test_every_route_of_the_api_answers_as_the_table_says(world: World, role: str) -> None:
    wrong = wrong_answers(world, API_DOORS, role)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("role", "is_agreed"), [("mill_editor", False), ("mill_editor", True), ("mill_viewer", True)])
def test_nothing_of_another_company_reaches_a_member(world: World, role: str, is_agreed: bool) -> None:
    if is_agreed:
        behind.agree()
    found = {}
    for door in DOORS:
        # A document keeps its text compressed; its workbook holds the same.
        for asked in asked_at_all_periods(door) if door.args.get("kind") != "pdf" else ():
            seen = set(private().findall(text_of(ask(world, asked, role))))
            if seen:
                found[asked.label] = seen
    assert not found, "\n".join(f"{label}: {words}" for label, words in found.items())


def asked_at_all_periods(door: Door) -> Iterator[Door]:
    """Yield a door as it is, and where it shows a period, for each kind of period of June 2025."""
    yield door
    if door.periods:
        for period in PERIODS:
            yield replace(door, query=f"period={period}&on=2025-06-02")


def text_of(answer: HttpResponse) -> str:
    """Return what an answer holds as text, in all parts of a workbook, without marks between thousands."""
    streamed = getattr(answer, "streaming_content", None)
    body: bytes = b"".join(streamed) if streamed is not None else answer.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as workbook:
            body = b"\n".join(workbook.read(name) for name in workbook.namelist())
    heads = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
    text = RANDOM.sub("", f"{heads}\n{body.decode(errors='replace')}")
    return BETWEEN_THOUSANDS.sub("", text.lower())


@cache
def private() -> re.Pattern[str]:
    """Return what finds the names of the other companies, and their energies as any page may write them."""
    numbers = {f"{behind.FORGE_ANNUAL_KWH:.0f}", f"{behind.FORGE_ANNUAL_KWH / 1000:.2f}"}
    numbers |= {
        f"{price:.{decimals}f}" for price in (behind.FORGE_PRICE, behind.FORGE_PRICE / 2) for decimals in (4, 5)
    }
    numbers |= set(SECRET_SHARES)
    for kwh in (behind.FORGE_KWH, behind.FORGE_MADE_KWH, behind.KILN_KWH, behind.KILN_MADE_KWH):
        day, month = 96 * kwh, 96 * behind.DAYS * kwh
        for value in (kwh, 4 * kwh, day, 7 * day, month, day / 1000, month / 1000):
            texts = {f"{value:.{decimals}f}" for decimals in (1, 2, 3, 4)}
            numbers |= {text for text in texts if sum(mark.isdigit() for mark in text.lstrip("0.")) >= FEWEST_DIGITS}
    words = "|".join(re.escape(number).replace(r"\.", "[.,]") for number in sorted(numbers))
    return re.compile(rf"forge|kiln|48[.,]77313|(?<![\d.,])(?:{words})(?!\d)")


def test_the_search_finds_what_there_is(world: World) -> None:
    """The manager sees it all: the words of the search are those that pages write."""
    at_day = [asked for door in PAGE_DOORS if door.name.startswith("overview") for asked in asked_at_all_periods(door)]
    shown = "\n".join(text_of(ask(world, door, "manager")) for door in at_day)
    assert {"forge", "kiln", "7.7313", "742.2", "22266.14"} <= set(private().findall(shown))
