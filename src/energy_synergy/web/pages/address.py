"""The address of a page: a part that cannot be understood falls back to what is usual and says so."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _

from energy_synergy.web.queries.calendar_period import FIRST_DAY, LAST_DAY

MOST_TEXT = 40


class Address:
    """The parts of an address; it remembers those that could not be understood."""

    def __init__(self, query: Mapping[str, str]) -> None:
        self.query = query
        self.complaints: list[str] = []

    def one_of(self, name: str, known: tuple[str, ...], default: str) -> str:
        """Return one of the known words."""
        text = self.query.get(name, "")
        if text and text not in known:
            self._complain(name, text, ", ".join(known))
        return text if text in known else default

    def some_of(self, name: str, known: tuple[str, ...]) -> frozenset[str]:
        """Return those of the known words that a list with commas names."""
        words = frozenset(filter(None, self.query.get(name, "").split(",")))
        if words - frozenset(known):
            self._complain(name, self.query[name], _("numbers of companies with commas between them"))
        return words & frozenset(known)

    def day(self, name: str, default: date) -> date:
        """Return a date."""
        text = self.query.get(name, "")
        try:
            day = date.fromisoformat(text) if text else default
        except ValueError:
            day = LAST_DAY
        if FIRST_DAY < day < LAST_DAY:
            return day
        self._complain(name, text, _("a date such as {example}").format(example=default.isoformat()))
        return default

    def fraction(self, name: str, default: float) -> float:
        """Return a number from 0 to 1."""
        value = self._number(name)
        if value is None:
            return default
        if 0 <= value <= 1:
            return value
        self._complain(name, self.query[name], _("a number from 0 to 1"))
        return default

    def amount(self, name: str) -> float:
        """Return a number of 0 or more, by default 0; a comma is a decimal mark as well."""
        value = self._number(name)
        if value is None:
            return 0.0
        if 0 <= value < math.inf:
            return value
        self._complain(name, self.query[name], _("a number of 0 or more"))
        return 0.0

    def whole(self, name: str, default: int, *, least: int, most: int) -> int:
        """Return a whole number between two others, both included."""
        value = self._number(name)
        if value is None:
            return default
        if least <= value <= most and value == int(value):
            return int(value)
        self._complain(
            name, self.query[name], _("a whole number from {least} to {most}").format(least=least, most=most)
        )
        return default

    def moment(self, name: str) -> datetime | None:
        """Return an instant with its offset, None where there is none."""
        text = self.query.get(name, "")
        try:
            # A plus sign that was not written as %2B arrives as a space.
            found = datetime.fromisoformat(text.replace(" ", "+")) if text else None
        except ValueError:
            found = None
        if text and (found is None or found.utcoffset() is None):
            self._complain(
                name, text, _("a time with its offset such as {example}").format(example="2025-06-08T10:15Z")
            )
            return None
        return found

    def _number(self, name: str) -> float | None:
        text = self.query.get(name, "").strip().replace(",", ".")
        if not text:
            return None
        try:
            return float(text)
        except ValueError:
            return math.nan

    def _complain(self, name: str, text: str, known: str) -> None:
        shown = text[:MOST_TEXT]
        self.complaints.append(
            _("The address says {name}={value}, which cannot be shown. It should be: {known}.").format(
                name=name, value=shown, known=known
            )
        )
