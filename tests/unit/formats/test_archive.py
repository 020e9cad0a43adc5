"""An archive is opened file by file, within bounds."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from energy_synergy.files.refused import FileRefused
from energy_synergy.formats import archive
from energy_synergy.formats.archive import is_archive, unpack

WORKBOOK = Path(__file__).parents[2] / "data" / "formats" / "generic_excel_kw.xlsx"


def packed(files: dict[str, bytes]) -> io.BytesIO:
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as target:
        for name, data in files.items():
            target.writestr(name, data)
    stream.seek(0)
    return stream


def code_of(stream: io.BytesIO) -> str:
    with pytest.raises(FileRefused) as refused:
        list(unpack(stream))
    return refused.value.findings[0].code


def test_it_works() -> None:
    stream = packed({"2026/may.csv": b"a", "__MACOSX/x.csv": b"-", ".hidden": b"-", "inner.zip": b"-", "b.xlsx": b"b"})
    assert is_archive(stream)
    assert list(unpack(stream)) == [("may.csv", b"a"), ("b.xlsx", b"b")]


def test_a_name_never_leaves_its_folder() -> None:
    assert [name for name, _ in unpack(packed({"../../etc/passwd": b"a", "c:\\x\\y.csv": b"b"}))] == ["passwd", "y.csv"]


def test_a_workbook_is_no_archive() -> None:
    assert not is_archive(io.BytesIO(WORKBOOK.read_bytes()))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 and nothing", b"time;kWh\n"])
def test_what_is_no_zip_is_no_archive(data: bytes) -> None:
    assert not is_archive(io.BytesIO(data))


def test_too_many_files_are_refused() -> None:
    assert code_of(packed({f"{n}.csv": b"a" for n in range(archive.MAX_FILES + 1)})) == "archive_too_many"


def test_nothing_inside_is_refused() -> None:
    assert code_of(packed({"folder/": b""})) == "archive_empty"


def test_a_file_packed_too_tightly_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "FREE_OF_RATIO", 1_000)
    assert code_of(packed({"zeros.csv": b"0" * 3_000_000})) == "archive_too_large"


def test_the_sum_of_all_files_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_TOTAL", 1_500)
    assert code_of(packed({"a.csv": b"a" * 1_000, "b.csv": b"b" * 1_000})) == "archive_too_large"


def test_damage_is_refused() -> None:
    data = bytearray(packed({"a.csv": b"abc" * 500}).getvalue())
    data[40:60] = b"\xff" * 20
    assert code_of(io.BytesIO(bytes(data))) == "archive_damaged"
