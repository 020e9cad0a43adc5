"""Energies of a site that also produces: which of them are whole, and what a meter at the border cannot say."""

from __future__ import annotations

from collections.abc import Collection

from energy_synergy.errors import marked
from energy_synergy.findings import Severity
from energy_synergy.formats.parsing.report import Report
from energy_synergy.metering.series import Direction


def note_own_use_unknown(meter: str, report: Report) -> None:
    """Note that only what was drawn and fed in is known, so what the site used of its own production is not."""
    report.add(
        "own_use_unknown",
        Severity.WARNING,
        marked("{meter} tells what was drawn from and fed into the grid; what the site used of its own is not known."),
        advice=marked("It is not zero. Add the production of the inverter or of its meter to see own use."),
        place={"meter": meter},
        meter=meter,
    )


def whole_or_border(available: Collection[str]) -> dict[str, Direction]:
    """Return which of the energies of a site to read, and as what, of `production consumption fed_in drawn`.

    The whole production and consumption where the file has one of them: what crosses the border of the grid is a part.
    """
    whole: dict[str, Direction] = {"production": "production", "consumption": "consumption"}
    border: dict[str, Direction] = {"fed_in": "production", "drawn": "consumption"}
    found = {key: way for key, way in whole.items() if key in available}
    return found or {key: way for key, way in border.items() if key in available}


def note_no_data(count: int, line: int, meter: str, report: Report) -> None:
    """Note readings without a value of something that produces: an inverter that sleeps, or one that is cut off."""
    if count:
        report.add(
            "no_data",
            Severity.INFO,
            marked("{count} readings of {meter} hold no value; they count as missing."),
            line=line,
            count=count,
            advice=marked("Inverters often send nothing at night. By day it means that data were lost: never zero."),
            place={"meter": meter},
            meter=meter,
        )
