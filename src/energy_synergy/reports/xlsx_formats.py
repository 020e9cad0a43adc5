"""How the cells of a workbook look: numbers, times and words in the way of the language."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from energy_synergy.reports.numbers import FRENCH, NARROW_SPACE
from energy_synergy.reports.tables import Cell, Column
from energy_synergy.reports.tokens import COLORS

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "{")
# The number of a spreadsheet's locale makes it write the months of that language, wherever it is opened.
LOCALES = {"en": "409", FRENCH: "40C"}
EXACT = "#,##0.000???"
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16},
    "subtitle": {"font_size": 12, "font_color": COLORS["muted"]},
    "fact": {"font_color": COLORS["muted"]},
    "sentence": {"text_wrap": True, "valign": "top", "bg_color": COLORS["soft"]},
    "caption": {"bold": True, "font_size": 12},
    "head": {"bold": True, "bg_color": COLORS["soft"], "bottom": 1, "text_wrap": True, "valign": "top"},
    "head_right": {
        "bold": True, "bg_color": COLORS["soft"], "bottom": 1, "text_wrap": True, "valign": "top", "align": "right",
    },
    "note": {"italic": True, "font_color": COLORS["muted"]},
    "text": {},
    "long": {"text_wrap": True, "valign": "top"},
}  # fmt: skip


class Formats:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook, language: str) -> None:
        self.book, self.language = book, language
        self.made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def look(self, name: str, **more: Any) -> Format:
        """Return a format by name."""
        return self._of({**LOOKS[name], **more})

    def text(self, text: str, *, name: str = "text", is_total: bool = False) -> Format:
        """Return the format of a text; one that looks like a formula is marked as text, also when it is edited."""
        guard = {"quote_prefix": True} if text.lstrip(" ").startswith(FORMULA_STARTS) else {}
        return self._of({**LOOKS[name], **guard, **_total(is_total)})

    def cell(self, cell: Cell, column: Column, *, is_total: bool = False) -> Format:
        """Return the format of a number, a time or a duration under a head."""
        return self._of({"num_format": self.code(cell, column), **_total(is_total)})

    def code(self, cell: Cell, column: Column) -> str:
        """Return the format code of a cell."""
        if isinstance(cell, timedelta):
            return '[h]" h "mm'
        if isinstance(cell, datetime):
            return self.moment
        if isinstance(cell, date):
            return f"[$-{LOCALES[self.language]}]d mmm yyyy"
        digits = "0" + ("." + "0" * column.decimals if column.decimals else "")
        if column.unit == "%":
            return digits + (f'"{NARROW_SPACE}"%' if self.language == FRENCH else "%")
        return "#,##" + digits

    @property
    def moment(self) -> str:
        """The code of a local time."""
        return f"[$-{LOCALES[self.language]}]d mmm yyyy hh:mm"

    def coded(self, code: str) -> Format:
        """Return a format by its code."""
        return self._of({"num_format": code})

    def _of(self, properties: dict[str, Any]) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format(properties)
        return self.made[key]


def _total(is_total: bool) -> dict[str, Any]:
    return {"bold": True, "top": 1} if is_total else {}
