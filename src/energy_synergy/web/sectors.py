"""The sections of NACE Rev. 2, the EU's classification of economic activities, by which profiles are found."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SECTIONS = {
    "A": _("Agriculture, forestry and fishing"),
    "B": _("Mining and quarrying"),
    "C": _("Manufacturing"),
    "D": _("Electricity, gas, steam"),
    "E": _("Water, waste"),
    "F": _("Construction"),
    "G": _("Trade, repair of vehicles"),
    "H": _("Transport and storage"),
    "I": _("Hotels and restaurants"),
    "J": _("Information and communication"),
    "K": _("Finance and insurance"),
    "L": _("Real estate"),
    "M": _("Professional, scientific and technical services"),
    "N": _("Administrative and support services"),
    "O": _("Public administration"),
    "P": _("Education"),
    "Q": _("Health and social work"),
    "R": _("Arts, sports and recreation"),
    "S": _("Other services"),
    "T": _("Households"),
    "U": _("International organisations"),
}


def section_choices() -> list[tuple[str, object]]:
    """Return the sections for a form, none first."""
    return [("", _("Any sector")), *SECTIONS.items()]


def section_of(code: str) -> str:
    """Return the section of a NACE code, empty for anything else.

    >>> section_of("C10.7")
    'C'
    """
    letter = code[:1].upper()
    return letter if letter in SECTIONS and not code[1:2].isalpha() else ""
