from __future__ import annotations

import io
from pathlib import Path

import pytest

from energy_synergy.errors import InvalidValue, UnknownName
from energy_synergy.files.refused import FileRefused
from energy_synergy.formats.detect import detect_format, format_scores, read_file

SAMPLES = Path(__file__).parents[2] / "data" / "formats"


def test_it_works() -> None:
    assert read_file(SAMPLES / "generic_seed_day.csv").format == "template_csv"


def test_a_path_a_name_and_a_stream_give_the_same() -> None:
    path = SAMPLES / "generic_seed_day.csv"
    with path.open("rb") as stream:
        results = [read_file(path), read_file(str(path)), read_file(stream, file_name=path.name)]
    assert {result.series[0].meter for result in results} == {"generic_seed_day"}
    assert len({result.series[0].total_kwh for result in results}) == 1


def test_an_unknown_format_lists_those_there_are() -> None:
    with pytest.raises(UnknownName, match="long_csv"):
        read_file(SAMPLES / "generic_seed_day.csv", "long")


def test_an_unknown_hint_lists_those_there_are() -> None:
    with pytest.raises(UnknownName, match="timezone"):
        read_file(SAMPLES / "generic_seed_day.csv", timezon="Europe/Paris")


def test_a_hint_that_does_not_fit_is_refused() -> None:
    with pytest.raises(InvalidValue, match="unit"):
        read_file(SAMPLES / "generic_seed_day.csv", unit="litre")


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(UnknownName, match="Europe/Pariss"):
        read_file(SAMPLES / "generic_excel_fr.csv", timezone="Europe/Pariss")


def test_a_hint_that_the_format_at_hand_lacks_is_left_aside() -> None:
    assert read_file(SAMPLES / "generic_excel_kw.xlsx", separator="comma", timezone="Europe/Paris").format == "excel"


def test_prose_is_refused_with_one_finding() -> None:
    with pytest.raises(FileRefused) as caught:
        read_file(io.BytesIO(b"Dear Sir,\nplease find attached the readings.\n" * 9))
    assert [finding.code for finding in caught.value.findings] == ["not_readings"]


def test_no_format_claims_what_it_cannot_read() -> None:
    assert detect_format(b"%PDF-1.4") is None
    assert set(format_scores(b"", "").values()) == {0.0}
