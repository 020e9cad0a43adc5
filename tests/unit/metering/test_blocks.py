"""Cutting slots into UTC days, packing them and laying them out again."""

import numpy as np
import pytest

from energy_synergy.errors import InvalidValue
from energy_synergy.metering.blocks import from_blocks, pack, to_blocks, unpack_many

ONES = np.ones(200)
MEASURED = np.ones(200, dtype=np.uint8)


def test_it_works() -> None:
    blocks = to_blocks(96 * 10 + 90, ONES, MEASURED)
    assert [block.day_index for block in blocks] == [10, 11, 12, 13]
    assert [block.missing_slots for block in blocks] == [90, 0, 0, 94]
    assert [block.total_kwh for block in blocks] == [6.0, 96.0, 96.0, 2.0]


def test_no_readings_make_no_block() -> None:
    assert to_blocks(5, ONES[:0], MEASURED[:0]) == []


def test_packed_days_come_back_the_same() -> None:
    blocks = to_blocks(3, np.arange(200.0), MEASURED)
    energy, quality = unpack_many(*zip(*map(pack, blocks), strict=True))
    assert np.array_equal(energy, [block.energy_kwh for block in blocks], equal_nan=True)
    assert np.array_equal(quality, [block.quality for block in blocks])


def test_packing_is_little_endian() -> None:
    energy, quality = pack(to_blocks(0, np.array([1.0]), MEASURED[:1])[0])
    assert energy[:8] == b"\x00\x00\x00\x00\x00\x00\xf0\x3f"
    assert quality[:2] == b"\x01\x00"


def test_damaged_bytes_are_refused() -> None:
    with pytest.raises(InvalidValue):
        unpack_many([b"123"], [b"1"])


def test_days_are_laid_out_on_a_window() -> None:
    energy, quality = unpack_many(*zip(*map(pack, to_blocks(96, np.arange(192.0), MEASURED[:192])), strict=True))
    laid, codes = from_blocks([1, 2], energy, quality, first_index=190, slots=100)
    assert laid[:98].tolist() == list(range(94, 192))
    assert np.isnan(laid[98:]).all()
    assert codes.tolist() == [1] * 98 + [0] * 2


def test_no_day_means_missing() -> None:
    energy, quality = unpack_many([], [])
    laid, codes = from_blocks([], energy, quality, first_index=0, slots=3)
    assert np.isnan(laid).all()
    assert codes.tolist() == [0, 0, 0]
