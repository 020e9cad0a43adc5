"""An estimate copies a version of a profile: figures change only when somebody says so."""

from __future__ import annotations

import pytest
from django.test import Client

from energy_synergy.web.db.loading import load_group
from energy_synergy.web.db.models import AuditEntry, Estimate, OwnProfile
from tests.web.conftest import People
from tests.web.profiles.conftest import LIBRARY, seasons, sent


def total(client: Client, company: int, profile: OwnProfile, kwh: str = "36500", direction: str = "consumption") -> int:
    """Tell an annual total of a company with an own profile."""
    told = {"company": company, "profile": f"own:{profile.pk}:{direction}", "annual_kwh": kwh}
    return client.post("/g/river/data/annual-total/", told).status_code


def day_kwh() -> list[float]:
    """Return the estimated mean day of the first company of the group."""
    return load_group("river").members[0].estimates[0].typical_day().energy_kwh.tolist()


@pytest.fixture
def used(people: People, mill: int, shared: OwnProfile) -> OwnProfile:
    """The shared profile, which Mill uses."""
    assert total(people.mill_editor, mill, shared) == 302
    return shared


def test_it_works(people: People, used: OwnProfile) -> None:
    estimate = Estimate.objects.get()
    assert (estimate.profile, estimate.own_profile, estimate.own_version) == ("calendar", used, 1)
    assert sum(day_kwh()) == pytest.approx(100)
    shown = people.mill_viewer.get(f"{LIBRARY}{used.pk}/").content.decode()
    assert "Used by Mill" in shown
    assert "In use" in shown
    assert "Night shift" in people.mill_editor.get("/g/river/data/").content.decode()


def test_the_import_says_which_profile_it_was(people: People, mill: int, shared: OwnProfile) -> None:
    told = {"company": mill, "profile": f"own:{shared.pk}:consumption", "annual_kwh": "1000"}
    answer = people.mill_editor.post("/g/river/data/annual-total/", told, follow=True)
    assert "spread by Night shift" in answer.content.decode()


def test_a_new_version_changes_no_figures_until_somebody_says_so(people: People, used: OwnProfile, mill: int) -> None:
    before = day_kwh()
    people.mill_editor.post(f"{LIBRARY}{used.pk}/", sent(curve=seasons([1.0] * 24)))
    assert day_kwh() == before
    shown = people.mill_editor.get(f"{LIBRARY}{used.pk}/").content.decode()
    assert "Older version" in shown
    assert "Use version 2 for these companies" in shown
    answer = people.mill_editor.post(f"{LIBRARY}{used.pk}/update/", {"estimate": [Estimate.objects.get().pk]})
    assert answer.status_code == 302
    current = Estimate.objects.get(superseded_at=None)
    assert (current.own_version, current.annual_kwh, current.version) == (2, 36500, 2)
    assert day_kwh() == pytest.approx([100 / 96] * 96)
    entry = AuditEntry.objects.get(action="profile.used")
    assert (entry.company_id, entry.details["version"]) == (mill, 2)


def test_only_those_who_bring_data_in_give_a_company_the_new_version(people: People, used: OwnProfile) -> None:
    people.mill_editor.post(f"{LIBRARY}{used.pk}/", sent())
    estimate = {"estimate": [Estimate.objects.get().pk]}
    codes = [
        one.post(f"{LIBRARY}{used.pk}/update/", estimate).status_code
        for one in (people.mill_viewer, people.analyst, people.stranger, people.forge_editor)
    ]
    assert codes == [403, 403, 404, 302]
    assert Estimate.objects.count() == 1, "Forge's editor chose nothing of their own"
    assert "Use version 2" not in people.forge_editor.get(f"{LIBRARY}{used.pk}/").content.decode()


@pytest.mark.parametrize("asked", [[], ["x"], ["99999"]])
def test_it_refuses_to_update_nothing(people: People, used: OwnProfile, asked: list[str]) -> None:
    people.mill_editor.post(f"{LIBRARY}{used.pk}/", sent())
    answer = people.mill_editor.post(f"{LIBRARY}{used.pk}/update/", {"estimate": asked}, follow=True)
    assert "Choose the companies" in answer.content.decode()
    assert Estimate.objects.count() == 1


def test_an_own_profile_that_is_gone_or_not_theirs_cannot_be_chosen(
    people: People, mill: int, shared: OwnProfile
) -> None:
    assert total(people.mill_editor, mill, shared, direction="production") == 422
    OwnProfile.objects.update(is_shared=False)
    assert total(people.manager, mill, shared) == 302
    people.mill_editor.post(f"{LIBRARY}{shared.pk}/archive/", {"archived": "1"})
    assert total(people.mill_editor, mill, shared) == 422


def test_a_profile_that_fits_both_directions_is_offered_for_each(people: People, mill: int, shared: OwnProfile) -> None:
    OwnProfile.objects.update(direction="")
    shown = people.mill_editor.get("/g/river/data/import/").content.decode()
    assert all(f"Night shift ({direction})" in shown for direction in ("consumption", "production"))
    assert total(people.mill_editor, mill, shared, direction="production") == 302
    assert Estimate.objects.get().meter.direction == "production"
