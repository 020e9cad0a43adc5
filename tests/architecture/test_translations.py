"""Every sentence that a visitor may read has a French translation with the same values in it."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

HIGH_PUNCTUATION = re.compile(r" [;:!?»]| %(?!\()|[\w)}][;!?](?=\s|$)")
VALUES = re.compile(r"%\((\w+)\)[sd]|\{(\w+)(?:[:!][^}]*)?\}")


@pytest.fixture(scope="module")
def recipe() -> ModuleType:
    """The script that collects the sentences."""
    path = Path(__file__).resolve().parents[2] / "recipes" / "translations.py"
    spec = importlib.util.spec_from_file_location("translations", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pairs(recipe: ModuleType) -> list[tuple[str, str]]:
    """Each English form with its French one; a plural gives two pairs."""
    return [pair for message in recipe.merged() if message.id for pair in forms(message)]


def forms(message: Any) -> Iterable[tuple[str, str]]:
    """Yield the forms of a message beside those of its translation."""
    if isinstance(message.id, tuple):
        yield from zip(message.id, message.string or ("", ""), strict=True)
    else:
        yield message.id, message.string


def values(text: str) -> set[str]:
    """Return the names of the values that a sentence holds."""
    return {first or second for first, second in VALUES.findall(text)}


def test_every_sentence_has_a_french_translation(pairs: list[tuple[str, str]]) -> None:
    assert [english for english, french in pairs if not french] == []


def test_the_kept_catalogue_holds_exactly_the_sentences_of_the_package(recipe: ModuleType) -> None:
    def ids(catalogue: Any) -> set[str]:
        return {message.id[0] if isinstance(message.id, tuple) else message.id for message in catalogue} - {""}

    assert ids(recipe.known()) == ids(recipe.collected())


def test_a_translation_holds_the_values_of_its_sentence(pairs: list[tuple[str, str]]) -> None:
    # A singular may say "one" instead of its number.
    wrong = [(english, french) for english, french in pairs if french and values(english) != values(french)]
    assert wrong == []


def test_a_translation_fills_in(pairs: list[tuple[str, str]]) -> None:
    braced = [french for english, french in pairs if "{" in english and french]
    for french in braced:
        numbers = re.findall(r"\{(\w+):[^}]*[gf]\}", french)
        assert french.format_map({name: 1.0 if name in numbers else "x" for name in values(french)})


def test_french_punctuation_never_begins_a_line(pairs: list[tuple[str, str]]) -> None:
    assert [french for _english, french in pairs if HIGH_PUNCTUATION.search(french)] == []


def test_french_apostrophes_are_typographic(pairs: list[tuple[str, str]]) -> None:
    assert [french for _english, french in pairs if re.search(r"\w'\w", french)] == []
