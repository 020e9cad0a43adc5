"""The Spanish text file of sharing coefficients (RD 244/2019, annex I, as distributors take it).

One line for each supply point, `CUPS;beta`, or for each hour of the year and supply point, `CUPS;hour;beta`: a decimal
comma, exactly six decimals, a sum of exactly 1.000000 in every hour, UTF-8 without a mark at its start, named by the
code of the installation (CAU) and the year. The fixed layout is read from two programs that file it (Conluz,
`DistributorFileFormat`; Som Comunitats, `odoo-ec`). The hourly one rests on Som Comunitats and Repartio, which agree on
the columns; whether hours count from 1 or from 0, and are padded to four digits, they do not, so both can be chosen.
What a leap year needs is not known: 8,760 hours are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.schemes.coefficient_files.largest_remainder import whole_parts

DECIMALS = 6
UNITS = 10**DECIMALS
HOURS = 8760
CUPS = re.compile(r"ES\d{16}[A-Z]{2}\d[FPRCXYZ]", re.ASCII)
CAU = re.compile(r"(?P<cups>ES\d{16}[A-Z]{2}\d[FPRCXYZ])A\d{3}", re.ASCII)
CHECK_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
CHECK_MODULUS = 529


class UnusableCups(InvalidValue):
    """A text is no code of a supply point in its full length."""

    code = "unusable_cups"


class RepeatedCups(InvalidValue):
    """Two members have the same code of a supply point."""

    code = "repeated_cups"


class UnusableCau(InvalidValue):
    """A text is no code of an installation of self-consumption."""

    code = "unusable_cau"


class NotEveryHour(InvalidValue):
    """Hourly coefficients do not cover the hours of a year."""

    code = "not_every_hour"


@dataclass(frozen=True, slots=True)
class CoefficientFile:
    """A file for the grid operator, ready to be written as UTF-8."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class HourlyLayout:
    """How hours are written in the hourly file: the number of the first one, and padded to how many digits."""

    first_hour: int = 1
    digits: int = 4


NUMBERED_FROM_ONE = HourlyLayout()


def fixed_file(cau: str, year: int, shares: Mapping[str, float]) -> CoefficientFile:
    """Return the file of fixed coefficients, `shares` by CUPS in the order of the lines.

    Raises UnusableCau, UnusableCups, RepeatedCups, CoefficientBelowZero, CoefficientsDoNotSum.
    """
    codes = _checked(shares)
    parts = whole_parts(list(shares.values()), UNITS)
    return _file(cau, year, (f"{code};{_written(part)}" for code, part in zip(codes, parts.tolist(), strict=True)))


def hourly_file(
    cau: str, year: int, codes: Sequence[str], shares: npt.ArrayLike, layout: HourlyLayout = NUMBERED_FROM_ONE
) -> CoefficientFile:
    """Return the file of coefficients for each hour of the year, `shares` (8760, M) in the order of `codes`.

    Raises NotEveryHour and what `fixed_file` raises.
    """
    named = _checked(codes)
    fractions = np.asarray(shares, dtype=np.float64)
    if fractions.shape != (HOURS, len(named)):
        raise NotEveryHour(
            marked("The hourly file needs {hours} rows of {members} coefficients, one row for each hour of the year."),
            hours=HOURS,
            members=len(named),
        )
    parts = whole_parts(fractions, UNITS).tolist()
    return _file(
        cau,
        year,
        (
            f"{code};{hour:0{layout.digits}d};{_written(part)}"
            for hour, row in enumerate(parts, layout.first_hour)
            for code, part in zip(named, row, strict=True)
        ),
    )


def checked_cups(text: str) -> str:
    """Return the code of a supply point in capitals without blanks; raises UnusableCups.

    It has 22 characters: ES, 16 digits, two letters that follow from them (modulo 529), and the border point, which
    bills often leave out and nobody can guess.
    """
    code = re.sub(r"\s", "", text).upper()
    if not CUPS.fullmatch(code):
        raise UnusableCups(
            marked(
                "{code} is no complete CUPS: it has 22 characters, such as ES0031300325733001FH0F. Where the last two "
                "are missing, ask the distributor."
            ),
            code=text,
        )
    first, second = divmod(int(code[2:18]) % CHECK_MODULUS, len(CHECK_LETTERS))
    if code[18:20] != CHECK_LETTERS[first] + CHECK_LETTERS[second]:
        raise UnusableCups(
            marked("{code} is no CUPS: its two letters do not fit its digits. Look for a typing error."), code=text
        )
    return code


def checked_cau(text: str) -> str:
    """Return the code of an installation, a CUPS with A and three digits; raises UnusableCau."""
    code = re.sub(r"\s", "", text).upper()
    found = CAU.fullmatch(code)
    try:
        checked_cups(found["cups"] if found else "")
    except UnusableCups as error:
        raise UnusableCau(
            marked("{code} is no CAU: it is the CUPS of the installation with A and three digits behind it."), code=text
        ) from error
    return code


def _checked(codes: Iterable[str]) -> list[str]:
    checked = [checked_cups(code) for code in codes]
    for code in checked:
        if checked.count(code) > 1:
            raise RepeatedCups(marked("{code} comes twice: each supply point has one coefficient."), code=code)
    return checked


def _file(cau: str, year: int, lines: Iterable[str]) -> CoefficientFile:
    return CoefficientFile(f"{checked_cau(cau)}_{year:04d}.txt", "".join(f"{line}\n" for line in lines))


def _written(part: int) -> str:
    return f"{part // UNITS},{part % UNITS:0{DECIMALS}d}"
