from __future__ import annotations

import gzip
import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator

import openpyxl
import pytest

from energy_synergy.files.refused import FileRefused
from energy_synergy.formats.detect import read_file

MB = 1_000_000
CONTENT_TYPES = "[Content_Types].xml"
SHEET = "xl/worksheets/sheet1.xml"


class Endless(io.RawIOBase):
    """A stream of rows that never ends by itself, and says how much was taken from it."""

    def __init__(self, piece: bytes, most: int) -> None:
        self.piece, self.left, self.taken = piece, most, 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        wanted = min(self.left, size if size >= 0 else self.left)
        self.left -= wanted
        self.taken += wanted
        return (self.piece * (wanted // len(self.piece) + 1))[:wanted]


@pytest.fixture
def peak_mb() -> Iterator[Callable[[], float]]:
    tracemalloc.start()
    yield lambda: tracemalloc.get_traced_memory()[1] / MB
    tracemalloc.stop()


def refused(source: bytes | Endless, **hints: str) -> str:
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    with pytest.raises(FileRefused) as caught:
        read_file(stream, timezone="Europe/Paris", direction="consumption", **hints)  # type: ignore[arg-type]
    (finding,) = caught.value.findings
    assert finding.advice
    return finding.code


def xlsx(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def book(rows: list[list[object]]) -> bytes:
    out, workbook = io.BytesIO(), openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.save(out)
    return out.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def test_a_200_mb_file_is_refused_after_50_mb(peak_mb: Callable[[], float]) -> None:
    stream = Endless(b"2025-06-02 00:00,1.5\n", 200 * MB)
    assert refused(stream) == "file_too_large"
    assert stream.taken < 53 * MB
    assert peak_mb() < 120


def test_a_small_gzip_that_unpacks_to_a_lot_is_refused(peak_mb: Callable[[], float]) -> None:
    packed = io.BytesIO()
    with gzip.open(packed, "wb") as file:
        for _ in range(200):
            file.write(bytes(MB))
    tracemalloc.reset_peak()
    assert refused(packed.getvalue()) == "file_too_large"
    assert peak_mb() < 120


def test_a_gzip_of_a_csv_is_read() -> None:
    data = b"Time,Consumption (kWh)\n2025-06-02T00:00Z,1\n2025-06-02T00:15Z,2\n"
    assert read_file(io.BytesIO(gzip.compress(data))).series[0].total_kwh == 3


@pytest.mark.parametrize("data", [b"", b"\n\n  \n", b"\xef\xbb\xbf", bytes(5_000)])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert refused(data) == "file_empty"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
        b"%PDF-1.7 " + b"a" * 500,
        b"\xd0\xcf\x11\xe0" + bytes(5_000),
        b"PAR1" + bytes(range(256)),
        bytes(range(256)) * 50,
        b"Time,Production\n00:00,\x00\x00\n",
    ],
)
def test_a_binary_file_is_refused_by_every_text_format(data: bytes) -> None:
    for name in ("template_csv", "long_csv", "wide_csv"):
        assert refused(data, format=name) == "file_binary"
    assert refused(data) == "file_binary"


def test_a_damaged_gzip_is_refused() -> None:
    assert refused(gzip.compress(b"a" * 900)[:-12]) == "file_damaged"


def test_one_giant_line_is_refused(peak_mb: Callable[[], float]) -> None:
    assert refused(b"1;" * (5 * MB), format="long_csv") == "table_too_large"
    assert peak_mb() < 40


def test_a_giant_line_far_down_is_refused(peak_mb: Callable[[], float]) -> None:
    rows = b"".join(b"2025-06-%02d %02d:00;1\n" % (day, hour) for day in range(1, 29) for hour in range(24))
    assert refused(b"Time;Consumption (kWh)\n" + rows + b"5" * (5 * MB)) == "table_too_large"
    assert peak_mb() < 60


def test_a_row_of_thousands_of_cells_is_refused() -> None:
    assert (
        refused(b"Time;Consumption (kWh)\n2025-06-02 00:00;1\n2025-06-02 00:15;1" + b";1" * 5_000) == "table_too_large"
    )


def test_rows_beyond_the_limit_are_refused_before_they_pile_up(
    peak_mb: Callable[[], float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("energy_synergy.formats.parsing.grid.MAX_ROWS", 50_000)
    data = b"Time;Consumption (kWh)\n" + b"2025-06-02 00:00;1\n" * 99 + b";\n;1\n" * (2 * MB)
    tracemalloc.reset_peak()
    assert refused(data) == "table_too_large"
    assert peak_mb() < 80


def test_a_zip_bomb_is_refused_before_it_unpacks(peak_mb: Callable[[], float]) -> None:
    bomb = xlsx({CONTENT_TYPES: b"<x/>", SHEET: b" " * (160 * MB)})
    tracemalloc.reset_peak()
    assert refused(bomb) == "workbook_too_large"
    assert peak_mb() < 10


def test_a_workbook_packed_too_tightly_is_refused() -> None:
    assert refused(xlsx({CONTENT_TYPES: b"<x/>", SHEET: b" " * (20 * MB)})) == "workbook_too_large"


def test_a_workbook_with_too_many_parts_is_refused() -> None:
    parts = {f"xl/media/{number}.txt": b"a" for number in range(1_100)}
    assert refused(xlsx({CONTENT_TYPES: b"<x/>", **parts})) == "workbook_too_large"


def test_a_zip_that_lies_about_its_sizes_unpacks_no_more_than_it_says(peak_mb: Callable[[], float]) -> None:
    data = book([["Time", "Consumption (kWh)"], ["2025-06-02 00:00", 1.0], ["2025-06-02 00:15", 1.0]])
    parts = parts_of(data)
    lying = bytearray(xlsx({**parts, SHEET: parts[SHEET] + b" " * (120 * MB)}))
    directory = lying.rfind(b"PK\x01\x02", 0, lying.rfind(SHEET.encode()))
    lying[directory + 24 : directory + 28] = struct.pack("<I", 2_000)
    tracemalloc.reset_peak()
    assert refused(bytes(lying)) in ("workbook_damaged", "not_readings")
    assert peak_mb() < 20


def test_an_entity_bomb_in_a_workbook_is_refused() -> None:
    parts = parts_of(book([["Time", "Production"]]))
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>'
    parts[SHEET] = entities + parts[SHEET].replace(b"<t>Time</t>", b"<t>&b;</t>")
    assert refused(xlsx(parts)) == "workbook_damaged"


def test_a_sheet_that_claims_a_million_columns_costs_little(peak_mb: Callable[[], float]) -> None:
    parts = parts_of(book([["Time", "Consumption (kWh)"], ["2025-06-02 00:00", 1.0], ["2025-06-02 00:15", 2.0]]))
    parts[SHEET] = parts[SHEET].replace(b'ref="A1:B3"', b'ref="A1:XFD1048576"')
    tracemalloc.reset_peak()
    (series,) = read_file(io.BytesIO(xlsx(parts)), timezone="Europe/Paris").series
    assert series.total_kwh == 3.0
    assert peak_mb() < 20


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    assert refused(xlsx({"readings.csv": b"Time,Production\n00:00,1\n"})) == "file_binary"
    assert refused(xlsx({"readings.csv": b"x"}), format="excel") == "workbook_damaged"


def test_a_file_that_is_not_there_is_refused() -> None:
    with pytest.raises(FileRefused, match="cannot be opened"):
        read_file("no/such/file.csv")
