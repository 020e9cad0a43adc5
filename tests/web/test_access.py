"""One door: the owner, and nobody else where a password is set."""

from __future__ import annotations

import base64

import pytest
from django.test import Client

from energy_synergy.errors import EnergySynergyError
from energy_synergy.web.db.stores import DatabaseStore
from energy_synergy.web.server import UnsafeAddress, is_loopback, serve


def basic(password: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"owner:{password}".encode()).decode()}


def test_it_lets_everyone_on_this_machine_in(client: Client, store: DatabaseStore) -> None:
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "headers", [{}, basic("wrong"), {"Authorization": "Basic ***"}, {"Authorization": "Bearer secret"}]
)
def test_it_asks_for_the_password_of_the_owner(
    client: Client, store: DatabaseStore, settings: object, headers: dict[str, str]
) -> None:
    settings.OWNER_PASSWORD = "secret"  # type: ignore[attr-defined]
    answer = client.get("/g/river/data/", headers=headers)
    assert (answer.status_code, b"River" in answer.content) == (401, False)


def test_it_lets_the_owner_in(client: Client, store: DatabaseStore, settings: object) -> None:
    settings.OWNER_PASSWORD = "secret"  # type: ignore[attr-defined]
    assert client.get("/g/river/data/", headers=basic("secret")).status_code == 200


def test_it_refuses_a_host_that_is_not_this_machine(client: Client, store: DatabaseStore, settings: object) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]  # type: ignore[attr-defined]
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.org"])
def test_it_refuses_to_serve_others_without_a_password(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ES_OWNER_PASSWORD", raising=False)
    with pytest.raises(UnsafeAddress):
        serve(host, 0)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost"])
def test_it_knows_this_machine(host: str) -> None:
    assert is_loopback(host)


def test_it_says_that_the_port_is_taken() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(EnergySynergyError, match="Cannot listen on"):
        serve("127.0.0.1", taken.getsockname()[1])
