"""The verbs that serve a site, up to the moment they serve it."""

import os
import socket
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest

from energy_synergy.cli.address import opens_browser
from energy_synergy.cli.main import main


def test_a_port_that_is_taken_is_refused(capsys) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert main(["serve", "--port", str(other.getsockname()[1])]) == 2
    assert "--port" in capsys.readouterr().err


def test_an_address_that_others_reach_needs_an_account(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "energy_synergy.cli.main", "serve", "--host", "0.0.0.0", "--port", "0"]
    done = subprocess.run([*command, "--data-dir", str(tmp_path)], capture_output=True, text=True, check=False)
    assert (done.returncode, "account create" in done.stderr) == (2, True), done.stderr


@pytest.mark.parametrize("no_browser", [True, False])
def test_no_browser_opens_where_nobody_would_see_it(no_browser) -> None:
    assert not opens_browser(Namespace(no_browser=no_browser))


def test_the_demo_group_is_made_once(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "energy_synergy.cli.main", "demo", "--no-serve", "--data-dir", str(tmp_path)]
    environment = {name: value for name, value in os.environ.items() if name != "ES_DATA_DIR"}
    first = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    again = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert (first.returncode, again.returncode) == (0, 0), first.stderr + again.stderr
    assert "Simulating" in first.stderr
    assert "Simulating" not in again.stderr
