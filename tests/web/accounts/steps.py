"""What somebody with an account does again and again."""

from __future__ import annotations

from typing import Any

from django.test import Client

from energy_synergy.web.db.models import User

PASSWORD = "seven sailing boats"
EMAIL = "ada@example.org"


def sign_in(client: Client, password: str = PASSWORD, email: str = EMAIL, **more: str) -> Any:
    return client.post("/account/login/", {"login": email, "password": password, **more})


def signed_in(user: User) -> Client:
    client = Client()
    sign_in(client)
    return client


def confirm(client: Client, path: str = "/account/") -> None:
    """Type the password once more, as something that matters asks for."""
    client.post("/account/reauthenticate/", {"password": PASSWORD, "next": path})
