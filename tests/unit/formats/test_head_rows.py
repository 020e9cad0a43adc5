"""The first rows of a file, cut up once for all formats."""

from __future__ import annotations

from pathlib import Path

import pytest

from energy_synergy.files.refused import FileRefused
from energy_synergy.formats.detect import detect_format, format_scores, head_of
from energy_synergy.formats.long_csv import LongCsv
from energy_synergy.formats.parsing.grid import text_grid
from energy_synergy.formats.parsing.head_rows import HeadRows

DATA = Path(__file__).parents[2] / "data" / "formats"
SAMPLES = sorted(
    path for path in DATA.rglob("*.*") if not path.name.endswith((".expected.csv", "index.json")) and path.is_file()
)
TEXT = "Zeit;Verbrauch (kWh)\n01.06.2025 00:00;1,5\n"


def test_names_are_those_of_headings() -> None:
    head = HeadRows([["Zählpunkt", "Größe [kWh]"], [1.5, ""]])
    assert head.names == (("zahlpunkt", "grosse kwh"), ("1 5", ""))
    assert head.all_names == {"zahlpunkt", "grosse kwh", "1 5", ""}


def test_some_of_the_rows_keep_their_names() -> None:
    head = HeadRows([["a"], ["B"], ["C"]])
    assert (head[1:].names, head[1], list(head[:1])) == ((("b",), ("c",)), ["B"], [["a"]])


def test_every_format_looks_at_the_same_rows() -> None:
    first, again = ({}, {})
    grid = text_grid(TEXT.encode(), LongCsv(), first)
    assert text_grid(TEXT.encode(), LongCsv(), again) is grid
    assert first == again == {"encoding": "utf-8", "separator": "semicolon"}


def test_what_was_told_is_read_anew() -> None:
    told = text_grid(TEXT.encode(), LongCsv(separator="comma"), {})
    assert told is not text_grid(TEXT.encode(), LongCsv(), {})
    assert told.separator == "comma"


def test_what_is_no_text_is_refused_each_time() -> None:
    for _ in range(2):
        with pytest.raises(FileRefused):
            text_grid(b"%PDF-1.4", LongCsv(), {})


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_the_format_is_the_one_that_claims_a_file_most_surely(sample: Path) -> None:
    head = head_of(sample.read_bytes())
    scores = format_scores(head, sample.name)
    best = max(scores, key=lambda name: (scores[name], name))
    assert detect_format(head, sample.name) == (best if scores[best] >= 0.2 else None)
