"""The blocks of a Swiss SDAT document: a product of one metering point over one interval, read as they pass by."""

from __future__ import annotations

import io
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from energy_synergy.errors import marked
from energy_synergy.files.limits import MAX_ROWS, TOO_MANY_ROWS, too_many
from energy_synergy.files.refused import FileRefused, refusal
from energy_synergy.metering.series import Direction

POINTS: dict[str, Direction] = {
    "ConsumptionMeteringPoint": "consumption",
    "ProductionMeteringPoint": "production",
}
DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})")
DEEPEST = 40


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


def local_name(node: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(node.tag).rpartition("}")[2]


class Document:
    """A document as it is read: the name of its root, the code of its type where it says one, its blocks."""

    def __init__(self, data: bytes) -> None:
        self.root = self.type = ""
        self._data = data
        self._count = 0
        self._open: list[Element] = []
        self._block: Block | None = None

    def blocks(self) -> Iterator[Block]:
        """Yield each block; what was read is taken out of the tree, so that a long document stays small.

        Raises FileRefused for what is no whole XML, declares entities, or holds too many observations.
        """
        try:
            for event, node in iterparse(io.BytesIO(self._data), events=("start", "end"), forbid_dtd=True):
                if event == "start":
                    self._begin(node)
                elif block := self._end(node):
                    yield block
        except ParseError as error:
            raise _damaged(*error.position) from error
        except (DefusedXmlException, LookupError, ValueError) as error:
            raise _damaged(1, 0) from error

    def _begin(self, node: Element) -> None:
        self.root = self.root or local_name(node)
        self._open.append(node)
        if len(self._open) > DEEPEST:
            raise ValueError(DEEPEST)
        if local_name(node) == "MeteringData":
            self._block = Block()

    def _end(self, node: Element) -> Block | None:
        self._open.pop()
        name, block = local_name(node), self._block
        if name == "Observation" and block is not None and self._open:
            self._count += 1
            _take_observation(block, node, self._count)
            self._open[-1].remove(node)
        elif name == "DocumentType" and not self.type:
            self.type = next((text for one in node.iter() if (text := (one.text or "").strip())), "")[:20]
        elif name == "MeteringData" and block is not None and self._open:
            _take_block(block, node)
            self._block = None
            self._open[-1].remove(node)
            return block
        return None


def _take_observation(block: Block, node: Element, line: int) -> None:
    if line > MAX_ROWS:
        raise too_many(TOO_MANY_ROWS, MAX_ROWS)
    found = {local_name(child): (child.text or "").strip() for child in node.iter()}
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


def _damaged(line: int, column: int) -> FileRefused:
    return refusal(
        "xml_damaged",
        marked("The file is no whole XML text: what stands at line {line}, character {character} cannot be read."),
        advice=marked("Download it again; a file that was cut off or edited by hand often ends like this."),
        line=line,
        character=column + 1,
    )
