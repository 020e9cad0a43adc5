"""Where Django looks for the models; they live in `db.models`."""

from energy_synergy.web.db.models import (
    Company,
    DayBlock,
    Estimate,
    FindingRow,
    Group,
    Import,
    Membership,
    Meter,
    TypicalDay,
)

__all__ = [
    "Company",
    "DayBlock",
    "Estimate",
    "FindingRow",
    "Group",
    "Import",
    "Membership",
    "Meter",
    "TypicalDay",
]
