"""The comparison over the programming interface: the values of the page, as far as the caller sees."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from energy_synergy.web.db.stores import DatabaseStore
from tests.web.compare.conftest import DAY, JUNE, SHARED_KWH, lines
from tests.web.conftest import People

PATH = "/api/v1/groups/river/compare"


def told(client: Client, query: str = JUNE) -> dict[str, Any]:
    answer = client.get(f"{PATH}?{query}")
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_it_tells_the_values_of_the_page(market: DatabaseStore, people: People) -> None:
    found = told(people.manager, f"{JUNE}&key=pro_rata&price=mid_market_rate")
    (one,) = found["combinations"]
    assert (found["currency"], found["scheme"], one["shared_kwh"]) == ("EUR", None, SHARED_KWH)
    page = {row[0]: row for row in lines(people.manager, "companies", f"{JUNE}&show=pro_rata/mid_market_rate")[1:]}
    names = {bill["company_id"]: bill["name"] for bill in found["bills_alone"]}
    for company in one["companies"]:
        row = page[names[company["company_id"]]]
        assert [company["savings"], company["bill"]] == pytest.approx([float(row[5]), float(row[3])], abs=0.01)
    assert sum(company["savings"] for company in one["companies"]) == pytest.approx(one["total_gain"])
    assert (one["winners"], one["losers"]) == (3, 0)
    assert next(fair["measured"] for fair in one["fairness"]) == "savings"


def test_a_member_is_told_its_own_amounts_alone(market: DatabaseStore, people: People, mill: int) -> None:
    found = told(people.mill_viewer)
    assert [bill["company_id"] for bill in found["bills_alone"]] == [mill]
    assert found["is_coarse"] is True
    for one in found["combinations"]:
        assert [company["company_id"] for company in one["companies"]] == [mill]
        hidden = ("total_gain", "group_price_per_kwh", "willingness", "winners", "losers")
        assert {one[name] for name in hidden} == {None}
        assert one["fairness"] == []
    assert not any("0." in line["sentence"] for line in found["assumptions"])


def test_nothing_finer_than_a_month_is_told_of_a_small_group(market: DatabaseStore, people: People) -> None:
    answer = people.mill_viewer.get(f"{PATH}?{DAY}")
    assert (answer.status_code, answer.json()["code"]) == (403, "too_few_contributors")


def test_what_is_left_out_says_why(market: DatabaseStore, people: People) -> None:
    found = told(people.manager)
    assert [one["name"] for one in found["skipped"]] == ["spot_indexed"]
    assert {one["name"] for one in found["assumptions"]} >= {"static", "cascade", "fixed"}
    assert len(found["combinations"]) == 8 * 6
