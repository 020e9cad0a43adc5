"""The examples of the repository work as they are."""

import json
from pathlib import Path

import pytest

from energy_synergy.cli.main import main

EXAMPLES = Path(__file__).parents[3] / "examples"


def test_the_example_group_is_analysed_without_a_warning(capsys) -> None:
    assert main(["analyse", str(EXAMPLES / "group.toml"), "--json"]) == 0
    described = json.loads(capsys.readouterr().out)
    assert described["slots"] == 7 * 96
    assert described["totals"]["shared_kwh"] > 0
    assert {finding["severity"] for finding in described["findings"]} == {"info"}


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.csv")), ids=lambda path: path.stem)
def test_the_example_files_are_read_as_they_are(path, capsys) -> None:
    assert main(["inspect", str(path), "--json"]) == 0
    (series,) = json.loads(capsys.readouterr().out)["series"]
    assert series["starts_at"] == "2025-06-08T22:00:00+00:00"
