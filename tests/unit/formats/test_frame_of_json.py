"""JSON within bounds, places told by reading, lengths from times, words of status."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest

import energy_synergy.formats.parsing as parsing
from energy_synergy import files
from energy_synergy.files.refused import FileRefused
from energy_synergy.formats.parsing.by_reading import BY_READING
from energy_synergy.formats.parsing.json_tree import branches, cell_at, read_json, text_at
from energy_synergy.formats.parsing.readings import Readings
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.run_lengths import with_run_lengths
from energy_synergy.formats.parsing.status_words import qualities
from energy_synergy.metering.series import Quality


def readings(starts: list[int], step: int) -> Readings:
    count = len(starts)
    lengths = np.full(count, step, dtype=np.int64)
    lines = np.arange(1, count + 1, dtype=np.int64)
    return Readings("m", "consumption", np.array(starts, dtype=np.int64), lengths, np.ones(count), "W", lines)


def test_each_sentence_of_lines_that_has_one_of_readings_is_in_use() -> None:
    folders = (Path(parsing.__file__).parent, Path(files.__file__).parent)
    paths = [path for folder in folders for path in folder.glob("*.py") if path.name != "by_reading.py"]
    trees = [ast.parse(path.read_text()) for path in paths]
    texts = {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert set(BY_READING) <= texts


def test_the_place_of_a_file_without_lines_is_the_reading() -> None:
    report = Report("a.json", has_lines=False)
    report.bad_row("bad_value", "Line {line}, column {column}: {value} is not a number.", line=7, column="v", value="x")
    (finding,) = report.findings()
    assert finding.message == "Reading 7, v: x is not a number."
    assert finding.place.line is None


@pytest.mark.parametrize("text", ["", "{", "[1,", '{"a": 1}x', "[" * 5_000, '"\\ud800', "[" + "9" * 5_000 + "]"])
def test_what_is_no_whole_json_is_refused(text: str) -> None:
    with pytest.raises(FileRefused):
        read_json(text.encode())


def test_values_that_are_no_plain_ones_are_told_apart() -> None:
    tree = read_json(b'{"list": [{"v": null, "w": true, "x": 5, "y": {}, "z": NaN}, 3], "text": 7}')
    (only,) = branches(tree, "list")
    assert [cell_at(only, key) for key in "vwxyz"] == ["", "True", 5.0, "?!", ""]
    assert (text_at(tree, "text"), text_at(tree, "list"), branches(tree, "text")) == ("7", "", [])


@pytest.mark.parametrize("stamp", ["start", "end"])
def test_a_long_run_of_wider_distances_is_as_many_longer_readings(stamp: str) -> None:
    hours = [n * 3_600 for n in range(10)]
    halves = [36_000 + n * 1_800 for n in range(10)]
    if stamp == "end":
        named = [start + 3_600 for start in hours] + [start + 1_800 for start in halves]
        found = with_run_lengths(readings([end - 1_800 for end in named], 1_800), "end")
    else:
        found = with_run_lengths(readings(hours + halves, 1_800), "start")
    assert found.starts.tolist() == hours + halves
    assert found.lengths.tolist() == [3_600] * 10 + [1_800] * 10


def test_a_hole_is_no_longer_reading() -> None:
    starts = [n * 1_800 for n in range(30) if n not in (9, 20)]
    assert set(with_run_lengths(readings(starts, 1_800), "end").lengths.tolist()) == {1_800}


def test_a_word_that_is_not_known_counts_as_measured_and_is_named() -> None:
    report = Report()
    found = qualities(["Réel", "", "Odd", "reel"], {"reel": Quality.ESTIMATED}, "Etat", report)
    assert found.tolist() == [Quality.ESTIMATED, Quality.MEASURED, Quality.MEASURED, Quality.ESTIMATED]
    assert [finding.message for finding in report.findings()] == [
        "Column Etat says Odd of 1 values, which is not known; they count as measured."
    ]
