"""The page of a group's tariffs, its templates, and tariffs as a file."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from energy_synergy.web.db.models import AuditEntry, Company, Group, Membership, TariffTemplate
from energy_synergy.web.db.tariffs import load_tariffs
from tests.web.conftest import People
from tests.web.tariffs.conftest import Give

PAGE, UPLOAD = "/g/river/market/tariffs/", "/g/river/market/tariffs/upload/"
HEAD = "company;title;first_day;part;kind;price\n"


def held(company: Company) -> Any:
    return load_tariffs([company.pk]).get(company.pk, ())


def test_it_says_who_lacks_a_tariff(people: People, company: Company, give: Give) -> None:
    give(company)
    text = people.analyst.get(PAGE).content.decode()
    assert "1 company takes no part in the market" in text
    assert text.count("no tariff today") == 1
    assert "0.05 + 0.00" in text


def test_everybody_has_one(people: People, company: Company, forge: Company, give: Give) -> None:
    give(company)
    give(forge)
    assert "Yes: the market can price everybody." in people.manager.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"currency": "CHF"}, "another one than the group"),
        ({"active_to": "2020-01-01"}, "one held before or comes later"),
    ],
)
def test_it_says_what_the_market_cannot_use(
    people: People, company: Company, give: Give, told: dict[str, Any], words: str
) -> None:
    give(company, **told)
    assert words in people.manager.get(PAGE).content.decode()


def test_two_at_once_are_told(people: People, company: Company, give: Give) -> None:
    give(company)
    give(company)
    assert "two at once" in people.manager.get(PAGE).content.decode()


def test_a_company_sees_its_own_alone(people: People, company: Company, forge: Company, give: Give) -> None:
    give(company, title="Of Mill")
    give(forge, title="Secret", energy=0.17319)
    for client in (people.mill_editor, people.mill_viewer):
        text = client.get(PAGE).content.decode() + client.get(PAGE + "tariffs.csv").content.decode()
        assert "Of Mill" in text
        assert "Secret" not in text
        assert "0.17319" not in text


def test_it_takes_few_queries(
    people: People, company: Company, forge: Company, give: Give, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    give(company)
    give(forge)
    people.mill_editor.get(PAGE)
    with django_assert_max_num_queries(10):
        assert people.mill_editor.get(PAGE).status_code == 200


def test_a_company_that_left_is_gone_from_it(people: People, forge: Company, give: Give) -> None:
    give(forge, title="Secret")
    Membership.objects.filter(company=forge).update(active_to=timezone.now() - timedelta(days=1))
    text = people.manager.get(PAGE).content.decode() + people.manager.get(PAGE + "tariffs.csv").content.decode()
    assert "Secret" not in text


def test_an_example_is_given_to_companies_from_a_day(
    people: People, company: Company, forge: Company, give: Give
) -> None:
    give(company, title="Old")
    told = {"template": "example:flat_sme", "companies": [company.pk, forge.pk], "first_on": "2026-01-01"}
    answer = people.manager.post(PAGE + "apply/", told, follow=True)
    assert "2 companies have the tariff." in answer.content.decode()
    assert [(one.title, one.active_to) for one in held(company)] == [
        ("Old", date(2026, 1, 1)),
        ("One price, with a feed-in price", None),
    ]
    assert len(held(forge)) == 1
    assert AuditEntry.objects.filter(action="tariff.added").count() == 2
    people.manager.post(PAGE + "apply/", told)
    assert AuditEntry.objects.filter(action="tariff.added").count() == 2


def test_an_example_is_in_the_currency_of_the_group(people: People, company: Company) -> None:
    Group.objects.filter(slug="river").update(currency="CHF")
    people.manager.post(PAGE + "apply/", {"template": "example:flat_sme", "companies": [company.pk]})
    assert held(company)[0].currency == "CHF"


@pytest.mark.parametrize(
    "change",
    [{"companies": []}, {"template": "example:none"}, {"template": ""}, {"first_on": "soon"}, {"companies": [0]}],
)
def test_what_cannot_be_given_is_refused(people: People, company: Company, change: dict[str, Any]) -> None:
    told = {"template": "example:flat_sme", "companies": [company.pk], "first_on": "2026-01-01"} | change
    assert people.manager.post(PAGE + "apply/", told).status_code == 422
    assert held(company) == ()


def test_an_editor_gives_it_to_nobody_else(people: People, forge: Company) -> None:
    told = {"template": "example:flat_sme", "companies": [forge.pk]}
    assert people.mill_editor.post(PAGE + "apply/", told).status_code == 422
    assert held(forge) == ()


def test_a_template_of_another_group_is_none(people: People, company: Company) -> None:
    lake = Group.objects.create(slug="lake", name="Lake", timezone="Europe/Paris", created_at=timezone.now())
    row = TariffTemplate.objects.create(
        group=lake, title="Theirs", body={"energy": 0.2}, recorded_at=timezone.now(), recorded_by="x"
    )
    told = {"template": f"template:{row.pk}", "companies": [company.pk]}
    assert people.manager.post(PAGE + "apply/", told).status_code == 422
    assert people.manager.post(PAGE + f"templates/{row.pk}/remove/").status_code == 404
    assert "Theirs" not in people.manager.get(PAGE).content.decode()


def test_a_template_goes_and_its_tariffs_stay(people: People, company: Company, give: Give) -> None:
    row = give(company)
    people.mill_editor.post(f"/g/river/members/{company.pk}/tariffs/{row.pk}/keep/")
    template = TariffTemplate.objects.get()
    people.manager.post(PAGE + f"templates/{template.pk}/remove/")
    assert not TariffTemplate.objects.exists()
    assert len(held(company)) == 1


def test_a_file_is_looked_at_before_anything_is_saved(people: People, company: Company, give: Give) -> None:
    give(company, title="Old")
    content = HEAD + "Mill;New;2026-01-01;energy;flat;0,18\nForge;New;2026-01-01;feed_in;flat;0,07\n"
    file = SimpleUploadedFile("tariffs.csv", content.encode("cp1252"))
    answer = people.manager.post(UPLOAD, {"file": file})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "2 tariffs will be saved." in text
    assert "ends or shortens Old" in text
    assert [one.title for one in held(company)] == ["Old"]
    sent = {"content": answer.context["content"], "act": "save"}
    assert people.manager.post(UPLOAD, sent).status_code == 302
    assert [one.title for one in held(company)] == ["Old", "New"]


def test_what_is_wrong_in_a_file_is_told_and_nothing_saved(people: People, company: Company) -> None:
    content = HEAD + "Mill;;;energy;flat;cheap\nMoulin;;;energy;flat;0,2\nMill;;;levies;flat;0,2\n"
    answer = people.manager.post(UPLOAD, {"content": content, "act": "save"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Line 2, column price: cheap is not a number." in text
    assert "Line 3, column company: Moulin is no company of the group whose tariffs you may change." in text
    assert held(company) == ()


def test_an_editor_brings_in_nothing_for_others(people: People, forge: Company) -> None:
    answer = people.mill_editor.post(UPLOAD, {"content": HEAD + "Forge;;;energy;flat;0,2\n", "act": "save"})
    assert answer.status_code == 422
    assert held(forge) == ()


@pytest.mark.parametrize(
    "told", [{}, {"content": "  "}, {"content": "x"}, {"file": SimpleUploadedFile("a.csv", b"\0\0")}]
)
def test_what_is_no_file_is_told(people: People, company: Company, told: dict[str, Any]) -> None:
    assert people.manager.post(UPLOAD, told).status_code == 422
    assert people.manager.get(UPLOAD).status_code == 200


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_present_tariffs_come_back_in_as_they_are(
    people: People, company: Company, give: Give, language: str
) -> None:
    give(
        company,
        active_to="2199-01-01",
        energy={
            "name": "time_of_use",
            "bands": [{"price_per_kwh": 0.1234, "weekdays": [0, 1]}],
            "other_price_per_kwh": 0.2,
        },
    )
    give(company, title="-5 %", active_from="2199-01-01")
    spoken = {"Accept-Language": language}
    with override("en"):
        file = people.manager.get(PAGE + "tariffs.csv", headers=spoken)
        answer = people.manager.post(UPLOAD, {"file": SimpleUploadedFile("t.csv", file.content)}, headers=spoken)
    plan = answer.context["plan"]
    assert [one.fate for one in plan.planned] == ["same", "same"]
    assert plan.findings == ()
    assert people.manager.get(PAGE + "empty.csv").content.decode("utf-8-sig").startswith("company")
