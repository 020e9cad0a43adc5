"""The site starts closed: key, folder, database, headers."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection
from django.test import Client

from energy_synergy.web import checks
from energy_synergy.web.data_folder import data_folder, default_folder, secret_key


def test_it_draws_the_secret_key_once(tmp_path: Path) -> None:
    key = secret_key(tmp_path)
    assert len(key) > 50
    assert secret_key(tmp_path) == key
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


@pytest.mark.skipif(sys.platform == "win32", reason="modes of files are those of POSIX")
def test_it_keeps_the_secret_key_to_the_owner(tmp_path: Path) -> None:
    secret_key(tmp_path)
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_it_keeps_data_where_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ES_DATA_DIR", str(tmp_path / "new"))
    assert data_folder() == tmp_path / "new"
    assert default_folder().name.lower().replace(" ", "-") == "energy-synergy"


def test_it_is_closed_by_default() -> None:
    assert settings.ALLOWED_HOSTS[:3] == ["localhost", "127.0.0.1", "[::1]"]
    assert settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.django_db
def test_it_waits_for_a_busy_database() -> None:
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA busy_timeout").fetchone()[0] >= 10_000


def test_no_migration_is_missing(db: None) -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_it_says_which_browser_assets_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "VENDOR_FILES", ("no-such-file.js",))
    (problem,) = [found for found in run_checks() if found.id == "web.E001"]
    assert "no-such-file.js" in problem.msg
    assert "pip install" in problem.hint


@pytest.mark.django_db
def test_every_answer_carries_the_headers(client: Client) -> None:
    headers = client.get("/").headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
