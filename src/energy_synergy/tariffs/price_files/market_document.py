"""Publication documents of ENTSO-E (A44, day-ahead prices) as records; what is read leaves the tree at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from xml.etree.ElementTree import Element

from energy_synergy.files.elements import Elements, local_name, texts_of
from energy_synergy.files.limits import TOO_MANY_ROWS, too_many

DEEPEST = 20
MOST_POINTS = 400_000
PRICE = re.compile(r"[+-]?(?:[0-9]{1,9}(?:\.[0-9]{0,9})?|\.[0-9]{1,9})")
RESOLUTION = re.compile(r"P(?:T([0-9]{1,4})M|T([0-9]{1,2})H)")
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?(?:Z|[+-][0-9]{2}:[0-9]{2})")


@dataclass(slots=True)
class Period:
    """A period of a series: its texts by name, and its points as they are written (position, price)."""

    texts: Mapping[str, str] = field(default_factory=dict)
    points: list[tuple[str, str]] = field(default_factory=list)

    @property
    def starts_at(self) -> datetime | None:
        """The instant that it begins at."""
        return _instant(self.texts.get("start", ""))

    @property
    def ends_at(self) -> datetime | None:
        """The instant that it ends at."""
        return _instant(self.texts.get("end", ""))

    @property
    def resolution(self) -> timedelta | None:
        """How long one price holds, where it is told in minutes or hours."""
        found = RESOLUTION.fullmatch(self.texts.get("resolution", ""))
        return timedelta(minutes=int(found[1] or 0), hours=int(found[2] or 0)) if found else None


@dataclass(slots=True)
class TimeSeries:
    """A series of a document: its texts by the name of their element, and its periods."""

    texts: dict[str, str] = field(default_factory=dict)
    periods: list[Period] = field(default_factory=list)

    @property
    def sequence(self) -> int | None:
        """The number of the auction, where the area has several."""
        text = self.texts.get("classificationSequence_AttributeInstanceComponent.position", "")
        return int(text) if text.isdecimal() and len(text) < 4 else None

    @property
    def repeats(self) -> bool:
        """Tell whether a position that is left out has the price of the one before it (curve type A03)."""
        return self.texts.get("curveType") == "A03"


def _instant(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if INSTANT.fullmatch(text) else None
    except ValueError:
        return None


def read_number(text: str) -> float | None:
    """Return the price that a text writes, or None."""
    return float(text) if PRICE.fullmatch(text) else None


class Document(Elements):
    """A document as it is read: the name of its root, its type, the reasons that it gives, its series."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data, DEEPEST)
        self.type = ""
        self.reasons: list[tuple[str, str]] = []
        self._count = 0

    def series(self) -> Iterator[TimeSeries]:
        """Yield each series.

        Raises FileRefused for what is no whole XML, declares entities, or holds too many points.
        """
        current = TimeSeries()
        for event, name, node in self:
            if event == "start":
                current = TimeSeries() if name == "TimeSeries" else current
                continue
            self._end(name, node, current)
            if name == "TimeSeries":
                yield current

    def _end(self, name: str, node: Element, current: TimeSeries) -> None:
        """Take what an element that ends says."""
        if name == "Point":
            self._count += 1
            if self._count > MOST_POINTS:
                raise too_many(TOO_MANY_ROWS, MOST_POINTS)
        elif name == "Period":
            current.periods.append(_period(node))
            self.take_out(node)
        elif name == "TimeSeries":
            current.texts = {**texts_of(node, 80), **current.texts}
            self.take_out(node)
        elif name == "Reason":
            texts = texts_of(node, 300)
            self.reasons.append((texts.get("code", ""), texts.get("text", "")))
        elif name == "type" and len(self.around) == 1:
            self.type = (node.text or "").strip()[:20]


def _period(node: Element) -> Period:
    period = Period(texts_of((one for one in node.iter() if not len(one)), 40))
    for point in (child for child in node if local_name(child) == "Point"):
        texts = texts_of(point, 40)
        period.points.append((texts.get("position", ""), texts.get("price.amount", "")))
    return period
