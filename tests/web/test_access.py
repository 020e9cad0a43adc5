"""One door: who comes in, and who stays outside."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from energy_synergy.errors import EnergySynergyError
from energy_synergy.web.db.models import AuditEntry, Group, Membership, User
from energy_synergy.web.db.stores import DatabaseStore
from energy_synergy.web.server import UnsafeAddress, _refuse_open_address, is_loopback, serve
from tests.web.conftest import NOW, People


def test_it_lets_everyone_on_this_machine_in_until_somebody_has_an_account(
    client: Client, store: DatabaseStore
) -> None:
    assert client.get("/g/river/data/").status_code == 200
    User.objects.create_user("first@example.org")
    assert client.get("/g/river/data/").headers["Location"] == "/account/login/?next=%2Fg%2Friver%2Fdata%2F"


@pytest.mark.parametrize("headers", [{"X-Forwarded-For": "203.0.113.7"}, {"Forwarded": "for=203.0.113.7"}])
def test_it_takes_nobody_behind_a_proxy_for_the_owner(
    client: Client, store: DatabaseStore, headers: dict[str, str]
) -> None:
    assert client.get("/", headers=headers).status_code == 302


def test_it_takes_nobody_on_another_machine_for_the_owner(client: Client, store: DatabaseStore) -> None:
    assert client.get("/", REMOTE_ADDR="192.168.1.20").status_code == 302


def test_it_hides_a_group_from_a_stranger(people: People) -> None:
    missing = people.stranger.get("/g/nowhere/")
    answers = [people.stranger.get(path) for path in ("/g/river/", "/g/river/data/", "/g/river/data/import/")]
    assert [answer.status_code for answer in (missing, *answers)] == [404] * 4
    assert b"River" not in people.stranger.get("/").content


def test_it_does_not_tell_whether_a_group_is_there(people: People) -> None:
    assert [people.nobody.get(f"/g/{slug}/").status_code for slug in ("river", "nowhere")] == [302, 302]


ROLES = ("admin", "manager", "analyst", "mill_editor", "mill_viewer", "stranger", "nobody")


@pytest.mark.parametrize(
    ("path", "codes"),
    [
        ("/g/river/data/", (200, 200, 200, 200, 200, 404, 302)),
        ("/g/river/data/import/", (200, 200, 403, 200, 403, 404, 302)),
        ("/g/river/delete/", (200, 200, 403, 403, 403, 404, 302)),
        ("/groups/new/", (200, 200, 200, 200, 200, 200, 302)),
    ],
)
def test_it_opens_a_page_to_those_who_may(people: People, path: str, codes: tuple[int, ...]) -> None:
    assert tuple(getattr(people, role).get(path).status_code for role in ROLES) == codes


def test_it_shows_a_member_its_own_data_alone(people: People) -> None:
    shown = people.mill_viewer.get("/g/river/data/").content.decode()
    assert ("Mill" in shown, "Forge" in shown) == (True, False)


def test_it_reads_an_archived_group_and_changes_nothing_in_it(people: People) -> None:
    Group.objects.update(archived_at=NOW)
    codes = [people.manager.get(f"/g/river/{page}").status_code for page in ("data/", "data/import/", "delete/")]
    assert codes == [200, 403, 200]


def test_it_forgets_a_company_that_left(people: People) -> None:
    Membership.objects.update(active_to=NOW)
    assert people.mill_viewer.get("/g/river/data/").status_code == 404


def test_it_keeps_the_audit_record_as_it_was_written(store: DatabaseStore) -> None:
    entry = AuditEntry.objects.create(at=NOW, actor="owner", action="group.created", door="page")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(actor="somebody else")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entry.delete()


def test_it_refuses_a_host_that_is_not_this_machine(client: Client, store: DatabaseStore, settings: object) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]  # type: ignore[attr-defined]
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.org"])
def test_it_refuses_to_serve_others_before_somebody_has_an_account(db: None, host: str) -> None:
    with pytest.raises(UnsafeAddress, match="account create"):
        _refuse_open_address(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost"])
def test_it_knows_this_machine(host: str) -> None:
    assert is_loopback(host)


def test_it_says_that_the_port_is_taken() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(EnergySynergyError, match="Cannot listen on"):
        serve("127.0.0.1", taken.getsockname()[1])
