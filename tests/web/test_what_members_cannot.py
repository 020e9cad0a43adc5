"""What a member cannot learn or do by writing: names of hidden companies, readings of those that left, mail for all."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from energy_synergy.web.db.models import Company, CompanyRole, Group, Invitation, Membership
from energy_synergy.web.digests import digest_of
from energy_synergy.web.invitations import MOST_OPEN
from tests.web.conftest import People

LEFT_AT = datetime(2025, 6, 1, tzinfo=UTC)
LATER = datetime(2999, 1, 1, tzinfo=UTC)


def rename(client: Client, company: int, name: str) -> str:
    """Send another name of a company of the group `river`; return the page that answers."""
    return client.post(f"/g/river/members/{company}/edit/", {"name": name}, follow=True).content.decode()


@pytest.mark.parametrize("name", ["Forge", "Nobody has this name"])
def test_a_taken_name_and_a_free_one_are_answered_alike_where_companies_are_hidden(
    people: People, mill: int, name: str
) -> None:
    assert "ask its manager to rename yours" in rename(people.mill_editor, mill, name)
    assert Company.objects.get(pk=mill).name == "Mill"


def test_other_details_are_changed_where_companies_are_hidden(people: People, mill: int) -> None:
    people.mill_editor.post(f"/g/river/members/{mill}/edit/", {"name": "Mill", "sector": "Bread"})
    assert Company.objects.get(pk=mill).sector == "Bread"


def test_a_member_that_sees_every_company_renames_its_own(people: People, mill: int) -> None:
    Membership.objects.update(visibility="hourly", agreed_at=LEFT_AT)
    rename(people.mill_editor, mill, "Old mill")
    assert Company.objects.get(pk=mill).name == "Old mill"


def test_a_group_beside_it_hides_its_names_too(people: People, mill: int) -> None:
    Membership.objects.update(visibility="hourly", agreed_at=LEFT_AT)
    other = Group.objects.create(slug="sea", name="Sea", timezone="Europe/Paris", created_at=LEFT_AT)
    Membership.objects.create(group=other, company_id=mill)
    Membership.objects.create(group=other, company=Company.objects.create(name="Port", color_index=1))
    assert "ask its manager" in rename(people.mill_editor, mill, "Port")
    assert "ask its manager" in rename(people.manager, mill, "Port")
    rename(people.admin, mill, "Old mill")
    assert Company.objects.get(pk=mill).name == "Old mill"


def test_a_name_is_one_line(people: People, mill: int) -> None:
    assert "one line of plain text" in rename(people.manager, mill, "Mill\nBcc: everybody")
    assert Company.objects.get(pk=mill).name == "Mill"


@pytest.mark.parametrize(
    ("has_account", "who", "status"),
    [(True, "manager", 403), (True, "admin", 200), (True, "mill_editor", 404), (False, "manager", 200)],
)
def test_who_sends_readings_of_a_company_that_left(
    people: People, mill: int, has_account: bool, who: str, status: int
) -> None:
    Membership.objects.filter(company=mill).update(active_to=LEFT_AT)
    if not has_account:
        CompanyRole.objects.filter(company=mill).delete()
    assert (
        getattr(people, who).get(f"/g/river/data/import/template/?month=2025-06&company={mill}").status_code == status
    )


def test_open_invitations_have_a_bound(people: People, mill: int) -> None:
    group = Group.objects.get(slug="river")
    Invitation.objects.bulk_create(
        Invitation(
            group=group,
            company_id=mill,
            role="viewer",
            email=f"{number}@example.org",
            digest=digest_of(str(number)),
            created_at=LEFT_AT,
            expires_at=LATER,
        )
        for number in range(MOST_OPEN)
    )
    told = {"company": mill, "role": "viewer", "email": "more@example.org", "message": ""}
    answer = people.mill_editor.post("/g/river/people/invitations/new/", told)
    assert answer.status_code == 422
    assert "50 invitations are open already" in answer.content.decode()
    assert not Invitation.objects.filter(email="more@example.org").exists()
