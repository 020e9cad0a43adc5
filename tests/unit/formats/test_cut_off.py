"""A last line that nothing ends, in files that are known by their headings."""

from __future__ import annotations

import io

import numpy as np
import pytest

from energy_synergy.formats.base import ReadResult
from energy_synergy.formats.detect import read_file

HEADER = "Messzeitpunkt;Gemessener Verbrauch (kWh);Ersatzwert;"


def rows(count: int) -> list[str]:
    """Rows that name the ends of the quarters of 2 June 2025."""
    ends = [(2 + minute // 1440, minute % 1440) for minute in range(15, 15 * (count + 1), 15)]
    return [f"{day:02}.06.2025 {minute // 60:02}:{minute % 60:02};31,202000" for day, minute in ends]


def read(lines: list[str]) -> ReadResult:
    return read_file(io.BytesIO("\n".join([HEADER, *lines]).encode()), file_name="a.csv")


@pytest.mark.parametrize(
    ("lines", "is_whole"),
    [
        (rows(96), True),
        (rows(96)[::-1], True),
        (rows(40), False),
        (rows(96)[10:][::-1], False),
    ],
)
def test_its_value_counts_only_where_a_day_ends_with_it(lines: list[str], is_whole: bool) -> None:
    result = read(lines)
    codes = [finding.code for finding in result.findings]
    assert ("file_cut_off" in codes) != is_whole
    assert int(np.isnan(result.series[0].energy_kwh).sum()) == (0 if is_whole else 1)
