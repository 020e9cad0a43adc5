"""Accounts in the browser: invitations, signing in, the second factor, a new password."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def test_it_shows_each_person_what_their_role_allows(visit_as: Callable[..., Any]) -> None:
    shown = visit_as("editor").open("/g/valley/?period=week&on=2025-06-09")
    assert "Valley" in shown.inner_text("body")
