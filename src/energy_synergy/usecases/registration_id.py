"""The number of a company in the register of its country, checked where the rule of its check digit is public."""

from __future__ import annotations

import re
from collections.abc import Callable

from energy_synergy.errors import EnergySynergyError, marked

MARKS = re.compile(r"[\s.\-/\u00a0\u202f]")
# The SIREN of La Poste, whose many branches ran out of numbers that pass Luhn's rule: their digits add up to a
# multiple of 5 instead (INSEE).
LA_POSTE = "356000000"
BELGIAN_MODULUS = 97
SWISS_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4)


class InvalidRegistrationId(EnergySynergyError):
    """A number that the register of the country cannot have given."""

    code = "invalid_registration_id"


def checked_registration_id(text: str, country: str) -> str:
    """Return a company's number as it is kept: without blanks and points where its country's rule is known.

    France: SIREN (9 digits) or SIRET (14), Luhn's rule. Belgium: enterprise number, 10 digits, the last two make it 0
    modulo 97. Switzerland: UID, CHE and 9 digits, weighted modulo 11. Any other country: the text as it is.
    Raises InvalidRegistrationId.
    """
    text = " ".join(text.split())
    check = CHECKS.get(country)
    return check(text) if text and check else text


def _french(text: str) -> str:
    digits = MARKS.sub("", text)
    if not re.fullmatch(r"\d{9}|\d{14}", digits, re.ASCII):
        raise InvalidRegistrationId(
            marked("A SIREN has 9 digits and a SIRET 14: {text} has neither. Leave it empty if you do not know it."),
            text=text,
        )
    is_post_office = len(digits) == 14 and digits.startswith(LA_POSTE)
    if not has_luhn_digit(digits) and not (is_post_office and sum(map(int, digits)) % 5 == 0):
        raise InvalidRegistrationId(
            marked("{text} is no SIREN or SIRET: its last digit does not fit the others. Look for a typing error."),
            text=text,
        )
    return digits


def has_luhn_digit(digits: str) -> bool:
    """Tell whether the last digit fits the others by Luhn's rule.

    >>> has_luhn_digit("732829320"), has_luhn_digit("732829321")
    (True, False)
    """
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _belgian(text: str) -> str:
    digits = MARKS.sub("", text).upper().removeprefix("BE")
    # Numbers were 9 digits long until 2005; they begin with a 0 since.
    digits = digits.zfill(10) if len(digits) == 9 else digits
    if not re.fullmatch(r"[01]\d{9}", digits, re.ASCII):
        raise InvalidRegistrationId(
            marked(
                "A Belgian enterprise number has 10 digits and begins with 0 or 1, such as 0123.456.749: {text} does "
                "not. Leave it empty if you do not know it."
            ),
            text=text,
        )
    if BELGIAN_MODULUS - int(digits[:8]) % BELGIAN_MODULUS != int(digits[8:]):
        raise InvalidRegistrationId(
            marked("{text} is no Belgian enterprise number: its last two digits do not fit. Look for a typing error."),
            text=text,
        )
    return digits


def _swiss(text: str) -> str:
    digits = MARKS.sub("", text).upper().removeprefix("CHE")
    if not re.fullmatch(r"\d{9}", digits, re.ASCII):
        raise InvalidRegistrationId(
            marked(
                "A Swiss UID is CHE and 9 digits, such as CHE-123.456.788: {text} is not. Leave it empty if you do not "
                "know it."
            ),
            text=text,
        )
    weighted = sum(weight * int(digit) for weight, digit in zip(SWISS_WEIGHTS, digits, strict=False))
    if (11 - weighted % 11) % 11 != int(digits[8]):
        raise InvalidRegistrationId(
            marked("{text} is no Swiss UID: its last digit does not fit the others. Look for a typing error."),
            text=text,
        )
    return f"CHE{digits}"


# The French register also holds the companies of the departments overseas.
CHECKS: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(("FR", "GP", "MQ", "GF", "RE", "YT"), _french),
    "BE": _belgian,
    "CH": _swiss,
}
