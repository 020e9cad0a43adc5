"""The verb that makes, lists and mends accounts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from energy_synergy.cli.main import main

PASSWORD = "seven sailing boats"


def account(folder: Path, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run the verb in a process of its own, for it sets the site up."""
    command = [sys.executable, "-m", "energy_synergy.cli.main", "account", *words, "--data-dir", str(folder)]
    environment = {name: value for name, value in os.environ.items() if name != "ES_DATA_DIR"}
    return subprocess.run(command, input=typed, capture_output=True, text=True, env=environment, check=False)


def create(folder: Path, email: str, *words: str, password: str = PASSWORD) -> subprocess.CompletedProcess[str]:
    return account(folder, "create", email, "--password-stdin", *words, typed=f"{password}\n")


def test_the_first_account_is_the_platform_admins(tmp_path: Path) -> None:
    first = create(tmp_path, "Ada@Example.org", "--name", "Ada")
    second = create(tmp_path, "bob@example.org")
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "It is the first, so it is the platform admin's" in first.stderr
    listed = json.loads(account(tmp_path, "list", "--json").stdout)["accounts"]
    assert [(one["email"], one["name"], one["is_admin"]) for one in listed] == [
        ("ada@example.org", "Ada", True),
        ("bob@example.org", "", False),
    ]
    assert "platform admin" in account(tmp_path, "list").stdout
    assert PASSWORD not in first.stdout + first.stderr


@pytest.mark.parametrize(
    ("email", "password", "words"),
    [
        ("ada", PASSWORD, "ada is not an e-mail address"),
        ("ada@example.org", "short", "The password cannot be used"),
        ("ada@example.org", "", "The password cannot be used"),
    ],
)
def test_it_refuses_what_cannot_be_an_account(tmp_path: Path, email: str, password: str, words: str) -> None:
    done = create(tmp_path, email, password=password)
    assert (done.returncode, words in done.stderr) == (2, True), done.stderr
    assert json.loads(account(tmp_path, "list", "--json").stdout) == {"accounts": []}


def test_it_refuses_an_address_that_is_taken(tmp_path: Path) -> None:
    create(tmp_path, "ada@example.org")
    assert "There is an account with the address" in create(tmp_path, "ADA@example.org").stderr


def test_it_gives_a_new_password(tmp_path: Path) -> None:
    create(tmp_path, "ada@example.org")
    words = ("password", "ada@example.org", "--password-stdin", "--drop-two-factor")
    assert account(tmp_path, *words, typed="eight rowing boats\n").returncode == 0
    unknown = account(tmp_path, "password", "bob@example.org", "--password-stdin", typed=f"{PASSWORD}\n")
    assert (unknown.returncode, "There is no account" in unknown.stderr) == (2, True)


def test_it_asks_for_the_password_twice(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    typed = iter(["one password", "another password"])
    monkeypatch.setattr("getpass.getpass", lambda *_words, **_more: next(typed))
    monkeypatch.setattr("energy_synergy.cli.verbs.account.prepare", lambda _folder: None)
    assert main(["account", "create", "ada@example.org"]) == 2
    assert "The two passwords are not the same." in capsys.readouterr().err


def test_it_says_that_an_address_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["account", "create"]) == 2
    assert "create needs an e-mail address" in capsys.readouterr().err
