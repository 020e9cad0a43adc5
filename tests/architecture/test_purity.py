"""Floors 0 to 3 take arguments and return values: no clock, no chance, no printing, no hidden imports."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import Any

import pytest

CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "timezone.now",
}
UNSEEDED = {"default_rng", "np.random.default_rng", "numpy.random.default_rng", "RandomState", "np.random.RandomState"}


def calls(source: Any) -> Iterable[tuple[ast.Call, str]]:
    """Yield every call in a file with the text of what is called."""
    return ((node, ast.unparse(node.func)) for node in source.nodes(ast.Call))


def reads_clock(call: ast.Call, name: str) -> bool:
    """Tell whether a call asks what time it is."""
    return ".".join(name.split(".")[-2:]) in CLOCKS


def draws_by_chance(call: ast.Call, name: str) -> bool:
    """Tell whether a call draws numbers that nobody can draw again."""
    is_unseeded = name in UNSEEDED and not call.args and not call.keywords
    return is_unseeded or name.startswith(("random.", "secrets.", "uuid.uuid4"))


def prints(call: ast.Call, name: str) -> bool:
    """Tell whether a call writes to the terminal."""
    return name in {"print", "input", "sys.stdout.write", "sys.stderr.write"}


@pytest.mark.parametrize("is_impure", [reads_clock, draws_by_chance, prints])
def test_the_library_stays_pure(is_impure: Callable[[ast.Call, str], bool], library: tuple[Any, ...]) -> None:
    found = [
        f"{source.place}:{call.lineno} {name}"
        for source in library
        for call, name in calls(source)
        if is_impure(call, name)
    ]
    assert found == []


def test_the_library_imports_nothing_inside_a_function(library: tuple[Any, ...]) -> None:
    found = [
        f"{source.place}:{node.lineno}"
        for source in library
        for function in source.nodes(ast.FunctionDef, ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert found == []


def test_nothing_catches_every_exception_on_the_library_floors(library: tuple[Any, ...]) -> None:
    broad = {"Exception", "BaseException", "None"}
    found = [
        f"{source.place}:{node.lineno}"
        for source in library
        for node in source.nodes(ast.ExceptHandler)
        if (ast.unparse(node.type) if node.type else "None") in broad
    ]
    assert found == []
