"""The file of coefficients for Spanish distributors."""

from __future__ import annotations

import numpy as np
import pytest

from energy_synergy.schemes.coefficient_files.largest_remainder import (
    CoefficientBelowZero,
    CoefficientsDoNotSum,
    whole_parts,
)
from energy_synergy.schemes.coefficient_files.spain import (
    CHECK_LETTERS,
    CHECK_MODULUS,
    HourlyLayout,
    NotEveryHour,
    RepeatedCups,
    UnusableCau,
    UnusableCups,
    checked_cau,
    checked_cups,
    fixed_file,
    hourly_file,
)

KNOWN = "ES0031300325733001FH0F"


def cups(number: int) -> str:
    """Return the code of a supply point with the letters that fit."""
    first, second = divmod(number % CHECK_MODULUS, len(CHECK_LETTERS))
    return f"ES{number:016d}{CHECK_LETTERS[first]}{CHECK_LETTERS[second]}0F"


CODES = [cups(31300325733001), cups(31300325733002), cups(31300325733003)]
CAU = f"{KNOWN}A000"


def test_it_works() -> None:
    file = fixed_file(CAU, 2026, dict.fromkeys(CODES, 1 / 3))
    assert file.name == f"{CAU}_2026.txt"
    assert file.text == f"{CODES[0]};0,333334\n{CODES[1]};0,333333\n{CODES[2]};0,333333\n"


def test_the_letters_of_a_known_supply_point_fit() -> None:
    assert CODES[0] == KNOWN
    assert checked_cups(" es0031 300325733001 fh0f ") == KNOWN


def test_a_member_without_share_and_one_with_all_keep_their_lines() -> None:
    assert fixed_file(CAU, 2026, {CODES[0]: 0.0, CODES[1]: 1.0}).text.split() == [
        f"{CODES[0]};0,000000",
        f"{CODES[1]};1,000000",
    ]


@pytest.mark.parametrize("shares", [[0.5, 0.499999], [0.5, 0.500001], [0.333333, 0.333333], [0.0, 0.0]])
def test_a_sum_that_is_off_is_refused(shares: list[float]) -> None:
    with pytest.raises(CoefficientsDoNotSum, match="must sum to exactly 1"):
        fixed_file(CAU, 2026, dict(zip(CODES, shares, strict=False)))


@pytest.mark.parametrize("share", [-0.1, float("nan"), float("inf")])
def test_what_is_no_share_is_refused(share: float) -> None:
    with pytest.raises(CoefficientBelowZero):
        fixed_file(CAU, 2026, {CODES[0]: share, CODES[1]: 1 - share})


def test_no_member_is_no_file() -> None:
    with pytest.raises(CoefficientsDoNotSum):
        fixed_file(CAU, 2026, {})


@pytest.mark.parametrize("code", ["", "ES0031300325733001FH", "FR0031300325733001FH0F", "ES003130032573300XFH0F"])
def test_an_incomplete_code_is_refused(code: str) -> None:
    with pytest.raises(UnusableCups, match="22 characters"):
        fixed_file(CAU, 2026, {code: 1.0})


def test_letters_that_do_not_fit_are_refused() -> None:
    with pytest.raises(UnusableCups, match="two letters"):
        checked_cups("ES0031300325733001FJ0F")


def test_a_code_that_comes_twice_is_refused() -> None:
    with pytest.raises(RepeatedCups):
        fixed_file(CAU, 2026, {CODES[0]: 0.5, CODES[0].lower(): 0.5})


@pytest.mark.parametrize("cau", ["", KNOWN, f"{KNOWN}A00", f"{KNOWN}B000", "ES0031300325733001FJ0FA000"])
def test_a_code_that_names_no_installation_is_refused(cau: str) -> None:
    with pytest.raises(UnusableCau):
        checked_cau(cau)


def test_every_hour_sums_to_one() -> None:
    draw = np.random.default_rng(7)
    shares = draw.dirichlet([1.0, 2.0, 3.0], size=8760)
    lines = hourly_file(CAU, 2026, CODES, shares).text.splitlines()
    assert len(lines) == 3 * 8760
    parts = [int(line.rpartition(";")[2].replace(",", "")) for line in lines]
    assert set(np.array(parts).reshape(8760, 3).sum(axis=1)) == {1_000_000}
    assert lines[0].startswith(f"{CODES[0]};0001;0,")
    assert lines[-1].startswith(f"{CODES[2]};8760;0,")


def test_hours_can_count_from_zero_without_padding() -> None:
    shares = np.full((8760, 2), 0.5)
    lines = hourly_file(CAU, 2026, CODES[:2], shares, HourlyLayout(first_hour=0, digits=1)).text.splitlines()
    assert (lines[0], lines[-1]) == (f"{CODES[0]};0;0,500000", f"{CODES[1]};8759;0,500000")


def test_a_year_that_lacks_an_hour_is_refused() -> None:
    with pytest.raises(NotEveryHour, match="8760 rows of 2"):
        hourly_file(CAU, 2026, CODES[:2], np.full((8759, 2), 0.5))


def test_one_hour_that_is_off_refuses_the_file() -> None:
    shares = np.full((8760, 2), 0.5)
    shares[17] = (0.5, 0.4)
    with pytest.raises(CoefficientsDoNotSum, match=r"0\.9"):
        hourly_file(CAU, 2026, CODES[:2], shares)


def test_equal_remainders_go_to_the_first() -> None:
    assert whole_parts([0.25, 0.25, 0.25, 0.25], 10).tolist() == [3, 3, 2, 2]
