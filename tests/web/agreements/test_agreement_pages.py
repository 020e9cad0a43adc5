"""The pages of agreements: drafted, tried out, published, ended and withdrawn."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from energy_synergy.ports import NewMember
from energy_synergy.tariffs.tariff import read_tariff
from energy_synergy.web.db.models import Agreement, AuditEntry, Company, Group, Membership
from energy_synergy.web.db.stores import DatabaseStore
from energy_synergy.web.db.tariffs import save_tariff
from tests.web.agreements.made import coming_agreement
from tests.web.conftest import NOW, People
from tests.web.wall.world import World, build

BASE = "/g/river/market/agreements/"
TOLD = {"title": "Ours", "key": "pro_rata", "rule": "mid_market_rate", "interval_minutes": "15"}


@pytest.fixture
def group(store: DatabaseStore) -> Group:
    return Group.objects.get(slug="river")


@pytest.fixture
def world(store: DatabaseStore, people: People, mill: int) -> World:
    """June 2025 of Mill, which only needs energy, and of Forge and Kiln, which both have some left."""
    built = build(store, people, mill)
    for company in Company.objects.filter(tariffs=None):
        tariff = read_tariff({"energy": 0.2, "feed_in": 0.05})
        save_tariff(company, tariff, now=NOW, recorded_by="owner")
    Agreement.objects.all().delete()
    return built


def numbers() -> list[int]:
    return list(Membership.objects.order_by("id").values_list("company_id", flat=True))


def shares(*percents: str, **more: str) -> dict[str, str]:
    told = {f"shares-{number}": percent for number, percent in zip(numbers(), percents, strict=True)}
    return {**TOLD, "key": "static", **told, **more}


def in_days(days: int) -> str:
    return (timezone.localdate() + timedelta(days)).isoformat()


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_it_shows_a_group_without_agreements_what_to_do(people: People) -> None:
    assert "No agreement yet" in text(people.manager.get(BASE))
    assert "Draft an agreement" not in text(people.mill_viewer.get(BASE))


def test_it_drafts_an_agreement_by_fixed_shares(people: People) -> None:
    answer = people.manager.post(f"{BASE}new/", shares("62,5", "37.5", first_on=in_days(10)))

    row = Agreement.objects.get()
    assert answer.headers["Location"] == f"{BASE}{row.pk}/"
    mill, forge = numbers()
    assert row.key["shares"] == {str(mill): 0.625, str(forge): 0.375}
    assert row.rule == {"name": "mid_market_rate"}
    assert AuditEntry.objects.filter(action="agreement.drafted").count() == 1


def test_it_refuses_shares_that_do_not_sum_to_a_hundred(people: People) -> None:
    answer = people.manager.post(f"{BASE}new/", shares("60", "30"))

    assert answer.status_code == 422
    assert "sum to 90 %, not to 100 %" in text(answer)
    assert not Agreement.objects.exists()


def test_it_proposes_equal_shares_that_sum_exactly(people: People, store: DatabaseStore) -> None:
    store.add_company("river", NewMember("Kiln"), now=NOW, recorded_by="owner")
    page = people.manager.get(f"{BASE}new/").content.decode()
    percents = re.findall(r'name="shares-\d+" value="([^"]+)"', page)

    assert percents == ["33.3334", "33.3333", "33.3333"]
    assert people.manager.post(f"{BASE}new/", shares(*percents)).status_code == 302


def test_it_asks_for_a_rank_of_every_company(people: People) -> None:
    mill, forge = numbers()
    told = {**TOLD, "key": "cascade", f"ranks-{mill}": "1"}

    assert "Give every company a rank" in text(people.manager.post(f"{BASE}new/", told))
    assert people.manager.post(f"{BASE}new/", {**told, f"ranks-{forge}": "2"}).status_code == 302
    assert Agreement.objects.get().key == {"name": "cascade", "ranks": {str(mill): 1, str(forge): 2}}


def test_it_lets_the_surplus_of_a_company_go_first(people: People) -> None:
    mill, forge = numbers()
    ranks = {f"giving_ranks-{mill}": "2", f"giving_ranks-{forge}": "1"}

    people.manager.post(f"{BASE}new/", {**TOLD, **ranks})
    people.manager.post(f"{BASE}new/", {**TOLD, **ranks, "gives_first": "on"})

    without, with_ranks = Agreement.objects.order_by("pk")
    assert "giving_ranks" not in without.key
    assert with_ranks.key["giving_ranks"] == {str(mill): 2, str(forge): 1}


def test_it_takes_the_settings_of_a_price(people: People) -> None:
    people.manager.post(f"{BASE}new/", {**TOLD, "rule": "fixed", "pricing-fixed-price_per_kwh": "0,115"})
    answer = people.manager.post(f"{BASE}new/", {**TOLD, "rule": "k_split", "pricing-k_split-k": "2"})

    assert Agreement.objects.get().rule == {"name": "fixed", "price_per_kwh": 0.115}
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("member;share\nMill;70\nForge;30\n", "static"),
        ("producer;Mill;Forge\nForge;1;0\n", "full_dynamic"),
        ("time;Mill;Forge\n" + "".join(f"{hour:02}:00;0.5;0.5\n" for hour in range(24)), "slot_shares"),
    ],
)
def test_it_takes_a_key_from_a_file(people: People, content: str, key: str) -> None:
    file = SimpleUploadedFile("key.csv", content.encode())
    told = {**TOLD, "key": "file", "file": file, "first_on": "2026-12-01", "last_on": "2026-12-31"}

    assert people.manager.post(f"{BASE}new/", told).status_code == 302
    row = Agreement.objects.get()
    assert row.key["name"] == key
    assert people.manager.get(f"{BASE}{row.pk}/").status_code == 200
    again = {**TOLD, "key": "stored", "title": "Renamed", "first_on": "2026-12-01", "last_on": "2026-12-31"}
    if key != "static":
        assert people.manager.post(f"{BASE}{row.pk}/edit/", again).status_code == 302
        assert Agreement.objects.get().title == "Renamed"


def test_it_says_on_which_line_of_a_file_something_is_wrong(people: People) -> None:
    file = SimpleUploadedFile("key.csv", b"member;share\nMill;70\nNobody;30\n")
    answer = people.manager.post(f"{BASE}new/", {**TOLD, "key": "file", "file": file})

    assert answer.status_code == 422
    assert "Line 3" in text(answer)


def test_it_needs_a_first_day_for_the_coefficients_of_one_day(people: People) -> None:
    rows = "".join(f"{hour:02}:00;0.5;0.5\n" for hour in range(24))
    file = SimpleUploadedFile("key.csv", f"time;Mill;Forge\n{rows}".encode())

    assert "on which day the agreement begins" in text(
        people.manager.post(f"{BASE}new/", {**TOLD, "key": "file", "file": file})
    )


def test_it_hides_drafts_from_members_and_shows_what_comes(people: People, group: Group) -> None:
    coming_agreement(group)
    people.manager.post(f"{BASE}new/", {**TOLD, "title": "Secret plan"})

    shown, known = text(people.mill_viewer.get(BASE)), text(people.analyst.get(BASE))

    assert "Coming" in shown
    assert "1 January 2199" in shown
    assert "Secret plan" not in shown
    assert "Secret plan" in known


def test_it_publishes_what_was_shown_and_tells_the_members(people: People) -> None:
    people.manager.post(f"{BASE}new/", {**TOLD, "first_on": in_days(0)})
    row = Agreement.objects.get()
    page = people.manager.get(f"{BASE}{row.pk}/publish/").content.decode()
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen

    people.manager.post(f"{BASE}{row.pk}/edit/", {**TOLD, "title": "Changed", "first_on": in_days(0)})
    stale = people.manager.post(f"{BASE}{row.pk}/publish/", {"seen": seen[1]})
    assert "was changed meanwhile" in text(stale)
    assert people.manager.post(f"{BASE}{row.pk}/publish/", {}).status_code == 302
    assert "<b>Changed</b> is in force" in text(people.mill_viewer.get(BASE))
    (entry,) = AuditEntry.objects.filter(action="agreement.published")
    assert entry.details["title"] == "Changed"


def test_it_asks_to_confirm_what_does_not_fit_the_scheme(people: People, group: Group) -> None:
    Group.objects.update(scheme="it_cer")
    people.manager.post(f"{BASE}new/", {**TOLD, "key": "equal", "first_on": in_days(1)})
    number = Agreement.objects.get().pk

    refused = people.manager.post(f"{BASE}{number}/publish/", {})
    assert refused.status_code == 422
    assert "60 minutes" in text(refused)
    assert people.manager.post(f"{BASE}{number}/publish/", {"all_the_same": "on"}).status_code == 302


def test_it_ends_and_withdraws(people: People, group: Group) -> None:
    coming = coming_agreement(group)
    refused = people.manager.post(f"{BASE}{coming.pk}/end/", {"last_on": "2198-01-01"})
    assert refused.status_code == 422
    assert people.manager.post(f"{BASE}{coming.pk}/end/", {"last_on": "2199-03-31"}).status_code == 302
    coming.refresh_from_db()
    assert coming.active_to == date(2199, 4, 1)

    people.manager.post(f"{BASE}{coming.pk}/withdraw/")

    assert Agreement.objects.get().state == "withdrawn"
    assert people.mill_viewer.get(f"{BASE}{coming.pk}/").status_code == 404


def test_it_tells_what_it_would_have_brought_each_member(world: World) -> None:
    manager = world.client("manager")
    manager.post(f"{BASE}new/", {**TOLD, "first_on": in_days(0)})
    row = Agreement.objects.get()
    found = manager.get(f"/api/v1/groups/river/agreements/{row.pk}/brings").json()

    assert [one["company"] for one in found["lines"]] == ["Mill", "Forge", "Kiln"]
    assert min(one["saves"] for one in found["lines"]) >= 0
    assert sum(one["saves"] for one in found["lines"]) == pytest.approx(found["total"])
    assert sum(one["paid"] - one["earned"] for one in found["lines"]) == pytest.approx(0, abs=1e-9)
    assert "Together they gain" in text(manager.get(f"{BASE}{row.pk}/brings/"))


def test_it_tells_a_member_its_own_euros_alone(world: World) -> None:
    world.client("manager").post(f"{BASE}new/", {**TOLD, "first_on": in_days(0)})
    row = Agreement.objects.get()
    world.client("manager").post(f"{BASE}{row.pk}/publish/", {"all_the_same": "on"})

    found = world.client("mill_viewer").get(f"/api/v1/groups/river/agreements/{row.pk}/brings").json()

    assert [one["company"] for one in found["lines"]] == ["Mill"]
    assert found["total"] is None
    assert found["notes"] == []


def test_it_tries_a_draft_out_without_saving_it(world: World) -> None:
    manager = world.client("manager")
    shown = text(manager.post(f"{BASE}check/", {**TOLD, "title": ""}))

    assert "With the readings of these months" in shown
    assert not Agreement.objects.exists()
    assert "sum to" in text(manager.post(f"{BASE}check/", shares("50", "10", "10")))


def test_it_names_no_hidden_company_to_a_member(world: World) -> None:
    manager = world.client("manager")
    manager.post(f"{BASE}new/", shares("20", "37.731", "42.269", first_on=in_days(1)))
    row = Agreement.objects.get()
    manager.post(f"{BASE}{row.pk}/publish/", {"all_the_same": "on"})

    shown = text(world.client("mill_viewer").get(f"{BASE}{row.pk}/"))

    assert "Other companies" in shown
    assert "80 %" in shown
    assert "37.731" not in shown
    assert "Forge" not in shown


@pytest.mark.parametrize("count", [2, 9])
def test_more_agreements_and_companies_need_no_more_queries(
    people: People, store: DatabaseStore, group: Group, count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(count):
        people.manager.post(f"{BASE}new/", {**TOLD, "title": f"Draft {number}", "first_on": in_days(5)})
        store.add_company("river", NewMember(f"M{number}"), now=NOW, recorded_by="owner")
    number = Agreement.objects.first().pk  # type: ignore[union-attr]
    for path in ("", "new/", f"{number}/", f"{number}/edit/", f"{number}/brings/", f"{number}/publish/"):
        with django_assert_max_num_queries(10):
            assert people.manager.get(f"{BASE}{path}").status_code == 200, path


def test_it_says_on_the_pages_of_energy_by_which_agreement_it_is_shared(world: World) -> None:
    manager, june = world.client("manager"), "period=month&on=2025-06-01"
    assert "Shared by the agreement" not in text(manager.get(f"/g/river/?{june}"))
    manager.post(f"{BASE}new/", shares("100", "0", "0", first_on="2025-01-01"))
    row = Agreement.objects.get()
    before = manager.get(f"/api/v1/groups/river/flows?{june}").json()
    manager.post(f"{BASE}{row.pk}/publish/", {"all_the_same": "on"})

    after = manager.get(f"/api/v1/groups/river/flows?{june}").json()

    for path in ("", "balance/", f"members/{numbers()[0]}/"):
        assert f'{BASE}{row.pk}/">Ours</a>: Fixed shares.' in text(manager.get(f"/g/river/{path}?{june}"))
    assert before != after
    (told,) = manager.get(f"/api/v1/groups/river/overview?{june}").json()["shared_by"]
    assert (told["agreement_id"], told["first_on"], told["last_on"]) == (row.pk, "2025-06-01", "2025-06-30")


def test_a_stranger_learns_nothing(people: People, group: Group) -> None:
    row = coming_agreement(group)

    assert people.stranger.get(f"{BASE}{row.pk}/").status_code == 404
    assert Client().get(f"{BASE}{row.pk}/").status_code == 302
