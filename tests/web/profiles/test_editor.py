"""The page of a profile: saved by versions, kept when refused, shared, archived, used."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from energy_synergy.web.db.models import AuditEntry, Group, OwnProfile, OwnProfileVersion
from tests.web.conftest import NOW, People
from tests.web.profiles.conftest import DAY, LIBRARY, seasons, sent

Make = Callable[..., OwnProfile]
FLAT = [1.0] * 24


def data_of(html: str) -> dict[str, Any]:
    """Return what a page hands to its editor."""
    found = re.search(r'id="profile-data" type="application/json">(.*?)</script>', html)
    assert found
    return dict(json.loads(found[1]))


def save(client: Client, profile: OwnProfile, **told: Any) -> Any:
    """Send what the editor sends."""
    return client.post(f"{LIBRARY}{profile.pk}/", sent(**told))


def test_it_works(people: People, shared: OwnProfile) -> None:
    answer = save(people.mill_editor, shared, name="Late shift", sector="C", description="Late")
    assert answer.status_code == 302
    shared.refresh_from_db()
    assert (shared.name, shared.sector, shared.version) == ("Late shift", "C", 2)
    entry = AuditEntry.objects.get(action="profile.changed")
    assert entry.details == {"profile": shared.pk, "name": "Late shift", "version": 2}
    shown = people.analyst.get(f"{LIBRARY}{shared.pk}/").content.decode()
    assert sum(data_of(shown)["fields"]["seasons"][0]["weekday"]["values"]) == pytest.approx(1)
    assert 'id="profile-form"' not in shown, "others read it"


def test_it_makes_no_version_when_the_curves_stay(people: People, shared: OwnProfile) -> None:
    fields = shared.versions.get().fields
    save(people.mill_editor, shared, name="Other name", curve=fields["seasons"])
    shared.refresh_from_db()
    assert (shared.name, shared.version, shared.versions.count()) == ("Other name", 1, 1)


def test_it_keeps_every_version(people: People, shared: OwnProfile) -> None:
    save(people.mill_editor, shared)
    old = data_of(people.mill_editor.get(f"{LIBRARY}{shared.pk}/?version=1").content.decode())
    new = data_of(people.mill_editor.get(f"{LIBRARY}{shared.pk}/").content.decode())
    assert (old["version"], new["version"], old["fields"] == new["fields"]) == (1, 2, False)
    shown = people.mill_editor.get(f"{LIBRARY}{shared.pk}/?version=1").content.decode()
    assert "This is version 1; version 2 counts now." in shown
    assert people.mill_editor.get(f"{LIBRARY}{shared.pk}/?version=77").status_code == 200


def test_it_says_that_somebody_saved_meanwhile_and_keeps_what_was_drawn(people: People, shared: OwnProfile) -> None:
    save(people.manager, shared, name="The manager's")
    answer = save(people.mill_editor, shared, name="Mine", curve=seasons(FLAT), description="My words")
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "manager@example.org saved version 2 meanwhile." in shown
    assert all(kept in shown for kept in ('value="Mine"', "My words", 'name="base_version" value="2"'))
    assert data_of(shown)["fields"]["seasons"][0]["weekday"]["values"] == [pytest.approx(1 / 96, abs=1e-8)] * 96
    assert save(people.mill_editor, shared, name="Mine", curve=seasons(FLAT), base=2).status_code == 302
    assert OwnProfileVersion.objects.filter(profile=shared).count() == 3


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"name": ""}, "Give the profile a name."),
        ({"curve": ""}, "The curve did not arrive."),
        ({"curve": "not json"}, "The curve did not arrive."),
        ({"curve": "[]"}, "The curve did not arrive."),
        ({"curve": "[" * 100_000}, "The curve did not arrive."),
        ({"curve": "1" * 700_000}, "600000"),
        ({"curve": seasons([1.0] * 23)}, "24 values (hours) or 96 (quarter-hours), not 23"),
        ({"curve": seasons([1.0] * 23 + [-1.0])}, "Value 24 of the daily curve is negative"),
        ({"curve": seasons([0.0] * 24)}, "zeros has no shape"),
        ({"curve": seasons([1.0] * 10_000)}, "not 10000"),
        ({"curve": '{"seasons": [{"months": [1], "weekday": {"values": [NaN]}}]}'}, "not 1"),
        ({"curve": json.dumps({"seasons": seasons()}).replace("5.0", "NaN")}, "not a finite number"),
        ({"curve": seasons(["x"] * 24)}, "something else"),  # type: ignore[list-item]
        ({"curve": [{**seasons()[0], "months": [1, 2]}]}, "Month 3 belongs to 0 seasons"),
        ({"curve": [{**seasons()[0], "name": "x" * 31}]}, "up to 30 characters"),
        ({"curve": [{**seasons()[0], "weekday": {"values": DAY, "weight": 0}}]}, "Every day weighs nothing"),
        ({"curve": [{**seasons()[0], "weekday": {"values": DAY, "weight": -1}}]}, "The weight of a day"),
        ({"direction": "up"}, "up"),
        ({"base": 0}, "base_version"),
    ],
)
def test_it_refuses_by_name_and_saves_nothing(
    people: People, shared: OwnProfile, told: dict[str, Any], words: str
) -> None:
    answer = save(people.mill_editor, shared, description="Kept words", **told)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert words in shown.replace("&#x27;", "'")
    assert "Kept words" in shown
    assert shared.versions.count() == 1


def test_only_its_maker_and_managers_change_it(people: People, shared: OwnProfile) -> None:
    readers = (people.forge_editor, people.analyst, people.mill_viewer)
    for path, told in (("", sent()), ("share/", {"shared": "0"}), ("archive/", {"archived": "1"})):
        assert [one.post(f"{LIBRARY}{shared.pk}/{path}", told).status_code for one in readers] == [403] * 3
    assert people.stranger.post(f"{LIBRARY}{shared.pk}/", sent()).status_code == 404
    shared.refresh_from_db()
    assert (shared.version, shared.is_shared, shared.archived_at) == (1, True, None)


def test_it_is_shared_and_taken_back(people: People, make: Make) -> None:
    profile = make()
    for value, seen in (("1", 200), ("0", 404)):
        people.mill_editor.post(f"{LIBRARY}{profile.pk}/share/", {"shared": value})
        assert people.forge_editor.get(f"{LIBRARY}{profile.pk}/").status_code == seen
    assert list(AuditEntry.objects.order_by("id").values_list("action", flat=True)) == [
        "profile.created", "profile.shared", "profile.unshared",
    ]  # fmt: skip


def test_it_is_archived_and_brought_back(people: People, shared: OwnProfile) -> None:
    people.mill_editor.post(f"{LIBRARY}{shared.pk}/archive/", {"archived": "1"})
    assert "Night shift" not in people.mill_editor.get(LIBRARY).content.decode().partition('id="found"')[2]
    assert "Night shift" in people.mill_editor.get(f"{LIBRARY}?whose=archived").content.decode()
    people.mill_editor.post(f"{LIBRARY}{shared.pk}/archive/", {"archived": "0"})
    assert "Night shift" in people.mill_editor.get(LIBRARY).content.decode()


def test_it_changes_nothing_in_an_archived_group(people: People, shared: OwnProfile) -> None:
    Group.objects.update(archived_at=NOW)
    assert save(people.mill_editor, shared).status_code == 403
    assert people.mill_editor.get(f"{LIBRARY}{shared.pk}/").status_code == 200


def test_a_profile_belongs_to_its_group(people: People, shared: OwnProfile) -> None:
    other = Group.objects.create(slug="other", name="Other", timezone="Europe/Paris", created_at=NOW)
    OwnProfile.objects.update(group=other)
    assert people.mill_editor.get(f"{LIBRARY}{shared.pk}/").status_code == 404


def test_its_page_asks_the_database_seldom(people: People, shared: OwnProfile) -> None:
    with CaptureQueriesContext(connection) as asked:
        people.mill_editor.get(f"{LIBRARY}{shared.pk}/")
    assert len(asked) <= 11
    with CaptureQueriesContext(connection) as asked:
        people.mill_editor.get(f"{LIBRARY}catalogue/office/")
    assert len(asked) <= 10


def test_it_escapes_what_people_wrote(people: People, shared: OwnProfile) -> None:
    curve = [{**seasons()[0], "name": "</script><b>"}]
    save(people.mill_editor, shared, name="<b>bold</b>", curve=curve)
    shown = people.mill_editor.get(f"{LIBRARY}{shared.pk}/").content.decode()
    assert "<b>bold" not in shown
    assert "</script><b>" not in shown
