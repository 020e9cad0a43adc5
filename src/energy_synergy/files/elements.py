"""XML element by element, within bounds: no entities, no endless nesting, and no tree that grows with the text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from energy_synergy.errors import marked
from energy_synergy.files.refused import FileRefused, refusal

DEEPEST = 40


def local_name(node: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(node.tag).rpartition("}")[2]


def texts_of(nodes: Iterable[Element], longest: int | None = None) -> dict[str, str]:
    """Return the texts of elements by their names, `longest` characters of each; of one name the last counts."""
    return {local_name(node): (node.text or "").strip()[:longest] for node in nodes}


class Elements:
    """The elements of an XML text in its order, each as it starts and as it ends.

    `root` names the outermost one; `around` are the elements that enclose one that ends, outermost first.
    """

    def __init__(self, data: bytes, deepest: int = DEEPEST) -> None:
        self.root = ""
        self.around: list[Element] = []
        self._data = data
        self._deepest = deepest

    def __iter__(self) -> Iterator[tuple[str, str, Element]]:
        """Yield "start" or "end", the name without its namespace, and the element; only one that ends is whole.

        Raises FileRefused for what is no whole XML, declares entities, or nests deeper than `deepest`.
        """
        try:
            for event, node in iterparse(io.BytesIO(self._data), events=("start", "end"), forbid_dtd=True):
                name = local_name(node)
                if event == "start":
                    self._enter(node, name)
                else:
                    self.around.pop()
                yield event, name, node
        except ParseError as error:
            raise _damaged(*error.position) from error
        except (DefusedXmlException, LookupError, ValueError) as error:
            raise _damaged(1, 0) from error

    def take_out(self, node: Element) -> None:
        """Take an element that ends out of the tree: what was read of a long text is not kept."""
        if self.around:
            self.around[-1].remove(node)

    def _enter(self, node: Element, name: str) -> None:
        self.root = self.root or name
        self.around.append(node)
        if len(self.around) > self._deepest:
            raise ValueError(self._deepest)


def _damaged(line: int, column: int) -> FileRefused:
    return refusal(
        "xml_damaged",
        marked("The file is no whole XML text: what stands at line {line}, character {character} cannot be read."),
        advice=marked("Download it again; a file that was cut off or edited by hand often ends like this."),
        line=line,
        character=column + 1,
    )
