"""Days in text: one row per day."""

from __future__ import annotations

from typing import ClassVar

from energy_synergy.formats.parsing.layouts import WIDE
from energy_synergy.formats.parsing.text_table import TextTable


class WideCsv(TextTable):
    """A row per day with its date, and a column for each hour, half-hour or quarter-hour (CSV)."""

    name: ClassVar[str] = "wide_csv"
    layout = WIDE
    sureness = 0.9
