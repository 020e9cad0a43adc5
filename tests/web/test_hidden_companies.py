"""A member who wants to know another company's curve gets everything that a member can get, and does not find it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from urllib.parse import urldefrag, urljoin

import numpy as np
import openpyxl
import pytest
from django.test import Client

from energy_synergy.community.group import Group, Member
from energy_synergy.metering.series import Quality, Series
from energy_synergy.timeline import Timeline
from energy_synergy.units import SLOT, SLOTS_PER_DAY, SLOTS_PER_HOUR
from energy_synergy.usecases.manage_group import save_group
from energy_synergy.web.db.models import CompanyRole, GroupRole, Membership, User
from energy_synergy.web.db.models import Group as GroupRow
from energy_synergy.web.db.stores import DatabaseStore
from tests.web.conftest import NOW

ZONE = "Europe/Paris"
SPAN = Timeline.from_days(date(2025, 5, 1), date(2025, 7, 1), ZONE)
JUNE = Timeline.from_days(date(2025, 6, 1), date(2025, 7, 1), ZONE)
NUMBER = re.compile(r"\d+(?:[   ,]\d{3})*[.,]\d+|\d+\.\d+")
HREF = re.compile(r'(?:href|hx-get)="([^"#]+)')
MOST_PAGES = 60
UNREADABLE = (".pdf", ".png", ".svg", ".css", ".js", ".ico", ".woff2")
QUESTIONS = [
    *(f"period={kind}&on=2025-06-09" for kind in ("day", "week", "month", "year")),
    "period=typical&day_type=weekend",
    *(f"period=month&on=2025-06-01&step={step}" for step in ("quarter", "day")),
    *(f"period=year&on=2025-06-01&step={step}" for step in ("hour", "month")),
    *(f"period={kind}&on=2025-06-09&compare=previous" for kind in ("week", "month")),
    *(f"period=month&on=2025-06-01&tolerance={one}" for one in ("0", "1")),
    "period=month&on=2025-06-01&view=production&hide=0",
    "period=month&on=2025-06-01&view=consumption&flows=matrix",
]
TABLES = ["balance", "buckets", "heatmap", "members", "flows", "states"]
# Each value of such energies is recognised wherever it stands, even rounded to one decimal of a MWh.
HUGE = 1e10
DECIMALS = (1, 2, 3, 4)
OWN_TABLES = ["curve", "buckets", "days", "buying", "partners", "completeness"]


def random_kwh(seed: int, least: float, most: float) -> np.ndarray:
    return HUGE * np.random.default_rng(seed).uniform(least, most, SPAN.slots)


def series(direction: str, energy_kwh: np.ndarray) -> Series:
    quality = np.full(len(energy_kwh), Quality.MEASURED, dtype=np.uint8)
    return Series("", direction, SPAN.starts_at, SLOT, energy_kwh, quality)  # type: ignore[arg-type]


MILL = Member("Mill", (series("consumption", random_kwh(1, 2, 9)), series("production", random_kwh(2, 0, 0.9))))
FORGE = Member("Forge", (series("production", random_kwh(3, 0.1, 9)), series("consumption", random_kwh(4, 0.01, 0.09))))
SUN = Member("Sun", (series("production", random_kwh(5, 0.1, 7)),))
KILN = Member("Kiln", (series("consumption", random_kwh(6, 1, 7)),))
GROUPS = {"three": (MILL, FORGE, KILN), "two": (MILL, SUN)}


def energies(member: Member, direction: str) -> np.ndarray:
    found = [one.energy_kwh for one in member.series if one.direction == direction]
    return np.asarray(found[0]) if found else np.zeros(SPAN.slots)


def secrets_of(members: tuple[Member, ...]) -> set[str]:
    """Return whatever is finer than a month and not Mill's own, as it may be written: kWh, MWh or kW."""
    made, used = (sum(energies(one, direction) for one in members) for direction in ("production", "consumption"))
    hidden = [energies(one, direction) for one in members[1:] for direction in ("production", "consumption")]
    others = [np.sum(hidden[0::2], axis=0), np.sum(hidden[1::2], axis=0)]
    mine = [energies(members[0], direction) for direction in ("production", "consumption")]
    return written(*hidden, *others, *balance(made, used)) - written(*balance(*mine))


