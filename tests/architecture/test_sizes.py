"""Files and functions stay small enough to be read at once."""

from __future__ import annotations

import ast
from pathlib import Path

FILE_LINES = 300
FUNCTION_LINES = 40
CODE = {".py", ".js", ".css", ".html"}


def test_no_file_is_longer_than_its_ceiling(root: Path, kept_files: tuple[Path, ...]) -> None:
    # Django writes the migrations.
    code = [path for path in kept_files if path.suffix in CODE and path.parent.name != "migrations"]
    lengths = {str(path.relative_to(root)): len(path.read_bytes().splitlines()) for path in code}
    assert {name: lines for name, lines in lengths.items() if lines > FILE_LINES} == {}


def test_no_function_is_longer_than_its_ceiling(root: Path, kept_files: tuple[Path, ...]) -> None:
    long = {
        f"{path.relative_to(root)}:{node.lineno} {node.name}": length
        for path in kept_files
        if path.suffix == ".py"
        for node in ast.walk(ast.parse(path.read_bytes()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES
    }
    assert long == {}
