"""Which bidding area the rows of a file belong to."""

from __future__ import annotations

from collections.abc import Iterable

from energy_synergy.errors import marked
from energy_synergy.files.refused import FileRefused, refusal
from energy_synergy.findings import Severity
from energy_synergy.tariffs.areas import area_named
from energy_synergy.tariffs.price_files.notes import Notes

LONGEST = 40


def area_of(written: str) -> str:
    """Return the short name of an area as a file writes it; of an unknown area, what is written."""
    return area_named(written) or written.strip().rpartition("|")[2].strip()[:LONGEST]


def areas_to_read(found: Iterable[str], told: str | None, notes: Notes) -> list[str]:
    """Return the areas of a file that are to be read, in their order in the file.

    Raises FileRefused where the area that was asked for is not among those of the file.
    """
    names = list(dict.fromkeys(found))
    for name in names:
        if area_named(name) is None:
            notes.add(
                "area_not_known",
                Severity.WARNING,
                marked("The area {value} is not one of the bidding areas that are known."),
                value=name,
                advice=marked("Check that the prices are those of a bidding area (BZN) and not of a country."),
            )
    if told is None:
        return names
    if told not in names:
        raise _not_in_file(told, names)
    return [told]


def only_area(written: str | None, told: str | None, notes: Notes) -> str:
    """Return the area of a file that holds one; what was told counts where the file says nothing.

    Raises FileRefused where the file says another area than was told.
    """
    if written:
        return areas_to_read([written], told, notes)[0]
    if told is None:
        notes.add(
            "area_not_said",
            Severity.WARNING,
            marked("The file does not say which bidding area its prices belong to."),
            advice=marked("Give the area, for example FR."),
        )
    return told or ""


def _not_in_file(told: str, names: list[str]) -> FileRefused:
    return refusal(
        "area_not_in_file",
        marked("The file holds prices of {found}, not of {area}."),
        advice=marked("Choose the area of the file, or give the file of the area."),
        found=", ".join(names[:6]) or "-",
        area=told,
    )
