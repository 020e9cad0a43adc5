"""From what people bring (a file, or values of a day) to a profile by season and kind of day."""

from __future__ import annotations

from energy_synergy.errors import marked
from energy_synergy.files.text import decode
from energy_synergy.metering.series import Direction
from energy_synergy.profiles.calendar import MONTHS, Calendar
from energy_synergy.profiles.calendar_csv import read_calendar
from energy_synergy.profiles.curve import CurveRefused
from energy_synergy.profiles.pasted import read_values
from energy_synergy.registry import option

MOST_BYTES = 600_000
WORKBOOK = b"PK\x03\x04"


def read_profile_file(data: bytes, *, direction: Direction | None = None) -> Calendar:
    """Return the profile of a CSV file in any usual encoding.

    Of a column of production and one of consumption that of `direction` counts. Raises CurveRefused, which names line
    and column, for what is no profile, and FileRefused for bytes that are not text.
    """
    if len(data) > MOST_BYTES:
        raise CurveRefused(marked("This file is too long for the curves of a profile."))
    if data.startswith(WORKBOOK):
        raise CurveRefused(
            marked("This is an Excel workbook. Save its sheet as CSV, or copy its column of values and paste it.")
        )
    return read_calendar(decode(data)[0].decode("utf-8", "replace"), direction=direction)


def read_profile_values(text: str) -> Calendar:
    """Return the profile of 24 or 96 values in a text, the same on all days.

    Raises CurveRefused, which names the value.
    """
    seasons = [{"months": list(MONTHS), "weekday": {"values": read_values(text)}}]
    calendar: Calendar = option("profiles", Calendar.name, seasons=seasons)
    return calendar