def balance(made: np.ndarray, used: np.ndarray) -> tuple[np.ndarray, ...]:
    local = np.minimum(made, used)
    return made, used, local, made - local, used - local


def written(*every: np.ndarray) -> set[str]:
    return set().union(*map(written_one, every))


def written_one(energy_kwh: np.ndarray) -> set[str]:
    hours = energy_kwh.reshape(-1, SLOTS_PER_HOUR).sum(axis=1)
    days = energy_kwh.reshape(-1, SLOTS_PER_DAY).sum(axis=1)
    values = np.concatenate([energy_kwh, energy_kwh * SLOTS_PER_HOUR, hours, days, energy_kwh / 1000, days / 1000])
    known = values[values > HUGE / 1e3]
    return {f"{value:.{decimals}f}" for value in known.tolist() for decimals in DECIMALS}


def numbers_in(text: str) -> Iterator[str]:
    """Yield the numbers of a text with their decimals and with fewer, whatever language wrote them."""
    for found in NUMBER.findall(text):
        whole, _, decimals = re.sub(r"[   ]", "", found).replace(",", ".").rpartition(".")
        value = float(whole.replace(".", "") + "." + decimals)
        for places in DECIMALS:
            if places <= len(decimals):
                yield f"{value:.{places}f}"


def text_of(answer: object) -> str:
    kind = answer.headers.get("Content-Type", "")  # type: ignore[attr-defined]
    if "spreadsheet" in kind:
        book = openpyxl.load_workbook(io.BytesIO(b"".join(answer)), read_only=True)  # type: ignore[call-overload]
        return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    content: bytes = b"".join(answer) if getattr(answer, "streaming", False) else answer.content  # type: ignore
    return unescape(content.decode("utf-8", errors="replace"))


def asked(company: int) -> Iterator[str]:
    for question in QUESTIONS:
        yield f"/g/river/?{question}"
        yield f"/g/river/overview.json?{question}"
        yield f"/g/river/members/{company}/?{question}"
        yield f"/g/river/members/{company}/company.json?{question}"
        yield from (f"/g/river/overview/{name}.csv?{question}&lang=fr" for name in TABLES)
        yield from (f"/g/river/overview/{name}.html?{question}" for name in TABLES)
        yield from (f"/g/river/members/{company}/charts/{name}.csv?{question}" for name in OWN_TABLES)


