"""A file is looked at before anything is written: columns, problems, remedies, what it would bring."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest

from energy_synergy.errors import InvalidValue
from energy_synergy.files.refused import FileRefused
from energy_synergy.findings import Severity
from energy_synergy.metering.series import Quality
from energy_synergy.usecases.bad_rows import read_bad_rows
from energy_synergy.usecases.check_file import Checked, check_file
from energy_synergy.usecases.check_record import checked_as_record, checked_from_record
from energy_synergy.usecases.ingest import RowsRefused, read_dataset
from energy_synergy.usecases.remedies import remedy
from energy_synergy.usecases.told import READER_FIXES, SERIES_FIXES, Fix, Told, told_as_json, told_from_json

SAMPLES = Path(__file__).parents[2] / "data" / "formats"
TEN_BAD = (SAMPLES / "long_ten_bad_rows.csv").read_bytes()
PARIS = "Europe/Paris"


def rows(values: list[str], *, date: str = "2025-06-02", header: str = "Time;Consumption kWh") -> bytes:
    lines = [f"{date} {n // 4:02}:{n % 4 * 15:02};{value}" for n, value in enumerate(values)]
    return "\n".join([header, *lines, ""]).encode()


def check(data: bytes, told: Told = Told(), name: str = "mill.csv") -> Checked:  # noqa: B008
    return check_file(io.BytesIO(data), told, timezone=PARIS, file_name=name)


def kinds(checked: Checked, code: str) -> list[tuple[str, str]]:
    (problem,) = (one for one in checked.problems if one.code == code)
    return [(one.fix.kind, one.fix.to) for one in problem.remedies]


def test_it_works() -> None:
    checked = check(rows(["1.5"] * 96))
    assert checked.is_ready
    assert (checked.rows, checked.rows_ready, checked.rows_bad) == (96, 96, 0)
    assert [(c.header, c.role) for c in checked.columns] == [("Time", "time"), ("Consumption kWh", "consumption")]
    (series,), (preview,) = checked.series, checked.previews
    assert (series.direction, series.slots, series.missing, series.total_kwh) == ("consumption", 96, 0, 144.0)
    assert ([str(day) for day in preview.days], preview.energy_kwh) == (["2025-06-02"], (144.0,))


def test_ten_bad_rows_are_grouped_with_what_to_do() -> None:
    checked = check(TEN_BAD)
    assert (checked.rows_bad, checked.is_ready, checked.can_import_good_rows) == (10, False, True)
    assert sum(problem.count for problem in checked.open_problems) == 10
    assert all(problem.can_be_left_out for problem in checked.open_problems)
    first = checked.open_problems[0].examples[0]
    assert first.place.line is not None
    assert first.place.column
    assert first.expected


def test_bad_rows_are_left_out_only_when_asked() -> None:
    told = Told()
    with pytest.raises(RowsRefused):
        read_dataset(io.BytesIO(TEN_BAD), told, timezone=PARIS)
    for problem in check(TEN_BAD).open_problems:
        told = told.with_fix(Fix("leave_out", problem.code))
    dataset = read_dataset(io.BytesIO(TEN_BAD), told, timezone=PARIS)
    assert (dataset.left_out, check(TEN_BAD, told).is_ready) == (10, True)
    assert int(np.isnan(dataset.series[0].energy_kwh).sum()) == 10
    assert all(finding.severity is not Severity.ERROR for finding in dataset.findings)
    assert dataset.findings[0].code == "rows_left_out"


def test_bad_rows_are_given_back_as_they_are_written() -> None:
    bad = read_bad_rows(io.BytesIO(TEN_BAD), Told(), timezone=PARIS)
    assert bad.header == ("Date et heure", "Consommation (kWh)")
    assert (len(bad.rows), bad.separator, bad.decimal_mark) == (10, "semicolon", "comma")
    assert (bad.rows[0].line, bad.rows[0].cells) == (5, ("14/06/2025 00:45", "1_0"))
    assert bad.rows[0].findings[0].code == "bad_value"


def test_a_cell_is_corrected() -> None:
    data = rows(["1.5"] * 95 + ["12x"])
    (problem,) = check(data).open_problems
    told = Told().with_fix(Fix("cell", "12.4", f"{problem.examples[0].place.line}:Consumption kWh"))
    checked = check(data, told)
    assert (checked.is_ready, checked.series[0].total_kwh) == (True, pytest.approx(1.5 * 95 + 12.4))
    assert "cells_corrected" in {one.code for one in read_dataset(io.BytesIO(data), told, timezone=PARIS).findings}


def test_values_below_zero_can_become_the_other_direction() -> None:
    data = rows(["1.5"] * 90 + ["-2"] * 6)
    assert kinds(check(data), "negative_value")[:2] == [("negatives", "other_direction"), ("negatives", "absolute")]
    checked = check(data, Told().with_fix(Fix("negatives", "other_direction")))
    assert {one.direction: one.total_kwh for one in checked.series} == {"consumption": 135.0, "production": 12.0}
    assert checked.is_ready


def test_double_times_can_use_the_last() -> None:
    data = rows(["1.5"] * 96) + b"2025-06-02 23:45;9\n"
    assert kinds(check(data), "duplicate_time")[0] == ("doubles", "last")
    checked = check(data, Told().with_fix(Fix("doubles", "last")))
    assert (checked.rows_ready, checked.series[0].total_kwh) == (96, pytest.approx(1.5 * 95 + 9))


def test_an_assumed_unit_can_be_told() -> None:
    data = rows(["1500"] * 96, header="Time;Consumption")
    assert ("unit", "Wh") in kinds(check(data), "unit_assumed")
    told = Told().with_fix(Fix("unit", "Wh"))
    checked = check(data, told)
    assert checked.series[0].total_kwh == pytest.approx(144.0)
    assert "unit_told" in {one.code for one in read_dataset(io.BytesIO(data), told, timezone=PARIS).findings}
    assert "unit_assumed" not in {one.code for one in checked.problems}


def test_gaps_are_filled_only_when_asked() -> None:
    data = rows(["1.0"] * 10 + [""] * 4 + ["3.0"] * 82)
    assert kinds(check(data), "gap") == [("gaps", "interpolated")]
    told = Told().with_fix(Fix("gaps", "interpolated"))
    (series,) = read_dataset(io.BytesIO(data), told, timezone=PARIS).series
    assert series.energy_kwh[9:15].tolist() == pytest.approx([1.0, 1.4, 1.8, 2.2, 2.6, 3.0])
    assert set(series.quality[10:14].tolist()) == {Quality.SUBSTITUTED}


def test_a_value_far_above_all_others_can_be_missing_or_a_thousandth() -> None:
    data = rows([f"{1 + n % 7}" for n in range(95)] + ["3000"])
    assert kinds(check(data), "spike") == [("spikes", "missing"), ("spikes", "thousandth")]
    missing = check(data, Told().with_fix(Fix("spikes", "missing"))).series[0]
    small = check(data, Told().with_fix(Fix("spikes", "thousandth"))).series[0]
    assert (missing.missing, small.missing) == (1, 0)
    assert small.total_kwh == pytest.approx(missing.total_kwh + 3)


def test_times_in_the_skipped_hour_offer_a_clock_that_never_changes() -> None:
    data = rows(["1"] * 96, date="2026-03-29")
    assert kinds(check(data), "time_never_shown") == [("timezone", "Etc/GMT-1"), ("leave_out", "time_never_shown")]
    assert check(data, Told().with_fix(Fix("timezone", "Etc/GMT-1"))).is_ready


def test_a_mistaken_decimal_mark_is_offered() -> None:
    checked = check(rows(["1,5"] * 96), Told(hints={"decimal_mark": "point"}))
    assert kinds(checked, "bad_value")[0] == ("decimal_mark", "comma")


def test_a_mistaken_order_of_the_date_is_offered() -> None:
    lines = [f"{month:02}/{13 + month}/2025 {n:02}:00;1" for month in (6,) for n in range(24)]
    data = "\n".join(["Time;Consumption kWh", *lines, ""]).encode()
    checked = check(data, Told(hints={"date_order": "dmy"}))
    assert checked.refusal is not None or ("date_order", "mdy") in kinds(checked, "bad_time")


def test_a_column_of_no_direction_can_be_told() -> None:
    data = rows(["1.5"] * 96, header="Time;Value kWh")
    checked = check(data, name="2025.csv")
    assert checked.refusal is not None
    assert checked.refusal.code == "direction_needed"
    assert [one.fix.to for one in checked.remedies] == ["consumption", "production"]
    assert [column.header for column in checked.columns] == ["Time", "Value kWh"]
    assert check(data, Told(columns={"Time": "time", "Value kWh": "production"})).series[0].direction == "production"


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(FileRefused):
        check(b"hello, world")


def test_a_signature_is_that_of_the_header() -> None:
    june, july = rows(["1"] * 96), rows(["2"] * 96, date="2025-07-02")
    other = rows(["1"] * 96, header="Time;Production kWh")
    assert check(june).signature == check(july).signature != check(other).signature
    assert check(rows(["1"] * 96).split(b"\n", 1)[1], Told(hints={"direction": "consumption"})).signature == ""


def test_a_check_survives_being_kept() -> None:
    told = Told("", {"unit": "kWh"}, {}).with_fix(Fix("doubles", "last"))
    for data in (TEN_BAD, rows(["1"] * 96, date="2026-03-29"), rows(["1"] * 96, header="Time;Value kWh")):
        checked = check(data, told)
        assert checked_from_record(checked_as_record(checked)).problems == checked.problems
        kept = checked_from_record(checked_as_record(checked))
        assert (kept.previews, kept.series, kept.refusal) == (checked.previews, checked.series, checked.refusal)
    assert told_from_json(told_as_json(told)) == told


def test_a_typical_day_is_previewed_by_hour() -> None:
    data = (SAMPLES / "template_fr.csv").read_bytes()
    preview = check(data).previews[0]
    assert (preview.days, len(preview.energy_kwh)) == ((), 24)


@pytest.mark.parametrize(
    "fix", [Fix("unit", "horse"), Fix("nothing", "x"), Fix("cell", ""), Fix("leave_out", "x" * 99)]
)
def test_a_remedy_that_is_not_there_is_refused(fix: Fix) -> None:
    with pytest.raises(InvalidValue):
        Told().with_fix(fix)


def test_a_remedy_replaces_one_about_the_same_thing() -> None:
    told = Told().with_fix(Fix("unit", "Wh")).with_fix(Fix("unit", "kW")).with_fix(Fix("leave_out", "bad_value"))
    assert told.fixes == (Fix("unit", "kW"), Fix("leave_out", "bad_value"))
    assert told.without_fix(Fix("unit", "kW")).fixes == (Fix("leave_out", "bad_value"),)
    assert told.to_remember().fixes == (Fix("unit", "kW"),)


@pytest.mark.parametrize(
    ("kind", "to"), [(kind, to) for kind, known in {**READER_FIXES, **SERIES_FIXES}.items() for to in known]
)
def test_every_remedy_says_what_it_does(kind: str, to: str) -> None:
    assert remedy(Fix(kind, to)).sentence


def test_values_that_come_again_in_a_row_per_day_take_no_row_away() -> None:
    data = (SAMPLES / "wide_half_hours_autumn.csv").read_bytes()
    lines = data.splitlines()
    checked = check(b"\n".join([*lines, lines[-1]]), Told(hints={"direction": "consumption"}))
    assert 0 <= checked.rows_ready <= checked.rows
