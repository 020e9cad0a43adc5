"""What a meter at the border to the grid cannot say of a site that also produces."""

from __future__ import annotations

from energy_synergy.errors import marked
from energy_synergy.findings import Severity
from energy_synergy.formats.parsing.report import Report


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
