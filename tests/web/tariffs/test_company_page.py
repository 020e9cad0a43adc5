"""The page of a company's tariffs, its form, and what changes a tariff."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from energy_synergy.web.db.models import AuditEntry, Company, CompanyTariff, Membership, TariffTemplate
from energy_synergy.web.db.tariffs import load_tariffs
from tests.web.conftest import People
from tests.web.tariffs.conftest import Give

FLAT = {"title": "New", "currency": "EUR", "energy-kind": "flat", "energy-price": "0.2"}


def page(company: Company, tail: str = "") -> str:
    return f"/g/river/members/{company.pk}/tariffs/{tail}"


def held(company: Company) -> Any:
    return load_tariffs([company.pk]).get(company.pk, ())


def test_it_shows_what_holds_today_and_what_is_wrong(people: People, company: Company, give: Give) -> None:
    give(company, title="Old", active_to="2024-01-01")
    give(company, title="Now", active_from="2024-06-01")
    text = people.mill_viewer.get(page(company)).content.decode()
    assert "Today holds Now." in text
    assert "Mill has no tariff in" in text
    assert "1 January – 31 May 2024" in text or "January" not in text


def test_it_shows_a_company_without_any(people: People, company: Company) -> None:
    text = people.mill_editor.get(page(company)).content.decode()
    assert "No tariff holds today" in text
    assert "Mill has no tariff. It takes no part in the market." in text


def test_it_takes_few_queries(
    people: People, company: Company, give: Give, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for year in range(2015, 2026):
        give(company, active_from=f"{year}-01-01", active_to=f"{year + 1}-01-01")
    people.mill_editor.get(page(company))
    with django_assert_max_num_queries(10):
        assert people.mill_editor.get(page(company)).status_code == 200


def test_others_do_not_see_it(people: People, company: Company, give: Give) -> None:
    give(company)
    for tail in ("", "prices.csv", "prices.html", "new/"):
        assert people.forge_editor.get(page(company, tail)).status_code == 404
        assert people.stranger.get(page(company, tail)).status_code == 404


def test_it_ends_and_goes(people: People, company: Company, give: Give) -> None:
    row = give(company)
    assert people.mill_editor.post(page(company, f"{row.pk}/end/"), {"last_on": "2026-06-30"}).status_code == 302
    (ended,) = CompanyTariff.objects.filter(replaced_at=None)
    assert ended.active_to == date(2026, 7, 1)
    people.mill_editor.post(page(company, f"{ended.pk}/remove/"))
    assert held(company) == ()
    assert list(
        AuditEntry.objects.filter(action__startswith="tariff").values_list("action", flat=True).order_by("pk")
    ) == [
        "tariff.ended",
        "tariff.removed",
    ]


def test_an_end_before_the_start_is_refused(people: People, company: Company, give: Give) -> None:
    row = give(company, active_from="2026-01-01")
    answer = people.mill_editor.post(page(company, f"{row.pk}/end/"), {"last_on": "2025-06-30"}, follow=True)
    assert "Choose a later day, or remove the tariff." in answer.content.decode()
    assert held(company)[0].active_to is None


def test_one_that_was_changed_meanwhile_is_gone(people: People, company: Company, give: Give) -> None:
    row = give(company)
    people.mill_editor.post(page(company, f"{row.pk}/remove/"))
    assert people.mill_editor.get(page(company, f"{row.pk}/")).status_code == 404
    assert people.mill_editor.post(page(company, f"{row.pk}/end/"), {"last_on": "2026-06-30"}).status_code == 404


def test_a_company_keeps_its_tariff_as_a_template(people: People, company: Company, give: Give) -> None:
    row = give(company, active_from="2026-01-01")
    assert people.mill_editor.post(page(company, f"{row.pk}/keep/")).status_code == 302
    template = TariffTemplate.objects.get()
    assert (template.title, template.body["energy"]["price_per_kwh"]) == ("Plain", 0.2)
    assert "active_from" not in template.body
    answer = people.mill_editor.post(page(company, f"{row.pk}/keep/"), follow=True)
    assert "has a template Plain already" in answer.content.decode()


def test_a_manager_does_not_show_the_prices_of_a_company_with_an_account(
    people: People, company: Company, give: Give
) -> None:
    row = give(company)
    people.manager.post(page(company, f"{row.pk}/keep/"))
    assert not TariffTemplate.objects.exists()


def test_what_a_company_pays_after_it_left_is_not_shown(people: People, company: Company, give: Give) -> None:
    give(company, title="Before")
    Membership.objects.filter(company=company).update(active_to=timezone.now() - timedelta(days=1))
    save = CompanyTariff.objects.get()
    save.replaced_at = timezone.now()
    save.save()
    CompanyTariff.objects.create(
        company=company,
        title="After",
        body={**save.body, "title": "After"},
        recorded_at=timezone.now(),
        recorded_by="x",
    )
    text = people.analyst.get(page(company)).content.decode()
    assert "Before" in text
    assert "After" not in text.replace("After that", "")
    assert people.manager.post(page(company, "new/"), FLAT).status_code == 403


def test_the_prices_are_a_table_and_a_file(people: People, company: Company, give: Give) -> None:
    give(
        company,
        energy={
            "name": "time_of_use",
            "bands": [{"price_per_kwh": 0.1, "times": ["22:00-06:00"]}],
            "other_price_per_kwh": 0.3,
        },
    )
    query = "?period=day&on=2026-02-02"
    text = people.mill_viewer.get(page(company, f"prices.html{query}")).content.decode()
    assert text.count("<tr>") == 1 + 3
    lines = people.mill_viewer.get(page(company, f"prices.csv{query}")).content.decode("utf-8-sig").splitlines()
    assert lines[0] == (
        "From,Buying from the grid (EUR/kWh),Feeding into the grid (EUR/kWh),"
        "Ceiling in the group (EUR/kWh),Floor in the group (EUR/kWh)"
    )
    assert lines[1] == "2026-02-02T00:00:00+01:00,0.15000,0.06000,0.10000,0.06000"
    assert lines[2] == "2026-02-02T06:00:00+01:00,0.35000,0.06000,0.30000,0.06000"


@pytest.mark.parametrize("query", ["?on=never", "?on=0001-01-01", "?on=9999-12-31", "?period=year&on=2026-01-01"])
def test_a_day_that_is_none_shows_this_week(people: People, company: Company, query: str) -> None:
    assert people.mill_viewer.get(page(company, query)).status_code == 200


def test_an_archived_group_changes_nothing(people: People, company: Company, give: Give, client: Client) -> None:
    row = give(company)
    people.manager.post("/g/river/archive/")
    assert people.mill_editor.post(page(company, f"{row.pk}/remove/")).status_code == 403
    assert people.mill_editor.get(page(company)).status_code == 200
