"""The verb that lists what can be chosen."""

import json

from energy_synergy.cli.main import main
from energy_synergy.registry import FAMILIES, options


def test_it_lists_the_families(capsys) -> None:
    assert main(["options"]) == 0
    shown = capsys.readouterr().out
    assert all(name in shown for name in FAMILIES)


def test_it_lists_a_family_for_programs(capsys) -> None:
    assert main(["options", "checks", "--json"]) == 0
    assert list(json.loads(capsys.readouterr().out)) == options("checks")


def test_it_shows_the_fields_of_an_option(capsys) -> None:
    assert main(["options", "checks", "spike"]) == 0
    shown = capsys.readouterr().out
    assert "quantile" in shown
    assert "> 0.5, < 1" in shown


def test_an_unknown_option_names_the_nearest(capsys) -> None:
    assert main(["options", "sharing", "prorata"]) == 2
    assert "Did you mean pro_rata?" in capsys.readouterr().err


def test_it_shows_what_each_entry_of_a_list_holds(capsys) -> None:
    assert main(["options", "tariffs", "time_of_use"]) == 0
    shown = capsys.readouterr().out
    assert "list of table" in shown
    assert "each of bands is a table:" in shown
    assert "Monday 0 to Sunday 6" in shown
