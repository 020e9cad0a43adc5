"""The registry of options."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import ClassVar

import pytest
from pydantic import Field

from energy_synergy import registry
from energy_synergy.errors import InvalidValue, UnknownName
from energy_synergy.registry import FAMILIES, Option, family, option, option_class, options, schema, suggest

OPTION = '''
from typing import ClassVar
from energy_synergy.registry import Option

class {cls}(Option):
    """Say {name}."""
    name: ClassVar[str] = "{name}"
'''


class Kept(Option):
    """An option that comes from data."""

    name: ClassVar[str] = "kept"
    size: int = Field(1, ge=1, description="How much")


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """A family of options in a folder of its own."""
    folder = tmp_path / "family_of_words"
    folder.mkdir()
    (folder / "__init__.py").write_text("", encoding="utf-8")
    files = {"yes": "Yes", "no": "No", "_blueprint": "Blueprint"}
    for name, cls in files.items():
        (folder / f"{name}.py").write_text(OPTION.format(name=name, cls=cls), encoding="utf-8")
    (folder / "base.py").write_text(OPTION.format(name="other", cls="Base"), encoding="utf-8")
    (folder / "again.py").write_text("from family_of_words.yes import Yes\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(registry, "FAMILIES", {**FAMILIES, "words": "family_of_words"})
    yield import_module("family_of_words")
    family.cache_clear()
    for name in [name for name in sys.modules if name.startswith("family_of_words")]:
        del sys.modules[name]


@pytest.mark.usefixtures("words")
def test_one_file_is_one_option() -> None:
    assert options("words") == ["no", "yes"]


@pytest.mark.usefixtures("words")
def test_the_first_line_of_the_docstring_describes_it() -> None:
    assert option_class("words", "yes").summary() == "Say yes."


def test_a_family_may_keep_options_as_data(words: ModuleType) -> None:
    words.data_options = lambda: [Kept]  # type: ignore[attr-defined]
    assert options("words") == ["kept", "no", "yes"]
    assert option("words", "kept", size=3).size == 3


def test_fields_have_a_schema(words: ModuleType) -> None:
    words.data_options = lambda: [Kept]  # type: ignore[attr-defined]
    assert schema("words", "kept")["properties"]["size"]["minimum"] == 1


@pytest.mark.parametrize("fields", [{"size": 0}, {"size": "x"}, {"length": 3}])
def test_fields_that_do_not_fit_are_refused_by_name(fields: dict[str, object], words: ModuleType) -> None:
    words.data_options = lambda: [Kept]  # type: ignore[attr-defined]
    with pytest.raises(InvalidValue, match=next(iter(fields))):
        option("words", "kept", **fields)


def test_an_option_does_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Kept().size = 2  # type: ignore[misc]


def test_a_mistyped_name_is_answered_with_the_nearest_and_all_known() -> None:
    with pytest.raises(UnknownName, match=r"Did you mean pro_rata\? Known names: .*static"):
        option("sharing", "prorata")


def test_a_name_like_no_other_is_answered_with_all_known() -> None:
    with pytest.raises(UnknownName, match=r"in sharing\. Known names: cascade, equal") as caught:
        option("sharing", "zzz")
    assert "Did you mean" not in str(caught.value)


def test_an_unknown_family_is_answered_with_all_known() -> None:
    with pytest.raises(UnknownName, match="Known families: formats"):
        options("sharings")


@pytest.mark.parametrize(("name", "near"), [("statik", "static"), ("EQUAL", "equal"), ("zzz", ""), ("", "")])
def test_it_suggests_what_is_near(name: str, near: str) -> None:
    assert suggest(name, ["static", "equal"]) == near


def test_the_keys_of_the_first_step_are_there() -> None:
    assert {"equal", "pro_rata", "static"} <= set(options("sharing"))


def test_a_mistyped_family_is_told_the_nearest() -> None:
    with pytest.raises(UnknownName, match="Did you mean sharing"):
        family("sharin")


def test_a_mistyped_field_is_told_the_nearest_and_all_known() -> None:
    with pytest.raises(InvalidValue, match="share: is not known") as refused:
        option("sharing", "static", share=1)
    assert "shares: is needed" in str(refused.value)
    assert "rounds" in str(refused.value)
    with pytest.raises(InvalidValue, match="Known: none"):
        option("pricing", "mid_market_rate", k=0.5)
