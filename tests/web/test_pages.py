"""Pages answer, in both languages, with few queries, and without anything a policy would block."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from energy_synergy.web.db.models import Company, Group
from energy_synergy.web.db.stores import DatabaseStore
from energy_synergy.web.pages.about import views as about_views

PAGES = ["/", "/about/", "/groups/new/", "/g/river/data/", "/g/river/data/import/", "/g/river/delete/"]


@pytest.mark.parametrize("url", PAGES)
def test_it_answers_with_few_queries(
    client: Client, store: DatabaseStore, url: str, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("url", PAGES)
def test_it_holds_no_inline_script_or_style(client: Client, store: DatabaseStore, url: str) -> None:
    answer = client.get(url)
    page = answer.content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|\sstyle=|<style|\son\w+=", page)
    assert "script-src 'self'; style-src 'self';" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("url", ["/g/nowhere/data/", "/g/nowhere/data/import/", "/g/nowhere/delete/", "/nothing/"])
def test_it_says_not_found_without_a_trace(client: Client, store: DatabaseStore, url: str) -> None:
    answer = client.get(url)
    assert answer.status_code == 404
    assert "Traceback" not in answer.content.decode()


def test_it_says_that_it_failed_without_a_trace(store: DatabaseStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr("energy_synergy.web.pages.home.views.load_portfolio", fail)
    answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 500
    assert "a secret" not in answer.content.decode()


@pytest.mark.django_db
def test_two_clicks_show_the_demo_group(client: Client) -> None:
    assert 'action="/demo/"' in client.get("/").content.decode()
    answer = client.post("/demo/")
    assert answer.headers["Location"] == "/g/demo/?on=2025-06-09"
    assert Company.objects.count() == 8
    client.post("/demo/")
    assert Group.objects.count() == 1


@pytest.mark.django_db
def test_a_second_click_at_the_same_time_does_no_harm(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.post("/demo/")
    answers = iter([False, True])
    monkeypatch.setattr("energy_synergy.web.demo._is_there", lambda: next(answers))
    assert client.post("/demo/").headers["Location"] == "/g/demo/?on=2025-06-09"


def test_it_names_the_libraries_with_their_licences() -> None:
    found = about_views._library("Django")
    assert (found.version[:2], found.licence) == ("5.", "BSD-3-Clause")


@pytest.mark.django_db
def test_the_demo_group_goes_after_one_confirmation(client: Client) -> None:
    client.post("/demo/")
    client.get("/g/demo/delete/")
    assert Group.objects.exists()
    client.post("/g/demo/delete/")
    assert not Group.objects.exists()
    assert not Company.objects.exists()


@pytest.mark.django_db
def test_it_makes_a_group_and_its_companies(client: Client) -> None:
    for _ in range(2):
        answer = client.post("/groups/new/", {"name": "Parc des Tilleuls", "timezone": "Europe/Paris"})
    assert answer.headers["Location"] == "/g/parc-des-tilleuls-2/"
    client.post("/g/parc-des-tilleuls-2/members/new/", {"name": "Atelier", "sector": ""})
    again = client.post("/g/parc-des-tilleuls-2/members/new/", {"name": "Atelier", "sector": ""})
    assert (again.status_code, Company.objects.count()) == (422, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ["Nowhere/Land", "../etc/passwd", ""])
def test_it_refuses_a_zone_that_is_not_there(client: Client, zone: str) -> None:
    assert client.post("/groups/new/", {"name": "G", "timezone": zone}).status_code == 422
    assert not Group.objects.exists()


def test_switching_the_language_keeps_the_page_and_the_query(client: Client, store: DatabaseStore) -> None:
    answer = client.post("/language/", {"language": "fr", "next": "/g/river/data/import/?company=1"})
    assert answer.headers["Location"] == "/g/river/data/import/?company=1"
    page = client.get("/g/river/data/import/").content.decode()
    assert '<html lang="fr"' in page


def test_it_refuses_a_language_form_that_leads_elsewhere(client: Client, store: DatabaseStore) -> None:
    answer = client.post("/language/", {"language": "fr", "next": "https://example.org/"})
    assert answer.headers["Location"] == "/"


def test_it_refuses_a_form_without_its_token(store: DatabaseStore) -> None:
    answer = Client(enforce_csrf_checks=True).post("/g/river/delete/")
    assert answer.status_code == 403
    assert Group.objects.filter(slug="river").exists()
