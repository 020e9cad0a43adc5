"""Profiles are made from what is there, from values and from files; the rest is refused beside its field."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from energy_synergy.web.db.models import AuditEntry, Group, OwnProfile, OwnProfileVersion
from energy_synergy.web.db.own_profiles import MOST_PROFILES, calendar_of_version
from tests.web.conftest import NOW, People
from tests.web.profiles.conftest import LIBRARY

Make = Callable[..., OwnProfile]
HOURS = "\n".join(str(hour) for hour in range(24))


def refused(client: Client, **told: object) -> str:
    """Send a new profile that is refused, and return the page."""
    answer = client.post(f"{LIBRARY}new/", {"name": "Shift", "direction": "consumption", **told})
    assert answer.status_code == 422
    assert not OwnProfile.objects.exists()
    return answer.content.decode()


def test_it_works(people: People, make: Make) -> None:
    profile = make(values=HOURS)
    curve = calendar_of_version(profile.versions.get()).typical_day()
    assert (profile.version, profile.is_shared, profile.maker.email) == (1, False, "mill_editor@example.org")  # type: ignore[union-attr]
    assert curve[:4].tolist() == [0.0] * 4
    assert curve.sum() == pytest.approx(1)
    entry = AuditEntry.objects.get(action="profile.created")
    assert (entry.actor, entry.details["name"]) == ("mill_editor@example.org", "Night shift")


def test_it_starts_from_a_profile_of_the_catalogue(make: Make) -> None:
    profile = make(start="catalogue:photovoltaic", direction="production")
    assert len(profile.versions.get().fields["seasons"]) == 12
    assert profile.duplicated_from == "Photovoltaic"


def test_it_takes_a_file_of_windows_in_french(make: Make) -> None:
    text = "Heure;Été (4 5 6 7 8 9) semaine;Hiver (10 11 12 1 2 3) semaine\n" + "".join(
        f"{h}h;{h},5;1\n" for h in range(24)
    )
    fields = make(file=SimpleUploadedFile("p.csv", text.encode("cp1252"))).versions.get().fields
    assert [season["name"] for season in fields["seasons"]] == ["Été", "Hiver"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ("\n".join(["1"] * 23), "24 values (hours) or 96 (quarter-hours), not 23"),
        ("\n".join(["1"] * 23 + ["-4"]), "Value 24 (-4) is not a number from zero up."),
        ("\n".join(["1"] * 23 + ["warm"]), "Value 24 (warm)"),
        ("\n".join(["NaN"] * 24), "Value 1 (NaN)"),
        ("\n".join(["0"] * 24), "zeros has no shape"),
        ("\n".join(["1"] * 10_000), "not 10000"),
        ("1\n" * 60_000, "too long"),
        ("<script>", "Value 1 (&lt;script&gt;)"),
    ],
)
def test_it_refuses_values_beside_their_field_and_keeps_them(people: People, values: str, words: str) -> None:
    shown = refused(people.mill_editor, values=values)
    field = shown[shown.index('name="values"') : shown.index('name="file"')]
    assert words in field.replace("&#x27;", "'")
    assert values.split()[-1].replace("<", "&lt;").replace(">", "&gt;") in field
    assert 'id="id_values_error"' in field


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("p.csv", b"kWh\n" + b"1\n" * 5 + b"abc\n" + b"1\n" * 18, "Line 7, column kWh: “abc”"),
        ("p.csv", b"", "empty"),
        ("p.csv", b"kWh\n" + b"0\n" * 24, "above zero"),
        ("p.xlsx", b"PK\x03\x04rest", "Excel workbook"),
        ("p.png", b"\x89PNG\r\n\x1a\n" + bytes(200), "not text"),
        ("p.csv", b"1\n" * 400_000, "too long"),
        ("p.csv", b"\x00\x01\x02\x03" * 50, "not text"),
    ],
)
def test_it_refuses_a_file_beside_its_field(people: People, name: str, data: bytes, words: str) -> None:
    shown = refused(people.mill_editor, file=SimpleUploadedFile(name, data), description="Kept words")
    assert words in shown[shown.index('name="file"') :]
    assert "Kept words" in shown


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"name": ""}, "Give the profile a name."),
        ({"name": "   "}, "Give the profile a name."),
        ({"name": "a\u2028b"}, "one line of plain text"),
        ({"name": "x" * 121}, "at most 120"),
        ({"sector": "ZZ"}, "ZZ"),
        ({"direction": "up"}, "up"),
        ({"start": "own:999"}, "own:999"),
        ({"start": "catalogue:nothing"}, "nothing"),
    ],
)
def test_it_refuses_what_is_told_wrongly(people: People, told: dict[str, str], words: str) -> None:
    assert words in refused(people.mill_editor, **told)


def test_it_refuses_a_name_that_the_maker_sees_already(people: People, make: Make) -> None:
    make()
    answer = people.mill_editor.post(f"{LIBRARY}new/", {"name": "NIGHT shift", "start": "catalogue:flat"})
    assert "There is a profile named NIGHT shift already." in answer.content.decode()
    assert make(people.forge_editor).name == "Night shift", "a profile that is hidden does not betray its name"


@pytest.mark.parametrize("role", ["mill_viewer", "analyst"])
def test_it_is_for_those_who_may(people: People, role: str) -> None:
    client = getattr(people, role)
    codes = [client.get(f"{LIBRARY}new/").status_code, client.post(f"{LIBRARY}duplicate/", {"from": "x"}).status_code]
    assert codes == [403, 403]


def test_it_makes_none_in_an_archived_group(people: People) -> None:
    Group.objects.update(archived_at=NOW)
    assert people.manager.post(f"{LIBRARY}duplicate/", {"from": "catalogue:office"}).status_code == 403


def test_it_duplicates_what_the_visitor_sees(people: People, shared: OwnProfile) -> None:
    for _ in range(2):
        answer = people.forge_editor.post(f"{LIBRARY}duplicate/", {"from": f"own:{shared.pk}"})
    names = list(OwnProfile.objects.order_by("id").values_list("name", "maker__email"))
    forge = "forge_editor@example.org"
    assert names[1:] == [("Copy of Night shift", forge), ("Copy of Night shift (2)", forge)]
    assert answer.headers["Location"].endswith(f"/{OwnProfile.objects.latest('id').pk}/")
    first, copy = OwnProfileVersion.objects.filter(profile__in=(shared, OwnProfile.objects.latest("id"))).order_by("id")
    assert first.fields == copy.fields


@pytest.mark.parametrize(
    "key", ["", "own:", "own:x", "own:99999999999999", "catalogue:calendar", "catalogue:csv", "office"]
)
def test_it_duplicates_nothing_else(people: People, key: str) -> None:
    assert people.mill_editor.post(f"{LIBRARY}duplicate/", {"from": key}).status_code == 404


def test_it_does_not_duplicate_a_profile_of_somebody_else(people: People, make: Make) -> None:
    profile = make()
    assert people.forge_editor.post(f"{LIBRARY}duplicate/", {"from": f"own:{profile.pk}"}).status_code == 404


def test_it_keeps_a_bounded_number_of_profiles(people: People) -> None:
    group = Group.objects.get(slug="river")
    OwnProfile.objects.bulk_create(OwnProfile(group=group, name=str(n), created_at=NOW) for n in range(MOST_PROFILES))
    answer = people.mill_editor.post(f"{LIBRARY}new/", {"name": "One more", "start": "catalogue:flat"})
    assert "keeps up to 500 profiles" in answer.content.decode()
