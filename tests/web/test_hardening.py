"""What somebody tries who wants to see, change or break more than they should."""

from __future__ import annotations

import logging
import stat
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from energy_synergy.web.db.models import Membership
from energy_synergy.web.db.stores import DatabaseStore
from energy_synergy.web.log import WithoutSecrets
from energy_synergy.web.server import prepare
from tests.web.conftest import People


@pytest.mark.parametrize(
    "days",
    [
        {"first_on": "0001-01-01"},
        {"last_on": "9999-12-31"},
        {"first_on": "1970-01-01"},
        {"last_on": "2200-01-01"},
    ],
)
def test_days_beyond_the_calendar_are_refused_beside_the_field(people: People, mill: int, days: dict[str, str]) -> None:
    answer = people.manager.post(f"/g/river/members/{mill}/membership/", {"first_on": "", "last_on": "", **days})
    assert answer.status_code < 500
    assert "Choose a day between 1970 and 2199." in answer.content.decode()
    bond = Membership.objects.get(company=mill)
    assert (bond.active_from, bond.active_to) == (None, None)


def test_a_company_leaves_on_no_day_beyond_the_calendar(people: People, mill: int) -> None:
    answer = people.mill_editor.post(f"/g/river/members/{mill}/leave/", {"last_on": "9999-12-31"})
    assert answer.status_code < 500
    assert Membership.objects.get(company=mill).active_to is None


def test_the_database_is_for_its_owner_alone_in_a_folder_that_is_open(
    store: DatabaseStore, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "energy-synergy.sqlite3"
    for name in (database.name, f"{database.name}-wal"):
        (tmp_path / name).touch(mode=0o644)
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", database)
    monkeypatch.setattr("energy_synergy.web.server.call_command", lambda *_words, **_options: None)
    prepare()
    modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("energy-synergy*")}
    assert modes == {0o600}


def test_the_log_tells_no_secret_of_a_link(db: None, settings: Any) -> None:
    handler = settings.LOGGING["handlers"]["stderr"]
    assert handler["filters"] == ["without_secrets"]
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    kept = Kept()
    kept.addFilter(WithoutSecrets())
    logging.getLogger("django").addHandler(kept)
    try:
        Client(enforce_csrf_checks=True).post("/i/Zm9yZ290dGVu/", {"agrees": "yes"})
        Client().get("/i/Zm9yZ290dGVu/")
    finally:
        logging.getLogger("django").removeHandler(kept)
    assert any("/i/.../" in line for line in lines)
    assert not any("Zm9yZ290dGVu" in line for line in lines)
