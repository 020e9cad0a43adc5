"""The template: an undated day of quarter-hours in text, read and written."""

from __future__ import annotations

from typing import ClassVar, Literal

from energy_synergy.formats.parsing.layouts import TEMPLATE
from energy_synergy.formats.parsing.template_layout import TIMES
from energy_synergy.formats.parsing.text_table import TextTable

Language = Literal["en", "fr"]
HEADERS: dict[Language, str] = {"en": "Time,Production,Consumption", "fr": "Heure;Production;Consommation"}
ZERO_ROWS: dict[Language, str] = {"en": "{time},0,0", "fr": "{time};0;0"}


class TemplateCsv(TextTable):
    """The template: one day of 96 quarter-hours from 00:00 to 23:45, kWh each, production and consumption (CSV)."""

    name: ClassVar[str] = "template_csv"
    layout = TEMPLATE
    sureness = 0.95


def write_template(language: Language = "en") -> bytes:
    """Return the template to fill in, every value 0; in French with semicolons, as its spreadsheets expect.

    The mark at the beginning lets spreadsheet programs know that the text is UTF-8.
    """
    rows = [HEADERS[language], *(ZERO_ROWS[language].format(time=time) for time in TIMES)]
    return ("\ufeff" + "\r\n".join(rows) + "\r\n").encode()