def read(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code < 500, address
    return text_of(answer)


def wander(client: Client, begin: str) -> Iterator[str]:
    """Yield the text of a page, and of the pages of the group that it leads to."""
    waiting, seen = [begin], set()
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if address in seen or address.partition("?")[0].endswith(UNREADABLE):
            continue
        seen.add(address)
        text = read(client, address)
        yield text
        links = (urldefrag(urljoin(address, link)).url for link in HREF.findall(text))
        waiting += [link for link in links if link.startswith("/g/river/")]


@pytest.fixture
def river(db: None, request: pytest.FixtureRequest) -> tuple[Member, ...]:
    members = GROUPS[request.param]
    save_group(Group("River", ZONE, members), slug="river", store=DatabaseStore(), now=NOW, recorded_by="owner")
    return members


def client_of(email: str, **role: object) -> Client:
    user, client = User.objects.create_user(email), Client()
    if "company_id" in role:
        CompanyRole.objects.create(user=user, role="viewer", **role)
    else:
        GroupRole.objects.create(user=user, group=GroupRow.objects.get(slug="river"), role="manager")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.mark.parametrize("river", list(GROUPS), indirect=True)
def test_nothing_finer_than_a_month_is_found(river: tuple[Member, ...]) -> None:
    company = DatabaseStore().company_id("river", "Mill")
    client, secrets = client_of("viewer@example.org", company_id=company), secrets_of(river)
    texts = {address: read(client, address) for address in asked(company)}
    assert {address for address, text in texts.items() if not secrets.isdisjoint(numbers_in(text))} == set()


@pytest.mark.parametrize("river", list(GROUPS), indirect=True)
def test_no_page_that_leads_on_tells_more(river: tuple[Member, ...]) -> None:
    company = DatabaseStore().company_id("river", "Mill")
    client, secrets = client_of("viewer@example.org", company_id=company), secrets_of(river)
    assert all(secrets.isdisjoint(numbers_in(text)) for text in wander(client, "/g/river/"))


@pytest.mark.parametrize("river", ["three"], indirect=True)
def test_the_search_finds_what_a_manager_sees(river: tuple[Member, ...]) -> None:
    client, secrets = client_of("manager@example.org"), secrets_of(river)
    for address in ("overview.json?period=day&on=2025-06-02", "overview/balance.csv?period=day&on=2025-06-02&lang=fr"):
        found = set(numbers_in(text_of(client.get(f"/g/river/{address}")))) & secrets
        assert len(found) > SLOTS_PER_DAY


@pytest.mark.parametrize("river", ["three"], indirect=True)
@pytest.mark.parametrize(
    "part", ["tolerance=0.013", "tolerance=1", "step=quarter", "step=day", "hide=0", "flows=matrix"]
)
def test_no_part_of_the_address_sounds_a_month_out(river: tuple[Member, ...], part: str) -> None:
    company = DatabaseStore().company_id("river", "Mill")
    client, june = client_of("viewer@example.org", company_id=company), "period=month&on=2025-06-01"
    for name in ("overview.json", "overview/states.csv", "overview/balance.csv", "overview/buckets.csv"):
        plain, sounded = (client.get(f"/g/river/{name}?{june}{more}").content for more in ("", f"&{part}"))
        assert plain == sounded, name


@pytest.mark.parametrize("river", ["three"], indirect=True)
def test_charts_of_hours_are_refused_by_name(river: tuple[Member, ...]) -> None:
    company = DatabaseStore().company_id("river", "Mill")
    client = client_of("viewer@example.org", company_id=company)
    for name in ("overview/heatmap.csv", "overview/heatmap.html"):
        answer = client.get(f"/g/river/{name}?period=month&on=2025-06-01")
        assert (answer.status_code, answer.json()["code"]) == (422, "too_few_contributors")


@pytest.mark.parametrize("river", ["three"], indirect=True)
def test_the_state_of_a_month_has_hours_and_no_energy(river: tuple[Member, ...]) -> None:
    company = DatabaseStore().company_id("river", "Mill")
    client = client_of("viewer@example.org", company_id=company)
    lines = client.get("/g/river/overview/states.csv?period=month&on=2025-06-01&lang=en").content.decode().splitlines()
    assert lines[0].endswith("State,Duration (h),Share (%)")
    assert lines[-1].startswith(f"Total,{JUNE.slots / 4:.2f}")


@pytest.mark.parametrize("river", ["two"], indirect=True)
def test_the_only_other_company_is_not_read_from_what_one_receives(river: tuple[Member, ...]) -> None:
    company = DatabaseStore().company_id("river", "Mill")
    client = client_of("viewer@example.org", company_id=company)
    day = client.get(f"/g/river/members/{company}/company.json?period=day&on=2025-06-02").json()
    assert (day["curve"]["received_kwh"], day["curve"]["grid_import_kwh"], day["partners"]) == (None, None, [])
    month = client.get(f"/g/river/members/{company}/company.json?period=month&on=2025-06-01").json()
    assert [one["name"] for one in month["partners"]] == ["Other companies"]
    Membership.objects.filter(company__name="Sun").update(agreed_at=NOW)
    told = client.get(f"/g/river/members/{company}/company.json?period=day&on=2025-06-02").json()
    assert len(told["curve"]["received_kwh"]) == SLOTS_PER_DAY


@pytest.mark.parametrize("river", ["three"], indirect=True)
def test_two_hidden_companies_hide_each_other_in_what_one_receives(river: tuple[Member, ...]) -> None:
    company = DatabaseStore().company_id("river", "Mill")
    client = client_of("viewer@example.org", company_id=company)
    day = client.get(f"/g/river/members/{company}/company.json?period=day&on=2025-06-02").json()
    assert len(day["curve"]["received_kwh"]) == SLOTS_PER_DAY
    assert [one["name"] for one in day["partners"]] == ["Other companies"]


@pytest.mark.parametrize("river", ["three"], indirect=True)
def test_the_page_of_another_company_is_not_there(river: tuple[Member, ...]) -> None:
    client = client_of("viewer@example.org", company_id=DatabaseStore().company_id("river", "Mill"))
    forge = DatabaseStore().company_id("river", "Forge")
    paths = ("", "company.json", "charts/curve.csv", "charts/curve.html")
    assert {client.get(f"/g/river/members/{forge}/{path}").status_code for path in paths} == {404}
