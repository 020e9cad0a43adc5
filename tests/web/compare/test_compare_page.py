"""The page that compares keys and prices: what it shows to whom, its files, and the draft it makes."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from energy_synergy.web.db.models import Agreement, AuditEntry, Company, CompanyRole, Group, Membership, User
from energy_synergy.web.db.stores import DatabaseStore
from tests.web.compare.conftest import DAY, JUNE, PAGE, SHARED_KWH, bring, lines
from tests.web.conftest import NOW, People


def shown(client: Client, query: str = JUNE) -> str:
    answer = client.get(f"{PAGE}?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_works(market: DatabaseStore, people: People) -> None:
    text = shown(people.manager)
    assert "Which sharing key and which price suit the group?" in text
    assert "Who wins, and who loses?" in text
    assert "Make a draft agreement" in text
    assert "It needs day-ahead prices" in text


def test_a_group_without_companies_or_readings_is_told_what_to_do_first(
    store: DatabaseStore, people: People, mill: int
) -> None:
    text = shown(people.manager)
    assert "No company has readings yet." in text
    assert "Go to the last readings" not in text
    Membership.objects.all().delete()
    assert "This group has no company yet." in shown(people.manager)


def test_it_calls_a_moved_price_by_its_label(market: DatabaseStore, people: People) -> None:
    text = shown(people.manager, f"{JUNE}&price_per_kwh=0.01")
    assert "Fixed price: in " in text


def test_the_amounts_are_those_of_the_tariffs(market: DatabaseStore, people: People) -> None:
    rows = {tuple(row[:2]): row for row in lines(people.manager, "combinations")[1:]}
    pro_rata = rows["In proportion to need", "Mid-market rate"]
    gain = SHARED_KWH * (0.20 - 0.08) + SHARED_KWH * 2 / 3 * 0.02
    assert float(pro_rata[3]) == SHARED_KWH
    assert float(pro_rata[4]) == pytest.approx(gain, abs=0.01)
    # All pay one price, the middle of the narrowest window; Kiln keeps what it pays more alone.
    found = {row[0]: row for row in lines(people.manager, "companies", f"{JUNE}&show=pro_rata/mid_market_rate")[1:]}
    mill = 30 * 96
    assert float(found["Mill"][1]) == pytest.approx(mill * 0.30 + 30)
    assert float(found["Mill"][5]) == pytest.approx(mill * 0.06)
    assert float(found["Mill"][3]) == pytest.approx(mill * 0.30 + 30 - mill * 0.06)
    assert sum(float(row[5]) for row in found.values()) == pytest.approx(gain, abs=0.02)


def test_it_asks_few_questions_of_the_store(
    market: DatabaseStore, people: People, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    shown(people.manager)
    with django_assert_max_num_queries(10):
        shown(people.manager)
    Group.objects.update(scheme="fr_acc_extended", price_area="FR")
    with django_assert_max_num_queries(13):
        shown(people.manager)


def test_a_filter_narrows_the_rows_and_a_row_can_be_chosen(market: DatabaseStore, people: People) -> None:
    query = f"{JUNE}&key=equal&price=k_split&show=equal/k_split"
    assert [row[:2] for row in lines(people.manager, "combinations", query)[1:]] == [
        ["Equal parts", "Split of the gain"]
    ]
    assert "Equal parts, Split of the gain." in shown(people.manager, query)


def test_companies_may_be_held_against_another_combination(market: DatabaseStore, people: People) -> None:
    query = f"{JUNE}&show=pro_rata/k_split&against=pro_rata/supply_demand_ratio"
    found = {row[0]: float(row[5]) for row in lines(people.manager, "companies", query)[1:]}
    assert found["Forge"] > 0 > found["Mill"]
    assert "worse off than with In proportion to need, Supply-demand ratio" in shown(people.manager, query)


def test_a_price_may_be_tried_by_who_sees_all(market: DatabaseStore, people: People) -> None:
    query = f"{JUNE}&show=pro_rata/k_split&k=0.25"
    mill = {row[0]: float(row[5]) for row in lines(people.manager, "companies", query)[1:]}["Mill"]
    assert mill == pytest.approx(30 * 96 * 0.12 * 0.75)
    assert "cannot be tried" in shown(people.manager, f"{JUNE}&k=3")


def test_a_member_sees_its_own_amounts_alone(market: DatabaseStore, people: People) -> None:
    text = shown(people.mill_viewer)
    assert "What does it change for your company?" in text
    assert "Forge" not in text
    assert "Kiln" not in text
    assert "Make a draft agreement" not in text
    assert [row[0] for row in lines(people.mill_viewer, "companies")[1:]] == ["Mill"]
    head = lines(people.mill_viewer, "combinations")[0]
    assert "Gain of Mill (EUR)" in head
    assert not any("Jain" in column or "Winners" in column for column in head)


def test_a_member_cannot_sound_out_prices_of_others(market: DatabaseStore, people: People) -> None:
    query = f"{JUNE}&show=pro_rata/k_split"
    usual = lines(people.mill_viewer, "companies", query)
    assert lines(people.mill_viewer, "companies", f"{query}&k=0") == usual


def test_the_gain_of_a_small_group_is_kept_from_members(market: DatabaseStore, people: People) -> None:
    """Fewer than three companies stand behind its production: the gain less its own is what one other gains."""
    head, first = lines(people.mill_viewer, "combinations")[:2]
    place = head.index("Gain of the group (EUR)")
    assert (first[place], first[place + 1]) == ("", "")
    answer = people.mill_viewer.get(f"{PAGE}?{DAY}")
    assert answer.status_code == 302


def test_the_gain_of_a_group_that_agreed_is_told(market: DatabaseStore, people: People) -> None:
    Membership.objects.update(agreed_at=NOW)
    head, first = lines(people.mill_viewer, "combinations", DAY)[:2]
    assert float(first[head.index("Gain of the group (EUR)")]) > 0


def test_who_has_no_tariff_takes_no_part_and_reads_why(market: DatabaseStore, people: People) -> None:
    Company.objects.get(name="Mill").tariffs.all().delete()
    text = shown(people.manager)
    assert "takes no part" in text
    assert "Mill has no tariff" in text
    assert "its tariff is not known" in shown(people.mill_viewer)
    assert "Mill has no tariff" not in shown(people.forge_editor)


def test_a_group_without_tariffs_is_told_what_lacks(store: DatabaseStore, people: People, mill: int) -> None:
    bring(store, mill, "consumption", 1)
    text = shown(people.manager)
    assert "nothing can change hands" in text
    assert "Mill has no tariff" in text


def test_the_workbook_holds_both_tables(market: DatabaseStore, people: People) -> None:
    book = openpyxl.load_workbook(BytesIO(people.manager.get(f"{PAGE}comparison.xlsx?{JUNE}").content))
    assert book.sheetnames == ["Summary", "Comparison", "Companies"]
    assert book["Comparison"].max_row == 1 + 8 * 6
    assert {row[0].value for row in book["Companies"].iter_rows(min_row=2)} >= {"Mill", "Forge", "Kiln"}


def test_one_click_makes_a_draft(market: DatabaseStore, people: People, mill: int) -> None:
    answer = people.manager.post(f"{PAGE}draft/?{JUNE}", {"combination": "static/k_split"})
    draft = Agreement.objects.get()
    assert answer["Location"] == f"/g/river/market/agreements/{draft.pk}/"
    assert draft.state == "draft"
    assert draft.rule == {"name": "k_split", "k": 0.5}
    assert draft.key["shares"][str(mill)] == pytest.approx(1 / 3)
    assert AuditEntry.objects.get(action="agreement.drafted").details["title"] == draft.title


def test_shares_of_past_slots_are_no_agreement(market: DatabaseStore, people: People) -> None:
    for name in ("slot_shares/k_split", "nothing/k_split"):
        assert people.manager.post(f"{PAGE}draft/?{JUNE}", {"combination": name}, follow=True).status_code == 200
    assert not Agreement.objects.exists()


def test_only_who_manages_the_group_makes_drafts(market: DatabaseStore, people: People) -> None:
    assert people.analyst.post(f"{PAGE}draft/?{JUNE}", {"combination": "equal/k_split"}).status_code == 403
    assert people.analyst.get(f"{PAGE}draft/").status_code == 405
    assert not Agreement.objects.exists()


def test_the_scheme_says_which_keys_it_admits(market: DatabaseStore, people: People) -> None:
    Group.objects.update(scheme="es_collective")
    assert "not in the scheme" in shown(people.manager)


def test_a_scheme_by_the_hour_shares_by_the_hour(market: DatabaseStore, people: People) -> None:
    before = lines(people.manager, "combinations")[1]
    Group.objects.update(scheme="it_cer")
    assert lines(people.manager, "combinations")[1][3] == before[3]


def test_two_companies_of_one_person_are_both_told(market: DatabaseStore, people: People) -> None:
    viewer, kiln = User.objects.get(email="mill_viewer@example.org"), Company.objects.get(name="Kiln")
    CompanyRole.objects.create(company=kiln, user=viewer, role="viewer")
    assert [row[0] for row in lines(people.mill_viewer, "companies")[1:]] == ["Kiln", "Mill"]


def test_companies_may_be_held_against_the_agreement_in_force(market: DatabaseStore, people: People) -> None:
    assert "the agreement in force" not in shown(people.manager)
    told = {"key": {"name": "equal"}, "rule": {"name": "k_split", "k": 0.5}, "active_from": date(2025, 1, 1)}
    Agreement.objects.create(
        group=Group.objects.get(slug="river"), title="Ours", state="published", drafted_at=NOW, published_at=NOW, **told
    )
    assert "the agreement in force" in shown(people.manager)
    query = f"{JUNE}&show=pro_rata/k_split&against=agreed"
    found = {row[0]: float(row[5]) for row in lines(people.manager, "companies", query)[1:]}
    assert found == pytest.approx({"Mill": 0, "Forge": 0, "Kiln": 0}, abs=0.005)
    assert "the same" in shown(people.manager, query)


def test_it_begins_with_a_key_that_the_scheme_admits(market: DatabaseStore, people: People) -> None:
    Group.objects.update(scheme="at_beg", country="AT")
    chosen = shown(people.manager)
    assert any(f"<b>{label}</b>" in chosen for label in ("In proportion to need", "Fixed shares"))
