"""Sharing keys with coefficients from a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from energy_synergy.timeline import Timeline
from energy_synergy.usecases.compare import compare_manifest
from energy_synergy.usecases.key_files import KeyFileTold, fields_of_files
from energy_synergy.usecases.manifest import load_manifest

EXAMPLE = Path(__file__).parents[3] / "examples" / "market" / "group.toml"
DAY = Timeline.from_days(date(2025, 6, 1), date(2025, 6, 2), "Europe/Paris")
FIXED = "member;share\nAtelier;50 %\nBureau;30 %\nCave;20 %\n"
PAIRS = ";Bureau;Cave\nAtelier;0,75;0,25\n"


def read(folder: Path, key: str, text: str, **others: object):
    (folder / "own.csv").write_text(text, encoding="utf-8")
    asked = {key: {"file": str(folder / "own.csv"), **others}}
    return fields_of_files(asked, ["Atelier", "Bureau", "Cave"], DAY, timezone="Europe/Paris")


def test_it_works(tmp_path: Path) -> None:
    found, findings = read(tmp_path, "static", FIXED, rounds=2)
    assert found == {"static": {"shares": (0.5, 0.3, 0.2), "rounds": 2}}
    assert findings == ()


def test_the_same_parts_serve_every_key_with_fixed_parts(tmp_path: Path) -> None:
    for key in ("static", "static_iterative", "hybrid"):
        assert read(tmp_path, key, FIXED)[0][key]["shares"] == (0.5, 0.3, 0.2)


def test_parts_of_each_slot_and_of_each_pair_are_read_too(tmp_path: Path) -> None:
    rows = "".join(f"{hour:02}:00;0,5;0,25;0,25\n" for hour in range(24))
    assert np.shape(read(tmp_path, "slot_shares", f"time;Atelier;Bureau;Cave\n{rows}")[0]["slot_shares"]["shares"]) == (
        96,
        3,
    )
    found, findings = read(tmp_path, "full_dynamic", PAIRS)
    assert np.array(found["full_dynamic"]["coefficients"])[0].tolist() == [0, 0.75, 0.25]
    assert all(one.severity.value != "error" for one in findings)


def test_keys_without_a_file_are_left_alone() -> None:
    asked = {"equal": {}, "static": {"shares": [1.0]}}
    assert fields_of_files(asked, ["A"], DAY, timezone="UTC") == (asked, ())


@pytest.mark.parametrize(
    ("key", "text", "told"),
    [
        ("static", FIXED.replace("20 %", "30 %"), "static, .*own.csv: .*sum to 1.1, not to 1"),
        ("static", FIXED.replace("Cave", "Grange"), "Grange"),
        ("static", "", "own.csv: "),
        ("static", PAIRS, "holds coefficients of full_dynamic, not of static. Name it with that key."),
        ("cascade", FIXED, "holds coefficients of static, not of cascade"),
    ],
)
def test_a_file_that_does_not_serve_the_key_is_refused(tmp_path: Path, key: str, text: str, told: str) -> None:
    with pytest.raises(KeyFileTold, match=told):
        read(tmp_path, key, text)


def test_a_file_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyFileTold, match=r"static, nowhere.csv: No such file"):
        fields_of_files({"static": {"file": "nowhere.csv"}}, ["A"], DAY, timezone="UTC")


def test_a_comparison_uses_them(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("member;share\nBureau;0.4\nBoulangerie;0.6\n", encoding="utf-8")
    keys = {"static": {"file": str(tmp_path / "own.csv")}}
    found = compare_manifest(load_manifest(EXAMPLE), keys=keys, prices={"k_split": {}})
    (one,) = found.combinations
    assert one.key.option.shares == (0.0, 0.4, 0.6, 0.0)
    assert one.key.assumption == ""
    assert any("Atelier" in finding.message for finding in found.findings if finding.code.startswith("key"))
