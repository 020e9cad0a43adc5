"""Refusals that a user can act on."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

import pytest

from energy_synergy.errors import EnergySynergyError, InvalidValue, InvariantBroken, MissingExtra, marked, require
from energy_synergy.files.refused import FileRefused
from energy_synergy.findings import Finding, Severity


def test_it_works() -> None:
    error = InvalidValue(marked("The {thing} is {size} too long."), thing="file", size=3)
    assert str(error) == "The file is 3 too long."
    assert (error.code, error.sentence, error.values["size"]) == ("invalid_value", "The {thing} is {size} too long.", 3)


def test_a_refusal_comes_back_from_another_process_whole() -> None:
    finding = Finding("empty", Severity.ERROR, marked("The file is empty."))
    error = pickle.loads(pickle.dumps(FileRefused(marked("{file} is empty."), findings=(finding,), file="a.csv")))
    assert isinstance(error, FileRefused)
    assert (str(error), error.findings) == ("a.csv is empty.", (finding,))


def test_a_sentence_is_marked_without_a_change() -> None:
    assert marked("Nothing {happens}.") == "Nothing {happens}."


def test_values_with_braces_stay_as_they_are() -> None:
    assert str(EnergySynergyError(marked("Bad value {value}."), value="{0}")) == "Bad value {0}."


def test_a_translation_may_put_the_values_in_another_order() -> None:
    error = EnergySynergyError(marked("{a} before {b}."), a=1, b=2)
    assert "{b} après {a}.".format_map(error.values) == "2 après 1."


def test_a_broken_invariant_is_no_refusal() -> None:
    assert not issubclass(InvariantBroken, EnergySynergyError)


def test_a_library_that_is_there_is_imported() -> None:
    assert require("json", extra="none") is sys.modules["json"]


def test_a_library_that_is_not_there_is_named_with_the_command_that_brings_it() -> None:
    with pytest.raises(MissingExtra, match=r'pip install "energy-synergy\[charts\]"'):
        require("no_such_library.part", extra="charts")


def test_a_library_that_breaks_on_import_is_not_called_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "library_with_a_hole.py").write_text("import no_such_dependency\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ModuleNotFoundError, match="no_such_dependency"):
        require("library_with_a_hole", extra="charts")
