"""Numbers and times are written one way, for pages, files and documents."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from energy_synergy.reports.dates import moment, short_date
from energy_synergy.reports.numbers import amount, column_unit, hours, number, rounded
from energy_synergy.reports.tables import Column, cell_text

THIN, HARD = "\u202f", "\u00a0"


@pytest.mark.parametrize(("language", "text"), [("en", "12,345.6"), ("fr", f"12{THIN}345,6")])
def test_it_groups_thousands(language: str, text: str) -> None:
    assert number(12_345.6, 1, language) == text


@pytest.mark.parametrize("value", [None, float("nan"), float("inf")])
def test_it_writes_a_dash_for_what_is_unknown(value: float | None) -> None:
    assert (number(value, 1, "en"), amount(value, "MWh", 1, "fr"), hours(value, "en")) == ("–", "–", "–")


@pytest.mark.parametrize("value", [0.125, 0.2875, 1.005, 2.5, -0.04, 1e-9, 123_456.785])
@pytest.mark.parametrize("decimals", [0, 1, 2, 3])
def test_a_rounded_number_has_the_digits_that_are_shown(value: float, decimals: int) -> None:
    shown = number(value, decimals, "en").replace(",", "").replace("\u2212", "-")
    assert float(shown) == rounded(value, decimals)
    assert number(rounded(value, decimals), decimals, "en") == number(value, decimals, "en")


def test_a_percentage_keeps_its_sign_beside_it() -> None:
    assert (amount(67.1, "%", 0, "en"), amount(67.1, "%", 0, "fr")) == ("67%", f"67{THIN}%")


def test_a_column_has_the_unit_of_its_largest_energy() -> None:
    assert (column_unit(9_999.0, None), column_unit(1.0, 10_000.0), column_unit()) == ("kWh", "MWh", "kWh")


def test_months_cannot_be_misread() -> None:
    at = datetime(2026, 6, 1, 23, 45, tzinfo=UTC)
    assert (short_date(at, "en"), short_date(at, "fr")) == ("1 Jun 2026", "1er juin 2026")
    assert moment(at, "en") == "1 Jun 2026, 23:45"


def test_a_cell_is_written_by_its_type() -> None:
    column = Column("x", "kWh", 1)
    assert cell_text(1.25, column, "fr") == "1,2"
    assert cell_text(None, column, "en") == "–"
    assert cell_text("x", column, "en") == "x"
    assert column.head == "x (kWh)"
