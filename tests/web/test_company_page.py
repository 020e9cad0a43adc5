"""The page of one company: its own numbers, as page, values, table and file; for its people and nobody else."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import orjson
import pytest
from django.test import Client

from energy_synergy.community.group import Group, Member
from energy_synergy.formats.detect import read_file
from energy_synergy.metering.resample import to_slots
from energy_synergy.metering.series import Quality, Series
from energy_synergy.ports import AnnualTotal, NewMember
from energy_synergy.timeline import Timeline
from energy_synergy.units import SLOT
from energy_synergy.usecases.manage_group import save_group
from energy_synergy.web.db.models import CompanyRole, GroupRole, Membership, OwnProfile, OwnProfileVersion, User
from energy_synergy.web.db.models import Group as GroupRow
from energy_synergy.web.db.stores import DatabaseStore
from energy_synergy.web.queries.company_page_records import CompanyFigures

ZONE = "Europe/Paris"
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
SPAN = Timeline.from_days(date(2025, 3, 1), date(2025, 11, 1), ZONE)
CHARTS = ["curve", "buckets", "days", "buying", "partners", "completeness"]
WEEK = "period=week&on=2025-06-09"
PERIODS = [
    WEEK,
    "period=day&on=2025-10-26",
    "period=month&on=2025-06-01",
    "period=year&on=2025-01-01",
    "period=typical",
]


def series(direction: str, energy_kwh: np.ndarray) -> Series:
    quality = np.where(np.isnan(energy_kwh), Quality.MISSING, Quality.MEASURED).astype(np.uint8)
    return Series("", direction, SPAN.starts_at, SLOT, energy_kwh, quality)  # type: ignore[arg-type]


def used(seed: int, scale: float) -> np.ndarray:
    return scale * np.random.default_rng(seed).uniform(0.5, 1.5, SPAN.slots)


def sun(scale: float) -> np.ndarray:
    return scale * np.maximum(0.0, 1 - ((SPAN.quarter_of_day / 4 - 13) / 5) ** 2)


RIVER = (
    Member("Mill", (series("consumption", used(1, 2.0)), series("production", sun(4.0))), sector="Food"),
    Member("Farm", (series("consumption", used(2, 0.5)), series("production", sun(9.0)))),
    Member("Forge", (series("consumption", used(3, 3.0)),)),
)


@pytest.fixture
def store(db: None) -> DatabaseStore:
    store = DatabaseStore()
    save_group(Group("River", ZONE, RIVER), slug="river", store=store, now=NOW, recorded_by="owner")
    return store


@pytest.fixture
def mill(store: DatabaseStore) -> int:
    return store.company_id("river", "Mill")


def signed_in(email: str, *, company: int | None = None, role: str = "viewer") -> Client:
    user, client = User.objects.create_user(email), Client()
    if company is None:
        GroupRole.objects.create(user=user, group=GroupRow.objects.get(slug="river"), role=role)
    else:
        CompanyRole.objects.create(user=user, company_id=company, role=role)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def values_of(client: Client, company: int, query: str) -> dict[str, Any]:
    answer = client.get(f"/g/river/members/{company}/company.json?{query}")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def sums(values: dict[str, Any], name: str) -> float:
    return float(sum(one or 0 for one in values["curve"][name]))


@pytest.mark.parametrize("query", PERIODS)
def test_it_works(client: Client, mill: int, query: str) -> None:
    answer = client.get(f"/g/river/members/{mill}/?{query}")
    assert answer.status_code == 200
    figures = answer.context["page"].figures
    page = answer.content.decode()
    assert "Mill covered" in page
    assert "NaN" not in page.replace('NaN"', "")
    assert figures.consumption_kwh == pytest.approx(figures.own_kwh + figures.received_kwh + figures.grid_import_kwh)
    assert figures.production_kwh == pytest.approx(figures.own_kwh + figures.given_kwh + figures.grid_export_kwh)


@pytest.mark.parametrize("query", PERIODS)
def test_its_values_are_its_figures_and_those_of_the_overview(client: Client, mill: int, query: str) -> None:
    values, page = values_of(client, mill, query), client.get(f"/g/river/members/{mill}/?{query}")
    figures = page.context["page"].figures
    for name in ("consumption_kwh", "production_kwh", "own_kwh", "received_kwh", "given_kwh", "grid_import_kwh"):
        assert sums(values, name) == pytest.approx(getattr(figures, name), abs=0.05), name
    rows = client.get(f"/g/river/?{query}").context["overview"].members
    (row,) = (one for one in rows if one.id == mill)
    for name in ("consumption_kwh", "own_kwh", "received_kwh", "given_kwh", "grid_import_kwh", "grid_export_kwh"):
        assert getattr(figures, name) == pytest.approx(getattr(row, name)), name


def test_the_page_and_its_json_hold_the_same(client: Client, mill: int) -> None:
    page = client.get(f"/g/river/members/{mill}/?{WEEK}").content.decode()
    inner = page.partition('<script id="company-data" type="application/json">')[2].partition("</script>")[0]
    assert orjson.loads(inner) == values_of(client, mill, WEEK)


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("query", [WEEK, "period=typical", "period=year&on=2025-01-01&step=month"])
def test_each_chart_has_a_table_and_a_file(client: Client, mill: int, chart: str, query: str) -> None:
    base = f"/g/river/members/{mill}/charts/{chart}"
    table = client.get(f"{base}.html?{query}", headers={"HX-Request": "true"})
    files = [client.get(f"{base}.csv?{query}&lang={language}") for language in ("en", "fr")]
    assert [one.status_code for one in (table, *files)] == [200, 200, 200]
    assert "<table" in table.content.decode()
    assert files[0].headers["Content-Disposition"].startswith('attachment; filename="river-company-')


@pytest.mark.parametrize(("language", "mark"), [("en", "."), ("fr", ",")])
def test_a_file_has_the_digits_of_its_table(client: Client, mill: int, language: str, mark: str) -> None:
    base = f"/g/river/members/{mill}/charts/partners"
    lines = client.get(f"{base}.csv?{WEEK}&lang={language}").content.decode("utf-8-sig").splitlines()
    client.cookies["django_language"] = language
    text = client.get(f"{base}.html?{WEEK}").content.decode()
    separator = ";" if language == "fr" else ","
    for cell in lines[-1].split(separator)[1:]:
        whole, decimals = cell.split(mark)
        grouped = f"{int(whole):,}".replace(",", "\u202f" if language == "fr" else ",")
        assert f"<td>{grouped}{mark}{decimals}</td>" in text


def test_its_quarter_hours_read_back_in_without_change(client: Client, mill: int) -> None:
    body = client.get(f"/g/river/members/{mill}/charts/curve.csv?period=week&on=2025-10-20&lang=fr").content
    found = {
        one.direction: to_slots(one) for one in read_file(io.BytesIO(body), timezone=ZONE, file_name="c.csv").series
    }
    week = Timeline.from_days(date(2025, 10, 20), date(2025, 10, 27), ZONE)
    first = SPAN.slot_of(week.starts_at)
    for one in RIVER[0].series:
        np.testing.assert_array_equal(found[one.direction].energy_kwh, one.energy_kwh[first : first + week.slots])


def test_partners_add_up_to_what_is_received_and_given(client: Client, mill: int) -> None:
    values = values_of(client, mill, WEEK)
    assert {one["name"] for one in values["partners"]} <= {"Farm", "Forge"}
    assert sum(one["received_kwh"] for one in values["partners"]) == pytest.approx(
        sums(values, "received_kwh"), abs=0.05
    )
    assert sum(one["given_kwh"] for one in values["partners"]) == pytest.approx(sums(values, "given_kwh"), abs=0.05)


def test_it_buys_when_the_sun_is_gone(client: Client, mill: int) -> None:
    buying = values_of(client, mill, WEEK)["buying"]
    assert buying["rows"] == list(range(7))
    monday = buying["energy_kwh"][0]
    assert monday[12] == pytest.approx(0, abs=1e-6)
    assert monday[2] > 5
    week = sum(sum(row) for row in buying["energy_kwh"])
    assert week == pytest.approx(sums(values_of(client, mill, WEEK), "grid_import_kwh"), abs=0.05)


def test_its_day_is_compared_with_the_closest_profile(client: Client, mill: int) -> None:
    page = client.get(f"/g/river/members/{mill}/?{WEEK}&side=production")
    days = page.context["days"]
    assert (days.side, days.chosen.key) == ("production", "photovoltaic")
    assert [one.misplaced for one in days.choices] == sorted(one.misplaced for one in days.choices)
    assert days.measured.total_kwh == pytest.approx(float(np.nansum(days.expected_kwh * days.measured.days[:, None])))


def test_another_profile_can_be_chosen(client: Client, mill: int) -> None:
    days = client.get(f"/g/river/members/{mill}/?{WEEK}&profile=office").context["days"]
    assert (days.side, days.chosen.key) == ("consumption", "office")
    assert days.chosen.misplaced > days.choices[0].misplaced


def test_an_own_profile_is_offered_to_its_maker_until_it_is_shared(store: DatabaseStore, mill: int) -> None:
    manager, other = signed_in("m@example.org", role="manager"), signed_in("a@example.org", role="analyst")
    maker = User.objects.get(email="m@example.org")
    group = GroupRow.objects.get(slug="river")
    own = OwnProfile.objects.create(group=group, name="Mill by day", maker=maker, created_at=NOW)
    fields = {"values": [1.0] * 24}
    OwnProfileVersion.objects.create(
        profile=own, version=1, option="drawn", fields=fields, recorded_at=NOW, recorded_by="m"
    )
    path = f"/g/river/members/{mill}/?{WEEK}&profile=own-{own.pk}"
    assert manager.get(path).context["days"].chosen.label == "Mill by day"
    assert f"own-{own.pk}" not in {one.key for one in other.get(path).context["days"].choices}
    OwnProfile.objects.update(is_shared=True)
    assert other.get(path).context["days"].chosen.is_own


def test_estimated_days_are_not_compared(client: Client, store: DatabaseStore) -> None:
    total = AnnualTotal("consumption", "office", 20_000.0)
    bureau = store.add_company("river", NewMember("Bureau", annual_totals=(total,)), now=NOW, recorded_by="owner")
    answer = client.get(f"/g/river/members/{bureau}/?{WEEK}")
    assert answer.context["days"] is None
    assert "Nothing was measured in this period" in answer.content.decode()
    assert {run.mark for run in answer.context["strip"]} == {"estimated"}


def test_a_company_without_readings_is_told_what_to_do(client: Client, store: DatabaseStore) -> None:
    new = store.add_company("river", NewMember("New"), now=NOW, recorded_by="owner")
    page = client.get(f"/g/river/members/{new}/?{WEEK}").content.decode()
    assert "No readings for" in page
    assert f"data/import/?company={new}" in page


def test_the_strip_shows_the_gap(client: Client, store: DatabaseStore) -> None:
    holes = used(9, 1.0)
    first = SPAN.slot_of(datetime(2025, 6, 11, 0, tzinfo=UTC))
    holes[first : first + 13] = np.nan
    group = Group("Hole", ZONE, (Member("Hole", (series("consumption", holes),)), *RIVER))
    save_group(group, slug="hole", store=store, now=NOW, recorded_by="owner")
    number = store.company_id("hole", "Hole")
    answer = client.get(f"/g/hole/members/{number}/?{WEEK}")
    assert [run.mark for run in answer.context["strip"]] == ["measured", "missing", "measured"]
    table = client.get(f"/g/hole/members/{number}/charts/completeness.csv?{WEEK}&lang=en").content.decode()
    assert f"{100 * 13 / 96:.1f}" in table


def test_its_people_are_spoken_to(store: DatabaseStore, mill: int) -> None:
    Membership.objects.update(agreed_at=NOW)
    page = signed_in("v@example.org", company=mill).get(f"/g/river/members/{mill}/?{WEEK}").content.decode()
    assert "You covered" in page
    assert "Does my day follow my profile?" in page


def test_the_overview_leads_to_the_companies_that_may_be_opened(store: DatabaseStore, mill: int) -> None:
    Membership.objects.update(agreed_at=NOW, visibility="quarter_hour")
    farm = store.company_id("river", "Farm")
    member = signed_in("v@example.org", company=mill).get(f"/g/river/?{WEEK}").content.decode()
    assert f"/g/river/members/{mill}/?period=week" in member
    assert f"/g/river/members/{farm}/?period=week" not in member
    manager = signed_in("m@example.org", role="manager").get(f"/g/river/?{WEEK}").content.decode()
    assert f"/g/river/members/{farm}/?period=week" in manager


def test_a_member_sees_partners_as_far_as_they_agreed(store: DatabaseStore, mill: int) -> None:
    member = signed_in("v@example.org", company=mill)
    assert [one["name"] for one in values_of(member, mill, WEEK)["partners"]] == ["Other companies"]
    Membership.objects.filter(company__name="Farm").update(agreed_at=NOW, visibility="hourly")
    Membership.objects.filter(company__name="Forge").update(agreed_at=NOW)
    names = [one["name"] for one in values_of(member, mill, WEEK)["partners"]]
    assert names == ["Farm", "Other companies"]


@pytest.mark.parametrize("path", ["", "company.json", "charts/curve.html", "charts/curve.csv"])
def test_charlie_does_not_know_that_it_is_there(store: DatabaseStore, mill: int, path: str) -> None:
    farm = store.company_id("river", "Farm")
    User.objects.create_user("charlie@example.org")
    charlie = Client()
    charlie.force_login(
        User.objects.get(email="charlie@example.org"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    neighbour = signed_in("f@example.org", company=farm, role="editor")
    assert {one.get(f"/g/river/members/{mill}/{path}").status_code for one in (charlie, neighbour)} == {404}
    assert Client().get(f"/g/river/members/{mill}/{path}").status_code == 302


def test_a_company_of_another_group_is_not_there(client: Client, store: DatabaseStore, mill: int) -> None:
    save_group(Group("Lake", ZONE, RIVER[2:]), slug="lake", store=store, now=NOW, recorded_by="owner")
    assert client.get(f"/g/lake/members/{mill}/").status_code == 404
    assert client.get(f"/g/river/members/{mill}/charts/pie.csv").status_code == 404
    assert client.get(f"/g/river/members/{mill}/charts/curve.csv?lang=de").status_code == 404


def test_it_says_what_it_could_not_understand(client: Client, mill: int) -> None:
    page = client.get(f"/g/river/members/{mill}/?side=up&step=never").content.decode()
    assert "side=up" in page
    assert "step=never" in page


@pytest.mark.parametrize("members", [2, 14])
def test_it_answers_with_a_fixed_number_of_queries(
    store: DatabaseStore, members: int, django_assert_max_num_queries: Any
) -> None:
    many = tuple(Member(f"M{n}", RIVER[n % 2].series) for n in range(members))
    save_group(Group("Many", ZONE, many), slug="many", store=store, now=NOW, recorded_by="owner")
    number = store.company_id("many", "M0")
    total = AnnualTotal("production", "photovoltaic", 10_000.0)
    store.add_company("many", NewMember("Estimated", annual_totals=(total,)), now=NOW, recorded_by="owner")
    client = signed_in("v@example.org", company=number)
    for path in (f"/g/many/members/{number}/?{WEEK}", "/g/many/?period=month&on=2025-06-01"):
        with django_assert_max_num_queries(10):
            assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("own", "received", "expected"),
    [
        (34.6, 30.6, (65, 35, 30)),
        (34.9, 30.9, (66, 35, 31)),
        (34.4, 30.7, (65, 34, 31)),
        (0, 100, (100, 0, 100)),
        (0.2, 0.2, (0, 0, 0)),
    ],
)
def test_whole_percent_add_up(own: float, received: float, expected: tuple[int, int, int]) -> None:
    figures = CompanyFigures(100.0, 0.0, own, 100 - own, 0.0, received, 0.0, 0.0, 0.0, 0.0, 0.0, True, False)
    cover = figures.cover
    assert cover
    assert (cover.covered, cover.own, cover.group) == expected


def entered(email: str) -> str:
    """Return where somebody is led who asks for the site and signs in."""
    user = User.objects.get(email=email)
    user.set_password("a mill by the river")
    user.save()
    client = Client()
    door = client.get("/").headers["Location"]
    answer = client.post(door, {"login": email, "password": "a mill by the river"})
    return str(answer.headers["Location"])


def test_signing_in_leads_somebody_with_one_company_to_it(store: DatabaseStore, mill: int) -> None:
    signed_in("v@example.org", company=mill)
    signed_in("m@example.org", role="manager")
    signed_in("both@example.org", company=mill)
    CompanyRole.objects.create(
        user=User.objects.get(email="both@example.org"), company_id=store.company_id("river", "Farm"), role="viewer"
    )
    assert entered("v@example.org") == f"/g/river/members/{mill}/"
    assert entered("m@example.org") == entered("both@example.org") == "/"
