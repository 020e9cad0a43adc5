"""Looking into a file without keeping it."""

import io
import json

import pytest

from energy_synergy.files.refused import FileRefused
from energy_synergy.findings import Finding, Place, Severity
from energy_synergy.usecases.finding_json import finding_as_json
from energy_synergy.usecases.inspect_file import inspect_file, inspection_as_json

ROWS = [f"2025-06-{9 + row // 96:02}T{row // 4 % 24:02}:{row % 4 * 15:02}:00Z,{row}.5" for row in range(192)]


def stream(rows: list[str]) -> io.BytesIO:
    return io.BytesIO("\n".join(["start_utc,consumption_kwh", *rows, ""]).encode())


def test_it_works() -> None:
    inspection = inspect_file(stream(ROWS), usual_timezone="Europe/Paris", file_name="a.csv")
    (series,) = inspection.result.series
    assert (series.direction, len(series.energy_kwh)) == ("consumption", 192)


def test_it_reports_what_the_checks_find() -> None:
    spiked = [*ROWS[:100], ROWS[100].split(",")[0] + ",99999", *ROWS[101:]]
    inspection = inspect_file(stream(spiked), usual_timezone="Europe/Paris")
    assert "spike" in {finding.code for finding in inspection.findings}


def test_a_hint_counts() -> None:
    inspection = inspect_file(stream(ROWS), usual_timezone="Europe/Paris", unit="Wh")
    assert inspection.result.series[0].total_kwh == pytest.approx(sum(row + 0.5 for row in range(192)) / 1000)


def test_a_file_that_is_none_is_refused() -> None:
    with pytest.raises(FileRefused) as refused:
        inspect_file(io.BytesIO(b""), usual_timezone="Europe/Paris", file_name="empty.csv")
    assert refused.value.findings


def test_its_json_is_plain() -> None:
    described = inspection_as_json(inspect_file(stream(ROWS), usual_timezone="Europe/Paris"))
    assert json.loads(json.dumps(described)) == described
    assert described["series"][0]["step_minutes"] == 15


def test_a_finding_is_told_with_its_sentences_filled_in() -> None:
    finding = Finding(
        "x", Severity.ERROR, "{a} is wrong", {"a": "A", "b": 2}, Place(line=3), value="v", expected="up to {b}"
    )
    assert finding_as_json(finding) == {
        "code": "x",
        "severity": "error",
        "message": "A is wrong",
        "count": 1,
        "place": {"line": 3},
        "value": "v",
        "expected": "up to 2",
    }
