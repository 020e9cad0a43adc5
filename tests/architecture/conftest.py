"""The source files as the architecture tests read them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "energy_synergy"
OUTER_FLOORS = {"__main__", "cli", "web", "testing", "batch", "connectors", "channels", "reports"}


@dataclass(frozen=True)
class Source:
    """One Python file of the package, parsed."""

    path: Path

    @property
    def place(self) -> str:
        """The path from the root of the repository."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def is_library(self) -> bool:
        """Tell whether the file belongs to floors 0 to 3."""
        return Path(self.path.relative_to(PACKAGE).parts[0]).stem not in OUTER_FLOORS

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed file."""
        return ast.parse(self.path.read_text(encoding="utf-8"), self.place)

    def nodes(self, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
        """Yield every node of the given kinds."""
        return (node for node in ast.walk(self.tree) if isinstance(node, kinds))


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def package() -> Path:
    """The folder of the package."""
    return PACKAGE


@pytest.fixture(scope="session")
def sources() -> tuple[Source, ...]:
    """Every Python file of the package."""
    return tuple(Source(path) for path in sorted(PACKAGE.rglob("*.py")))


@pytest.fixture(scope="session")
def library(sources: tuple[Source, ...]) -> tuple[Source, ...]:
    """Every Python file of floors 0 to 3."""
    return tuple(source for source in sources if source.is_library)


@pytest.fixture(scope="session")
def kept_files() -> tuple[Path, ...]:
    """Every file that the repository keeps, and every new one that it does not ignore."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\0")
    return tuple(path for path in (ROOT / name for name in names if name) if path.is_file())
