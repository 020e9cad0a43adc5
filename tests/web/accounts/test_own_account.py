"""The page of an account, the first account of a site, and whom to ask for a right."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from energy_synergy.web.accounts.keys import create_key
from energy_synergy.web.db.models import AuditEntry, Group, GroupRole, User
from energy_synergy.web.db.stores import DatabaseStore
from tests.web.accounts.steps import EMAIL, PASSWORD, confirm, sign_in, signed_in
from tests.web.conftest import NOW, People


def test_it_signs_out_in_other_browsers(ada: User) -> None:
    here, there = signed_in(ada), signed_in(ada)
    assert "1 other browser is signed in" in here.get("/account/").content.decode()
    here.post("/account/sessions/end/")
    assert [client.get("/account/").status_code for client in (here, there)] == [200, 302]


def test_a_new_address_counts_once_its_link_was_opened(ada: User) -> None:
    client = signed_in(ada)
    confirm(client)
    client.post("/account/email/", {"action_add": "", "email": "ada@new.example"})
    assert User.objects.get().email == EMAIL
    assert "Waiting for ada@new.example" in client.get("/account/email/").content.decode()
    path = re.search(r"http://testserver(/\S+)", mail.outbox[-1].body).group(1)  # type: ignore[union-attr]
    client.post(path)
    assert User.objects.get().email == "ada@new.example"
    assert sign_in(Client(), email="ada@new.example").status_code == 302


def test_name_language_and_theme_hold_on_every_device(ada: User) -> None:
    signed_in(ada).post("/account/", {"name": "Ada L.", "language": "fr", "theme": "dark"})
    shown = signed_in(ada).get("/about/").content.decode()
    assert '<html lang="fr" data-bs-theme="dark" data-theme="dark">' in shown
    assert "Ada L." in shown


def test_the_top_bar_changes_what_the_account_has_chosen(ada: User) -> None:
    client = signed_in(ada)
    client.post("/language/", {"language": "fr", "next": "/about/"})
    assert User.objects.get().language == ""
    User.objects.update(language="en", theme="light")
    client.post("/language/", {"language": "fr", "next": "/about/"})
    client.post("/account/theme/", {"theme": "dark"})
    assert (User.objects.get().language, User.objects.get().theme) == ("fr", "dark")
    assert client.post("/account/theme/", {"theme": "pink"}).status_code == 400


def first_form(**other: str) -> dict[str, str]:
    return {"name": "Ada", "email": EMAIL, "password": PASSWORD, "again": PASSWORD, **other}


def test_the_local_owner_makes_the_first_account(client: Client, store: DatabaseStore) -> None:
    assert client.get("/account/").headers["Location"] == "/account/first/"
    assert client.post("/account/first/", first_form()).headers["Location"] == "/account/"
    assert User.objects.get().is_admin
    assert client.get("/g/river/delete/").status_code == 200
    assert Client().get("/g/river/").status_code == 302
    assert [entry.action for entry in AuditEntry.objects.all()] == ["account.created"]


@pytest.mark.parametrize("wrong", [{"again": "another password"}, {"email": "ada"}, {"password": "x", "again": "x"}])
def test_the_first_account_is_made_well_or_not_at_all(
    client: Client, store: DatabaseStore, wrong: dict[str, str]
) -> None:
    answer = client.post("/account/first/", first_form(**wrong))
    assert (answer.status_code, User.objects.count()) == (200, 0)
    assert 'role="alert"' in answer.content.decode()


def test_the_first_account_is_made_once(people: People) -> None:
    assert [client.get("/account/first/").status_code for client in (people.admin, people.nobody)] == [404, 302]


def test_it_says_which_right_is_missing_and_who_can_grant_it(people: People) -> None:
    shown = people.mill_viewer.get("/g/river/data/import/").content.decode()
    for words in ("the right to bring in data", "These people manage River and can grant it: manager", "an editor of"):
        assert words in shown
    GroupRole.objects.all().delete()
    assert "run the site and can grant it: admin" in people.mill_viewer.get("/g/river/delete/").content.decode()


def test_it_says_that_a_group_is_archived(people: People) -> None:
    Group.objects.update(archived_at=NOW)
    assert "This group is archived." in people.manager.get("/g/river/data/import/").content.decode()


@pytest.mark.parametrize("path", ["/account/", "/account/two-factor/", "/account/email/", "/account/password/change/"])
def test_an_account_page_takes_few_queries(
    ada: User, path: str, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    client = signed_in(ada)
    for number in range(5):
        create_key(ada, name=f"k{number}", scope="read", group=Group.objects.get(), expires_at=None, now=NOW)
    client.get(path)  # The first visit may store the address where allauth looks for it.
    with django_assert_max_num_queries(10):
        assert client.get(path).status_code == 200


PAGES = ("/account/", "/account/email/", "/account/password/change/", "/account/two-factor/", "/account/keys/new/")


@pytest.mark.parametrize("path", PAGES)
def test_an_account_page_asks_a_stranger_to_sign_in(people: People, path: str) -> None:
    assert people.nobody.get(path).headers["Location"].startswith("/account/login/")
