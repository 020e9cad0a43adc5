"""Files of prices that were damaged at random: read or refused with a reason, never anything else."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest

from energy_synergy.errors import EnergySynergyError
from energy_synergy.tariffs.price_files.detect import read_price_file

SAMPLES = Path(__file__).parents[3] / "data" / "price_files"
NAMES = ("eu_entsoe_a44.xml", "eu_entsoe_dayahead_2025.csv", "eu_entsoe_dayahead_legacy.csv")
TEXTS = (
    b";",
    b",",
    b"\n",
    b'"',
    b" - ",
    b"9" * 20,
    b"nan",
    b"2099",
    b"<",
    b"\x00",
    b"\xff",
    b"24:00",
    b"PT15M",
    b"A01",
)
TIMES = 250


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Return bytes with some of them lost, doubled or changed for others."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        place, other = chance.randrange(len(changed) + 1), chance.randrange(len(changed) + 1)
        length = chance.randint(1, 120)
        what = chance.choice((b"", chance.choice(TEXTS), bytes(changed[other : other + length])))
        changed[place : place + chance.choice((0, 0, length))] = what
    return bytes(changed)


@pytest.mark.parametrize("name", NAMES)
def test_it_reads_or_refuses_what_was_damaged(name: str) -> None:
    chance, data = random.Random(name), (SAMPLES / name).read_bytes()
    read, reasons = 0, []
    for _ in range(TIMES):
        try:
            result = read_price_file(io.BytesIO(damaged(data, chance)))
        except EnergySynergyError as refused:
            reasons.append(str(refused))
            continue
        read += 1
        for finding in result.findings:
            assert finding.message
            assert (finding.expected or "x").format_map(finding.values)
            assert (finding.advice or "x").format_map(finding.values)
    assert read > 0
    assert all(reasons)
