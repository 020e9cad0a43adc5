"""The blocks of a Swiss SDAT document: a product of one metering point over one interval, read as they pass by."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from energy_synergy.files.elements import Elements, local_name, texts_of
from energy_synergy.files.limits import MAX_ROWS, TOO_MANY_ROWS, too_many
from energy_synergy.metering.series import Direction

POINTS: dict[str, Direction] = {
    "ConsumptionMeteringPoint": "consumption",
    "ProductionMeteringPoint": "production",
}
DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})")


@dataclass(slots=True)
class Block:
    """One block: of which point, direction, product and unit; from when to when; its observations by their sequence.

    `volumes` keeps the text of what is no number, by the place of the observation.
    """

    meter: str = ""
    direction: Direction | None = None
    product: str = ""
    unit: str = ""
    starts: str = ""
    ends: str = ""
    resolution: str = ""
    resolution_unit: str = ""
    sequences: array[int] = field(default_factory=lambda: array("q"))
    volumes: array[float] = field(default_factory=lambda: array("d"))
    lines: array[int] = field(default_factory=lambda: array("q"))
    conditions: list[str] = field(default_factory=list)
    texts: dict[int, str] = field(default_factory=dict)


class Document(Elements):
    """A document as it is read: the name of its root, the code of its type where it says one, its blocks."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.type = ""
        self._count = 0
        self._block: Block | None = None

    def blocks(self) -> Iterator[Block]:
        """Yield each block; what was read is taken out of the tree, so that a long document stays small.

        Raises FileRefused for what is no whole XML, declares entities, or holds too many observations.
        """
        for event, name, node in self:
            if event == "end":
                if block := self._end(name, node):
                    yield block
            elif name == "MeteringData":
                self._block = Block()

    def _end(self, name: str, node: Element) -> Block | None:
        """Take what an element that ends says; return the block that is whole with it."""
        block = self._block
        if name == "Observation" and block is not None and self.around:
            self._count += 1
            _take_observation(block, node, self._count)
            self.take_out(node)
        elif name == "DocumentType" and not self.type:
            self.type = next((text for one in node.iter() if (text := (one.text or "").strip())), "")[:20]
        elif name == "MeteringData" and block is not None and self.around:
            _take_block(block, node)
            self._block = None
            self.take_out(node)
            return block
        return None


def _take_observation(block: Block, node: Element, line: int) -> None:
    if line > MAX_ROWS:
        raise too_many(TOO_MANY_ROWS, MAX_ROWS)
    found = texts_of(node.iter())
    sequence, volume = found.get("Sequence", ""), found.get("Volume", "")
    place = len(block.sequences)
    block.sequences.append(int(sequence) if sequence.isdecimal() and len(sequence) < 8 else -1)
    is_number = DECIMAL.fullmatch(volume) is not None
    block.volumes.append(float(volume) if is_number else float("nan"))
    if not is_number:
        block.texts[place] = volume[:80]
    block.lines.append(line)
    block.conditions.append(found.get("Condition", "")[:40])


def _take_block(block: Block, node: Element) -> None:
    """Take what the elements beside the observations say."""
    for child in node:
        name = local_name(child)
        inside = [(local_name(one), (one.text or "").strip()) for one in child.iter()]
        texts = dict(inside)
        if name in POINTS:
            block.direction = POINTS[name]
            block.meter = next((text for _, text in inside if text), "")[:80]
        elif name == "Product":
            codes = [text for tag, text in inside if tag in ("ID", "ebIXCode", "VSENationalCode") and text]
            block.product, block.unit = (codes or [""])[0][:40], texts.get("MeasureUnit", "")[:20]
        elif name == "Interval":
            block.starts, block.ends = texts.get("StartDateTime", ""), texts.get("EndDateTime", "")
        elif name == "Resolution":
            numbers = [text for tag, text in inside if tag == "Resolution" and text]
            block.resolution, block.resolution_unit = (numbers or [""])[0], texts.get("Unit", "")
