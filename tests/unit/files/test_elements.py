from __future__ import annotations

import pytest

from energy_synergy.files.elements import DEEPEST, Elements, texts_of
from energy_synergy.files.refused import FileRefused

LIST = b'<a:list xmlns:a="urn:a"><a:one>1</a:one><a:two> second </a:two><a:one>3</a:one></a:list>'


def nested(depth: int) -> bytes:
    return b"<a>" * depth + b"</a>" * depth


def test_it_names_elements_without_their_namespace_as_they_start_and_end() -> None:
    elements = Elements(LIST)
    ends = [name for event, name, _ in elements if event == "end"]
    assert (elements.root, ends) == ("list", ["one", "two", "one", "list"])


def test_it_tells_what_encloses_an_element_that_ends() -> None:
    elements = Elements(nested(3))
    assert [len(elements.around) for event, _, _ in elements if event == "end"] == [2, 1, 0]


def test_it_keeps_nothing_of_what_is_taken_out() -> None:
    elements = Elements(LIST)
    kept = -1
    for event, name, node in elements:
        if event == "end":
            kept = len(node) if name == "list" else kept
            elements.take_out(node)
    assert kept == 0


def test_it_cuts_texts_and_takes_the_last_of_one_name() -> None:
    root = [node for _, _, node in Elements(LIST)][-1]
    assert texts_of(root, 3) == {"one": "3", "two": "sec"}
    assert texts_of(root)["two"] == "second"


def test_it_reads_down_to_its_depth_and_no_deeper() -> None:
    assert len(list(Elements(nested(DEEPEST)))) == 2 * DEEPEST
    with pytest.raises(FileRefused) as caught:
        list(Elements(nested(DEEPEST + 1)))
    assert caught.value.findings[0].code == "xml_damaged"
    with pytest.raises(FileRefused):
        list(Elements(nested(3), deepest=2))


def test_it_names_the_place_of_the_damage() -> None:
    with pytest.raises(FileRefused) as caught:
        list(Elements(b"<a>\n<b></c>\n</a>"))
    finding = caught.value.findings[0]
    assert (finding.code, finding.values["line"], finding.values["character"]) == ("xml_damaged", 2, 6)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"no element",
        b"<a>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b'<?xml version="1.0" encoding="x-y"?><a/>',
    ],
)
def test_it_refuses_what_is_no_whole_text_or_declares_entities(text: bytes) -> None:
    with pytest.raises(FileRefused):
        list(Elements(text))
