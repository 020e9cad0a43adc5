"""The command that compares keys and prices."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import pytest
from rich.console import Console

from energy_synergy.cli.arguments import UsageRefused
from energy_synergy.cli.main import main
from energy_synergy.cli.output import Output
from energy_synergy.cli.verbs.compare import asked

EXAMPLE = str(Path(__file__).parents[3] / "examples" / "market" / "group.toml")


def test_it_works(capsys) -> None:
    assert main(["compare", EXAMPLE]) == 0
    shown = capsys.readouterr().out
    assert "here the group gains most" in shown
    assert "with any price" in shown
    assert "(*) offered only with its compensation" in shown
    assert "the scheme does not admit" not in shown
    assert "Boulangerie" in shown
    assert "cascade: Ranks: whoever lacked least" in shown


def test_it_marks_the_keys_that_the_scheme_does_not_admit(tmp_path: Path, capsys) -> None:
    folder = Path(EXAMPLE).parent
    told = (folder / "group.toml").read_text().replace("fr_acc_extended", "at_beg").replace('area = "urban"', "")
    told = told.replace("../", f"{folder.parent}/").replace("day_ahead.csv", f"{folder}/day_ahead.csv")
    (tmp_path / "group.toml").write_text(told)
    assert main(["compare", str(tmp_path / "group.toml")]) == 0
    shown = capsys.readouterr().out
    assert "(!) the scheme does not admit this key" in shown
    assert "cascade (!)" in shown
    assert "pro_rata (!)" not in shown
    assert "static_iterative (!) with any price" in shown
    (chosen,) = (line for line in shown.splitlines() if "here the group gains most" in line)
    assert chosen.endswith(", of what the scheme admits")
    assert chosen.startswith(("pro_rata/", "static/"))


def test_no_name_and_no_amount_breaks_in_a_narrow_terminal(capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Output, "_console", lambda _: Console(width=80, file=sys.stdout))
    assert main(["compare", EXAMPLE, "--show", "equal/k_split"]) == 0
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert any(line.startswith("   compensated_supply_demand_ratio ") for line in lines)
    tables = lines[: lines.index("Assumed, and left out")]
    assert max(len(line) for line in tables if line.startswith(" ")) <= 80
    assert "All together" in "\n".join(tables)
    assert "VAT alone" not in "\n".join(tables)


def test_a_price_that_lacks_somewhere_is_marked(tmp_path: Path, capsys) -> None:
    folder = Path(EXAMPLE).parent
    prices = (folder / "day_ahead.csv").read_text().splitlines(keepends=True)
    (tmp_path / "day_ahead.csv").write_text("".join(prices[:100]))
    told = (folder / "group.toml").read_text().replace("../", f"{folder.parent}/")
    told = told.replace('{ name = "spot_indexed", spread_per_kwh = -0.004 }', "0.05")
    told = told.replace('{ name = "spot_indexed", spread_per_kwh = 0.019, cap_per_kwh = 0.25 }', "0.12")
    (tmp_path / "group.toml").write_text(told)
    words = ["--key", "equal", "--price", "k_split", "mid_market_rate", "spot_indexed"]
    assert main(["compare", str(tmp_path / "group.toml"), *words]) == 0
    shown = capsys.readouterr().out
    assert "equal/spot_indexed (?)" in shown
    assert "(?) spot_indexed has no price in " in shown
    assert "equal with any price but (?)" in shown


def test_json_is_one_object_and_findings_go_to_stderr(capsys) -> None:
    assert main(["compare", EXAMPLE, "--key", "equal", "--price", "k_split", "k=0.3", "--json"]) == 0
    told = capsys.readouterr()
    (one,) = json.loads(told.out)["combinations"]
    assert (one["key"], one["price"]) == ("equal", "k_split")
    assert "estimated" in told.err


def test_members_may_be_held_against_another_combination(capsys) -> None:
    words = ["compare", EXAMPLE, "--show", "equal/k_split", "--against", "cascade/k_split"]
    assert main(words) == 0
    shown = capsys.readouterr().out
    assert "Members under equal/k_split, against cascade/k_split:" in shown
    assert "loses" in shown


def test_every_member_of_every_combination_can_be_written(tmp_path, capsys) -> None:
    assert main(["compare", EXAMPLE, "--csv", str(tmp_path / "all.csv")]) == 0
    with (tmp_path / "all.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 8 * 7 * 4
    assert rows[0]["member"] == "Atelier"


@pytest.mark.parametrize(
    "words",
    [
        ["--key", "pro_rat"],
        ["--key", "static", "shares=0.5,0.5"],
        ["--show", "equal/k"],
        ["--price", "k=0.3"],
        ["--csv", "/nowhere/file.csv"],
        ["--csv", EXAMPLE],
        ["--from", "2026-01-01", "--to", "2025-01-01"],
    ],
)
def test_what_cannot_be_compared_is_refused(words, capsys) -> None:
    assert main(["compare", EXAMPLE, *words, "--json"]) == 2
    told = capsys.readouterr()
    assert set(json.loads(told.out)) == {"code", "message", "findings"}


def test_fields_follow_the_name_they_belong_to() -> None:
    words = ["static", "shares=0.5,0.5", "rounds=2", "equal"]
    assert asked(words) == {"static": {"shares": [0.5, 0.5], "rounds": 2}, "equal": {}}
    with pytest.raises(UsageRefused):
        asked(["equal", "equal"])


def test_a_single_combination_is_best_by_nothing(capsys) -> None:
    assert main(["compare", EXAMPLE, "--key", "equal", "--price", "k_split"]) == 0
    shown = capsys.readouterr().out
    assert "Best by" not in shown
    assert "gains most" not in shown
    assert "Members under equal/k_split, against alone with the grid:" in shown


def test_it_tells_which_part_of_the_grid_fee_was_taken_as_due(tmp_path: Path, capsys) -> None:
    assert main(["compare", EXAMPLE, "--key", "equal", "--price", "k_split"]) == 0
    assert "grid fee on shared energy, in percent of the full one: 100.0 %" in capsys.readouterr().out
    folder = Path(EXAMPLE).parent
    told = (folder / "group.toml").read_text().replace("fr_acc_extended", "es_collective").replace('area = "urban"', "")
    told = told.replace("../", f"{folder.parent}/").replace("day_ahead.csv", f"{folder}/day_ahead.csv")
    (tmp_path / "group.toml").write_text(told)
    assert main(["compare", str(tmp_path / "group.toml"), "--key", "static", "--price", "k_split"]) == 0
    assert "shared hour by hour" in capsys.readouterr().out
