"""What is special of R63 and DataConnect: places told by reading, lists of answers, what is no curve."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from energy_synergy.files.refused import FileRefused
from energy_synergy.formats.base import ReadResult
from energy_synergy.formats.detect import detect_format, read_file

PARIS = ZoneInfo("Europe/Paris")


def moments(day: str, minutes: int, *, shift: int = 0) -> list[datetime]:
    first = datetime.fromisoformat(day).replace(tzinfo=PARIS).timestamp()
    last = (datetime.fromisoformat(day) + timedelta(days=1)).replace(tzinfo=PARIS).timestamp()
    count = int((last - first) // (60 * minutes))
    return [datetime.fromtimestamp(first + 60 * (n * minutes + shift), PARIS) for n in range(count)]


def points(day: str = "2025-06-02", minutes: int = 15, **more: Any) -> list[dict[str, Any]]:
    return [
        {"d": moment.isoformat(), "v": "250", "p": f"PT{minutes}M", "n": "B", "iv": 0, **more}
        for moment in moments(day, minutes)
    ]


def measure(its_points: list[Any], *, unit: str = "Wh", quantity: str = "EA", way: str = "CONS") -> dict[str, Any]:
    grandeur = {"grandeurMetier": way, "grandeurPhysique": quantity, "unite": unit, "points": its_points}
    period = {"dateDebut": "2025-06-02", "dateFin": "2025-06-03"}
    return {"idPrm": "30001999999999", "etapeMetier": "BRUT", "periode": period, "grandeur": [grandeur]}


def read_r63(*measures: dict[str, Any], **more: Any) -> ReadResult:
    data = json.dumps({"header": {"codeFlux": "R63"}, "mesures": list(measures), **more}).encode()
    assert detect_format(data) == "enedis_r63"
    return read_file(io.BytesIO(data), file_name="R63.json")


def answer(day: str = "2025-06-02", **more: Any) -> dict[str, Any]:
    readings = [
        {"value": "1200", "date": f"{moment:%Y-%m-%d %H:%M:%S}", "interval_length": "PT30M", "measure_type": "B"}
        for moment in moments(day, 30, shift=30)
    ]
    kind = {"measurement_kind": "power", "unit": "W", "aggregate": "average"}
    bounds = {"start": day, "end": str(datetime.fromisoformat(day).date() + timedelta(days=1))}
    return {
        "meter_reading": {
            "usage_point_id": "19999999999999",
            **bounds,
            "reading_type": kind,
            "interval_reading": readings,
            **more,
        }
    }


def read_answer(tree: Any, file_name: str = "a.json", **hints: Any) -> ReadResult:
    return read_file(io.BytesIO(json.dumps(tree).encode()), "enedis_dataconnect", file_name=file_name, **hints)


def codes(result: ReadResult) -> list[str]:
    return [finding.code for finding in result.findings]


def test_it_works() -> None:
    (series,) = read_r63(measure(points())).series
    assert (series.starts_at, series.total_kwh) == (datetime(2025, 6, 1, 22, tzinfo=UTC), 24.0)


@pytest.mark.parametrize(("unit", "kwh"), [("Wh", 0.25), ("W", 0.0625)])
def test_the_unit_says_whether_the_length_counts(unit: str, kwh: float) -> None:
    assert read_r63(measure(points(), unit=unit)).series[0].energy_kwh[0] == kwh


def test_a_bad_value_is_told_by_the_number_of_its_reading() -> None:
    its_points = points()
    its_points[4]["v"] = "lots"
    its_points[5]["v"] = None
    result = read_r63(measure(its_points))
    assert [finding.message for finding in result.findings] == [
        "Reading 5, v: lots is not a number.",
        "Reading 6, v: the value is missing.",
    ]
    assert result.bad_rows == 1
    assert result.findings[0].place.line is None


def test_a_reading_that_comes_twice_with_another_value_is_told() -> None:
    its_points = [*points(), {**points()[3], "v": "999"}]
    result = read_r63(measure(its_points))
    assert codes(result) == ["out_of_order", "duplicate_time"]
    assert result.findings[1].message.startswith("Reading 97 repeats the time")


def test_reactive_energy_is_left_out() -> None:
    result = read_r63(measure(points()), measure(points(), quantity="ERI", unit="VArh"))
    assert len(result.series) == 1
    assert codes(result) == ["not_energy"]


def test_daily_totals_and_registers_are_refused() -> None:
    with pytest.raises(FileRefused) as caught:
        read_r63(measure([{"d": f"2025-06-0{n}", "v": "9000", "p": "P1D", "n": "B"} for n in range(1, 5)]))
    assert caught.value.findings[0].code == "step_not_supported"
    register = {"idPrm": "1", "contexte": [{"grandeur": [{"calendrier": []}]}]}
    with pytest.raises(FileRefused, match="R64"):
        read_r63(register, header={"codeFlux": "R64"})


@pytest.mark.parametrize("text", ["[" * 100_000, "[{},", '{"mesures": 5}', "[1e999, 1]", "null", '{"mesures":[[1]]}'])
@pytest.mark.parametrize("name", ["enedis_r63", "enedis_dataconnect"])
def test_other_json_is_refused(name: str, text: str) -> None:
    with pytest.raises(FileRefused):
        read_file(io.BytesIO(text.encode()), name)


def test_a_tree_of_countless_branches_is_refused_before_it_is_grown() -> None:
    with pytest.raises(FileRefused) as caught:
        read_file(io.BytesIO(b"[" + b"[]," * 2_300_000 + b"[]]"), "enedis_r63")
    assert caught.value.findings[0].code == "table_too_large"


@pytest.mark.parametrize(("day", "slots"), [("2025-06-02", 48), ("2025-03-30", 46), ("2025-10-26", 50)])
def test_ends_without_an_offset_are_read_over_both_clock_changes(day: str, slots: int) -> None:
    (series,) = read_answer(answer(day)).series
    assert len(series.energy_kwh) == slots
    assert series.total_kwh == pytest.approx(slots * 0.6)
    assert series.starts_at == datetime.fromisoformat(day).replace(tzinfo=PARIS).astimezone(UTC)


def test_several_answers_in_a_list_are_one_series() -> None:
    (series,) = read_answer([answer("2025-06-02"), answer("2025-06-03")]).series
    assert len(series.energy_kwh) == 96
    assert not np.isnan(series.energy_kwh).any()


def test_the_direction_is_told_or_in_the_name_or_assumed_aloud() -> None:
    assert read_answer(answer(), direction="production").series[0].direction == "production"
    assert read_answer(answer(), "production_load_curve.json").series[0].direction == "production"
    result = read_answer(answer())
    assert result.series[0].direction == "consumption"
    assert codes(result) == ["direction_assumed"]


def test_daily_consumption_of_the_interface_is_refused() -> None:
    kind = {"measurement_kind": "energy", "unit": "Wh", "measuring_period": "P1D"}
    daily = [{"value": "9000", "date": f"2025-06-0{n}"} for n in range(1, 8)]
    with pytest.raises(FileRefused) as caught:
        read_answer(answer(reading_type=kind, interval_reading=daily))
    assert caught.value.findings[0].code == "step_not_supported"


def test_keys_in_another_order_are_the_same_file() -> None:
    measures = {"header": {"codeFlux": "R63"}, "mesures": [measure(points(minutes=5) * 3)]}
    assert detect_format(json.dumps(measures, sort_keys=True).encode()[:65_536]) == "enedis_r63"
    long = answer(interval_reading=answer()["meter_reading"]["interval_reading"] * 20)
    assert detect_format(json.dumps(long, sort_keys=True).encode()[:65_536]) == "enedis_dataconnect"
