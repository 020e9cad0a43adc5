"""Dated rows in text: one row per reading."""

from __future__ import annotations

from typing import ClassVar

from energy_synergy.formats.parsing.layouts import LONG
from energy_synergy.formats.parsing.text_table import TextTable


class LongCsv(TextTable):
    """A row per reading with its date and time, and one or several columns of values (CSV)."""

    name: ClassVar[str] = "long_csv"
    layout = LONG
    sureness = 0.8
