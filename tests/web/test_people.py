"""Roles and invitations in a group, and the accounts of the site."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from energy_synergy.web.db.models import AuditEntry, CompanyRole, Group, GroupRole, Invitation, User
from energy_synergy.web.db.stores import DatabaseStore
from tests.web.conftest import NOW, People

HERE = "/g/river/people/"
LINK = re.compile(r'value="(http://testserver/i/[^"]+)"')


def user(name: str) -> User:
    return User.objects.get(email=f"{name}@example.org")


def invite(client: Client, **told: object) -> str:
    return client.post(f"{HERE}invitations/new/", {"email": "", "message": "", **told}).content.decode()


def test_a_manager_sees_everybody(people: People, django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(10):  # type: ignore[operator]
        page = people.manager.get(HERE).content.decode()
    assert all(f"{name}@example.org" in page for name in ("manager", "analyst", "mill_editor", "forge_editor"))


def test_an_editor_sees_its_own_people_and_who_runs_the_group(people: People) -> None:
    page = people.mill_editor.get(HERE).content.decode()
    assert ["mill_viewer@example.org" in page, "manager@example.org" in page] == [True, True]
    assert "forge" not in page.lower()


def test_others_see_no_people(people: People) -> None:
    codes = [getattr(people, who).get(HERE).status_code for who in ("analyst", "mill_viewer", "stranger", "nobody")]
    assert codes == [403, 403, 404, 302]


def test_a_role_is_changed_and_withdrawn(people: People, mill: int) -> None:
    viewer, analyst = user("mill_viewer"), user("analyst")
    people.manager.post(f"{HERE}roles/{viewer.pk}/", {"company": mill, "role": "editor"})
    people.manager.post(f"{HERE}roles/{analyst.pk}/", {"role": "manager"})
    assert CompanyRole.objects.get(user=viewer).role == "editor"
    assert GroupRole.objects.get(user=analyst).role == "manager"
    people.manager.post(f"{HERE}roles/{viewer.pk}/withdraw/", {"company": mill})
    people.manager.post(f"{HERE}roles/{analyst.pk}/withdraw/")
    assert not CompanyRole.objects.filter(user=viewer).exists()
    assert not GroupRole.objects.filter(user=analyst).exists()
    actions = AuditEntry.objects.order_by("id").values_list("action", flat=True)
    assert list(actions) == ["role.changed", "role.changed", "role.withdrawn", "role.withdrawn"]


def test_the_last_manager_stays(people: People) -> None:
    manager = user("manager")
    for path, told in (
        (f"{HERE}roles/{manager.pk}/", {"role": "analyst"}),
        (f"{HERE}roles/{manager.pk}/withdraw/", {}),
    ):
        page = people.manager.post(path, told, follow=True).content.decode()
        assert "This is the last manager of the group." in page
    assert GroupRole.objects.get(user=manager).role == "manager"
    User.objects.filter(pk=user("analyst").pk).update(is_active=False)
    GroupRole.objects.filter(user=user("analyst")).update(role="manager")
    # Somebody who cannot sign in manages nothing.
    people.manager.post(f"{HERE}roles/{manager.pk}/withdraw/")
    assert GroupRole.objects.filter(user=manager).exists()


def test_an_editor_changes_its_own_people_alone(people: People, mill: int, store: DatabaseStore) -> None:
    forge = store.company_id("river", "Forge")
    viewer, other, manager = user("mill_viewer"), user("forge_editor"), user("manager")
    posts = [
        (f"{HERE}roles/{viewer.pk}/", {"company": mill, "role": "editor"}, 302),
        (f"{HERE}roles/{other.pk}/", {"company": forge, "role": "viewer"}, 404),
        (f"{HERE}roles/{other.pk}/withdraw/", {"company": forge}, 404),
        (f"{HERE}roles/{manager.pk}/", {"role": "analyst"}, 403),
        (f"{HERE}roles/{viewer.pk}/", {"company": "x", "role": "editor"}, 404),
    ]
    assert [people.mill_editor.post(path, told).status_code for path, told, _code in posts] == [c for *_, c in posts]
    assert CompanyRole.objects.get(user=other).role == "editor"


@pytest.mark.parametrize("role", ["manager", "owner", ""])
def test_it_refuses_a_role_that_does_not_fit(people: People, mill: int, role: str) -> None:
    viewer = user("mill_viewer")
    people.manager.post(f"{HERE}roles/{viewer.pk}/", {"company": mill, "role": role})
    assert CompanyRole.objects.get(user=viewer).role == "viewer"


def test_an_invitation_shows_its_link_once(people: People, mill: int) -> None:
    page = invite(people.manager, role="editor", company=mill, email="new@example.org")
    link = LINK.search(page)
    assert link
    invitation = Invitation.objects.get()
    assert (invitation.company_id, invitation.role, invitation.email) == (mill, "editor", "new@example.org")
    listed = people.manager.get(HERE).content.decode()
    assert "new@example.org" in listed
    assert "/i/" not in listed
    assert link.group(1).rpartition("/i/")[2].strip("/") not in str(AuditEntry.objects.values_list("details"))


def test_an_editor_invites_to_its_own_company_alone(people: People, mill: int, store: DatabaseStore) -> None:
    forge = store.company_id("river", "Forge")
    page = people.mill_editor.get(f"{HERE}invitations/new/").content.decode()
    assert ["Forge" in page, 'value="manager"' in page] == [False, False]
    invite(people.mill_editor, role="viewer", company=forge)
    invite(people.mill_editor, role="manager")
    assert not Invitation.objects.exists()
    assert LINK.search(invite(people.mill_editor, role="viewer", company=mill))


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"role": "editor"}, "company"),
        ({"role": "king"}, "role"),
        ({"role": "analyst", "email": "not an address"}, "email"),
        ({"role": "analyst", "message": "x" * 2001}, "message"),
    ],
)
def test_it_refuses_beside_the_field(people: People, told: dict[str, str], field: str) -> None:
    answer = people.manager.post(f"{HERE}invitations/new/", told)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not Invitation.objects.exists()


def test_nobody_is_invited_to_what_they_have(people: People, mill: int) -> None:
    page = invite(people.manager, role="viewer", company=mill, email="Mill_Viewer@example.org")
    assert "has this role already" in page.partition('id="id_email_error"')[2]
    invite(people.manager, role="editor", company=mill, email="mill_viewer@example.org")
    assert Invitation.objects.get().role == "editor"


def test_an_invitation_is_withdrawn_by_whom_it_concerns(people: People, mill: int) -> None:
    invite(people.manager, role="analyst")
    invite(people.manager, role="viewer", company=mill)
    of_group, of_mill = Invitation.objects.order_by("id")
    gone = f"{HERE}invitations/{{}}/withdraw/"
    assert people.mill_editor.post(gone.format(of_group.pk)).status_code == 403
    assert people.forge_editor.post(gone.format(of_mill.pk)).status_code == 404
    assert people.mill_editor.post(gone.format(of_mill.pk)).status_code == 302
    of_mill.refresh_from_db()
    assert of_mill.withdrawn_at is not None
    again = people.mill_editor.post(gone.format(of_mill.pk), follow=True).content.decode()
    assert "was withdrawn" in again


def test_an_invitation_of_another_group_is_not_there(people: People) -> None:
    group = Group.objects.create(slug="lake", name="Lake", timezone="UTC", created_at=NOW)
    other = Invitation.objects.create(group=group, role="analyst", digest="d", created_at=NOW, expires_at=NOW)
    assert people.manager.post(f"{HERE}invitations/{other.pk}/withdraw/").status_code == 404


def test_the_local_owner_is_told_to_make_an_account_first(client: Client, store: DatabaseStore) -> None:
    assert b"Nobody has an account on this site yet" in client.get(HERE).content
    refused = client.post(f"{HERE}invitations/new/", {"role": "analyst"})
    assert refused.status_code == 422
    assert b"First make your own account" in refused.content


def test_only_an_admin_sees_the_accounts(people: People) -> None:
    assert "forge_editor@example.org" in people.admin.get("/people/").content.decode()
    assert b"forge_editor@example.org" not in people.admin.get("/people/?q=mill").content.partition(b"<main")[2]
    codes = [
        getattr(people, who).get("/people/").status_code for who in ("manager", "mill_editor", "stranger", "nobody")
    ]
    assert codes == [404, 404, 404, 302]


def test_an_admin_shuts_an_account_and_opens_it_again(people: People) -> None:
    editor = user("mill_editor")
    people.admin.post(f"/people/{editor.pk}/", {})
    assert people.mill_editor.get("/g/river/").status_code == 302
    people.admin.post(f"/people/{editor.pk}/", {"is_active": "on"})
    editor.refresh_from_db()
    assert (editor.is_active, editor.is_admin) == (True, False)
    assert AuditEntry.objects.filter(action="account.rights_changed").count() == 2


def test_the_last_admin_stays(people: People) -> None:
    admin = user("admin")
    page = people.admin.post(f"/people/{admin.pk}/", {"is_active": "on"}, follow=True).content.decode()
    assert "This is the last account that runs the site." in page
    admin.refresh_from_db()
    assert admin.is_admin


def test_nobody_else_changes_an_account(people: People) -> None:
    told = {"is_active": "on", "is_admin": "on"}
    assert people.manager.post(f"/people/{user('manager').pk}/", told).status_code == 404
    assert not user("manager").is_admin
