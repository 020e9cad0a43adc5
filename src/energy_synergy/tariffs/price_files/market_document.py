"""Publication documents of ENTSO-E (A44, day-ahead prices) as records; what is read leaves the tree at once."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from energy_synergy.errors import marked
from energy_synergy.files.limits import TOO_MANY_ROWS, too_many
from energy_synergy.files.refused import FileRefused, refusal

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


def local_name(node: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(node.tag).rpartition("}")[2]


def read_number(text: str) -> float | None:
    """Return the price that a text writes, or None."""
    return float(text) if PRICE.fullmatch(text) else None


class Document:
    """A document as it is read: the name of its root, its type, the reasons that it gives, its series."""

    def __init__(self, data: bytes) -> None:
        self.root = self.type = ""
        self.reasons: list[tuple[str, str]] = []
        self._data = data
        self._open: list[Element] = []
        self._count = 0

    def series(self) -> Iterator[TimeSeries]:
        """Yield each series.

        Raises FileRefused for what is no whole XML, declares entities, or holds too many points.
        """
        current = TimeSeries()
        try:
            for event, node in iterparse(io.BytesIO(self._data), events=("start", "end"), forbid_dtd=True):
                if event == "start":
                    self._begin(node)
                    current = TimeSeries() if local_name(node) == "TimeSeries" else current
                elif self._end(node, current):
                    yield current
        except ParseError as error:
            raise _damaged(*error.position) from error
        except (DefusedXmlException, LookupError, ValueError) as error:
            raise _damaged(1, 0) from error

    def _begin(self, node: Element) -> None:
        self.root = self.root or local_name(node)
        self._open.append(node)
        if len(self._open) > DEEPEST:
            raise ValueError(DEEPEST)

    def _end(self, node: Element, current: TimeSeries) -> bool:
        """Take what an element that ends says; tell whether a series is whole."""
        self._open.pop()
        name = local_name(node)
        if name == "Period":
            self._take_period(node, current)
        elif name == "TimeSeries":
            texts = {local_name(child): (child.text or "").strip()[:80] for child in node}
            current.texts = {**texts, **current.texts}
        elif name == "Reason":
            texts = {local_name(child): (child.text or "").strip()[:300] for child in node}
            self.reasons.append((texts.get("code", ""), texts.get("text", "")))
        elif name == "type" and len(self._open) == 1:
            self.type = (node.text or "").strip()[:20]
        if name in ("Point", "Reason", "Period", "TimeSeries"):
            self._count += name == "Point"
            if self._count > MOST_POINTS:
                raise too_many(TOO_MANY_ROWS, MOST_POINTS)
        if name in ("Period", "TimeSeries") and self._open:
            self._open[-1].remove(node)
        return name == "TimeSeries"

    def _take_period(self, node: Element, current: TimeSeries) -> None:
        period = Period({local_name(one): (one.text or "").strip()[:40] for one in node.iter() if not len(one)})
        for point in (child for child in node if local_name(child) == "Point"):
            texts = {local_name(child): (child.text or "").strip()[:40] for child in point}
            period.points.append((texts.get("position", ""), texts.get("price.amount", "")))
        current.periods.append(period)


def _damaged(line: int, column: int) -> FileRefused:
    return refusal(
        "xml_damaged",
        marked("The file is no whole XML text: what stands at line {line}, character {character} cannot be read."),
        advice=marked("Download it again; a file that was cut off or edited by hand often ends like this."),
        line=line,
        character=column + 1,
    )
