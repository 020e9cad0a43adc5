"""The verb that proves a kept result of the market."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from energy_synergy.cli.main import main
from energy_synergy.trading.kept import write_market
from tests.unit.trading.test_proof import kept_market


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "result.npz"
    path.write_bytes(write_market(kept_market()))
    return path


def test_it_tells_every_promise(file, capsys) -> None:
    assert main(["prove", str(file)]) == 0
    assert "Every promise holds." in capsys.readouterr().out


def test_it_prints_an_object(file, capsys) -> None:
    assert main(["prove", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["is_sound"]
    assert {check["holds"] for check in told["checks"]} == {True}


def test_it_says_who_a_broken_promise_is_about(tmp_path, capsys) -> None:
    kept = kept_market()
    savings = kept.savings.copy()
    savings[1] += 1
    path = tmp_path / "broken.npz"
    path.write_bytes(write_market(replace(kept, savings=savings)))
    assert main(["prove", str(path), "--json"]) == 2
    broken = [one for one in json.loads(capsys.readouterr().out)["checks"] if one["holds"] is False]
    assert {"savings_match", "gain_identity"} == {one["code"] for one in broken}
    assert next(one for one in broken if one["code"] == "savings_match")["member"] == "Dairy"


@pytest.mark.parametrize("body", [b"", b"x" * 100])
def test_it_refuses_a_file_that_is_no_result(tmp_path, capsys, body) -> None:
    path = tmp_path / "other.npz"
    path.write_bytes(body)
    assert main(["prove", str(path)]) == 2
    assert "no kept result" in capsys.readouterr().err


def test_it_refuses_a_file_that_is_not_there(capsys) -> None:
    assert main(["prove", "nowhere.npz"]) == 2
    assert "nowhere.npz" in capsys.readouterr().err
