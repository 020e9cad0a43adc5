"""Numbers of companies, checked where the rule is public."""

from __future__ import annotations

import pytest

from energy_synergy.usecases.registration_id import InvalidRegistrationId, checked_registration_id


@pytest.mark.parametrize(
    ("text", "country", "kept"),
    [
        # INSEE's example of a SIREN and a SIRET of it; the head office of La Poste; a branch by La Poste's own rule.
        ("732 829 320", "FR", "732829320"),
        ("732 829 320 00074", "FR", "73282932000074"),
        ("356 000 000 00048", "FR", "35600000000048"),
        ("35600000049837", "FR", "35600000049837"),
        ("732829320", "RE", "732829320"),
        # The National Bank of Belgium and the federal service of economy, by the Crossroads Bank for Enterprises.
        ("BE 0203.201.340", "BE", "0203201340"),
        ("203.201.340", "BE", "0203201340"),
        ("0314.595.348", "BE", "0314595348"),
        # The UID that the Swiss statistical office uses as its example.
        ("CHE-123.456.788", "CH", "CHE123456788"),
        ("HRB  1234 B", "DE", "HRB 1234 B"),
        ("", "FR", ""),
        ("  ", "BE", ""),
    ],
)
def test_it_keeps_a_number_without_its_marks(text: str, country: str, kept: str) -> None:
    assert checked_registration_id(text, country) == kept


@pytest.mark.parametrize(
    ("text", "country", "reason"),
    [
        ("732829321", "FR", "last digit"),
        ("73282932", "FR", "9 digits"),
        ("73282932000075", "FR", "last digit"),
        ("35600000049838", "FR", "last digit"),
        ("٧٣٢٨٢٩٣٢٠", "FR", "9 digits"),
        ("0203.201.341", "BE", "last two digits"),
        ("5203.201.340", "BE", "begins with 0 or 1"),
        ("CHE-123.456.789", "CH", "last digit"),
        ("123", "CH", "9 digits"),
    ],
)
def test_it_says_what_is_wrong_with_a_number(text: str, country: str, reason: str) -> None:
    with pytest.raises(InvalidRegistrationId, match=reason):
        checked_registration_id(text, country)
