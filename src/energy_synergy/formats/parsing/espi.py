"""Green Button files (ESPI in an Atom feed) as records: entries tied to each other by their links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from energy_synergy.files.elements import Elements, local_name, texts_of
from energy_synergy.files.limits import MAX_ROWS, TOO_MANY_ROWS, too_many

KINDS = ("UsagePoint", "MeterReading", "ReadingType", "IntervalBlock", "LocalTimeParameters")


@dataclass(frozen=True, slots=True)
class Interval:
    """A reading as it is written: start and length [s], value, code of its quality; empty where not said."""

    start: str
    length: str
    value: str
    quality: str


@dataclass(slots=True)
class Entry:
    """An entry of the feed: what it is, its title, its links by relation, its plain fields, its readings."""

    kind: str
    title: str = ""
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    intervals: list[Interval] = field(default_factory=list)

    @property
    def own(self) -> str:
        """The address of the entry itself."""
        return next(iter(self.links.get("self", ())), "")

    def leads_to(self, other: Entry) -> bool:
        """Tell whether a link of this entry leads to another one, or to the collection that holds it."""
        theirs = {other.own, *other.links.get("up", ())} - {""}
        return any(link in theirs for link in self.links.get("related", ()))

    def lies_under(self, other: Entry) -> bool:
        """Tell whether the address of this entry, or of the collection that holds it, begins with that of another."""
        above = other.own.rstrip("/") + "/"
        return len(above) > 1 and any(
            link.startswith(above) for link in (self.own, *self.links.get("up", ()), *self.links.get("self", ()))
        )


def read_entries(data: bytes) -> list[Entry]:
    """Return the entries of a feed in its order; the tree is dropped as it is read.

    Raises FileRefused for what is no whole XML, declares entities, or holds too many readings.
    """
    entries: list[Entry] = []
    count = 0
    for one in _entries(data):
        count += len(one.intervals)
        if count > MAX_ROWS:
            raise too_many(TOO_MANY_ROWS, MAX_ROWS)
        entries.append(one)
    return entries


def _entries(data: bytes) -> Iterator[Entry]:
    """Yield the entries one by one; each reading is taken out of the tree as soon as it has been read."""
    intervals: list[Interval] = []
    elements = Elements(data)
    for event, name, node in elements:
        if event == "start":
            continue
        if name == "IntervalReading":
            intervals.append(_interval(node))
            elements.take_out(node)
        elif name == "entry":
            yield _entry(node, intervals)
            intervals = []
            elements.take_out(node)


def _below(node: Element, name: str) -> str:
    return next(((found.text or "").strip()[:40] for found in node.iter() if local_name(found) == name), "")


def _interval(node: Element) -> Interval:
    return Interval(*(_below(node, name) for name in ("start", "duration", "value", "quality")))


def _entry(node: Element, intervals: list[Interval]) -> Entry:
    content = next((found for found in node.iter() if local_name(found) in KINDS), None)
    links: dict[str, tuple[str, ...]] = {}
    title = ""
    for child in node:
        if local_name(child) == "link":
            relation = child.get("rel", "")
            links[relation] = (*links.get(relation, ()), child.get("href", "").strip())
        elif local_name(child) == "title":
            title = (child.text or "").strip()[:60]
    if content is None:
        return Entry("", title, links)
    fields = texts_of(content, 60)
    return Entry(local_name(content), title, links, fields, intervals)
