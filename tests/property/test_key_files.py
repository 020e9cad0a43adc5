"""Whatever a file of coefficients holds, it gives a key that fits, or a refusal that says why."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from energy_synergy.files.refused import FileRefused
from energy_synergy.sharing.base import SUM_TOLERANCE
from energy_synergy.sharing.key_file import KeyFile, read_key_file
from energy_synergy.sharing.key_slots import KeyFileUnfit
from energy_synergy.sharing.static import Static

MEMBERS = ("Atelier", "Bureau", "Cave")
NUMBERS = ("", "0", "1", "0,5", "0.25", "50 %", "75", "-1", "x", "%")
DATES = ("2026-03-29 02:00", "2026-10-25 02:00", "2026-01-01T00:00Z", "2026-01-01T00:15:00+01:00")
TIMES = ("00:00", "12:00", "24:00", *DATES)
CELLS = st.sampled_from([*MEMBERS, "atelier", "Keller", "time", "#", '"', *NUMBERS, *TIMES])
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=6)


@given(table=TABLES, mark=st.sampled_from([";", ",", "\t"]), may_sum_below_one=st.booleans())
def test_any_table_is_a_key_or_a_refusal(table: list[list[str]], mark: str, may_sum_below_one: bool) -> None:
    check("\n".join(mark.join(row) for row in table).encode(), may_sum_below_one=may_sum_below_one)


@given(data=st.binary(max_size=200))
def test_any_bytes_are_a_key_or_a_refusal(data: bytes) -> None:
    check(data, may_sum_below_one=False)


def check(data: bytes, *, may_sum_below_one: bool) -> None:
    """Assert that a file is refused with findings, or gives coefficients whose sums are allowed."""
    found: KeyFile | FileRefused
    try:
        found = read_key_file(data, MEMBERS, timezone="Europe/Paris", may_sum_below_one=may_sum_below_one)
    except FileRefused as refused:
        found = refused
    assert all(one.message for one in found.findings)
    if isinstance(found, FileRefused):
        assert found.findings
        assert str(found)
        return
    sums = found.coefficients.sum(axis=-1)
    assert (sums <= 1 + SUM_TOLERANCE).all()
    assert found.layout == "pairs" or may_sum_below_one or (sums >= 1 - SUM_TOLERANCE).all()
    with suppress(KeyFileUnfit):
        found.key()


@given(weights=st.lists(st.integers(0, 1000), min_size=3, max_size=3).filter(any), mark=st.sampled_from(".,"))
def test_written_shares_are_read_as_they_are(weights: list[int], mark: str) -> None:
    shares = np.array(weights) / sum(weights)
    cells = [repr(float(share)).replace(".", mark) for share in shares]
    text = "member;share\n" + "\n".join(f"{name};{cell}" for name, cell in zip(MEMBERS, cells, strict=True))
    assert read_key_file(text.encode(), MEMBERS).key() == Static(shares=tuple(shares.tolist()))
