"""Whose file it is."""

from __future__ import annotations

import pytest

from energy_synergy.usecases.guess_company import Candidate, guess_company

COMPANIES = (
    Candidate(1, "Menuiserie Vautrin SAS", ("30001234567890",)),
    Candidate(2, "Menuiserie Roche"),
    Candidate(3, "Laiterie Valmont"),
)


@pytest.mark.parametrize(
    ("file_name", "meters", "expected"),
    [
        ("export.csv", ["30001234567890"], 1),
        ("Enedis_30001234567890_2026.csv", [], 1),
        ("vautrin_mai2026.csv", [], 1),
        ("MENUISERIE ROCHE 2026.xlsx", [], 2),
        ("menuiserie.csv", [], None),
        ("laitérie-valmont.csv", [], 3),
        ("courbe.csv", [], None),
    ],
)
def test_it_guesses_from_meters_and_names(file_name: str, meters: list[str], expected: int | None) -> None:
    assert guess_company(file_name, meters, COMPANIES) == expected


def test_it_remembers_a_header_of_one_company() -> None:
    assert guess_company("x.csv", [], COMPANIES, remembered=[2]) == 2
    assert guess_company("x.csv", [], COMPANIES, remembered=[2, 3]) is None


def test_it_takes_the_only_company() -> None:
    assert guess_company("x.csv", [], COMPANIES[:1]) == 1
    assert guess_company("x.csv", [], ()) is None
