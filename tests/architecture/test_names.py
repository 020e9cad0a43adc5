"""Files are named after what they hold, and the repository speaks of the product alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "tools", "stuff"}
# Joined here, so that this file does not name what it forbids.
REGISTRY_HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("deb", "debian", "org"),
        ("jsdelivr", "net"),
        ("unpkg", "com"),
        ("cdnjs", "cloudflare", "com"),
    )
]


def test_no_module_has_a_name_that_says_nothing(package: Path) -> None:
    names = [path for path in package.rglob("*") if path.suffix in {"", ".py"}]
    assert [str(path.relative_to(package)) for path in names if path.stem in EMPTY_NAMES] == []


@pytest.mark.parametrize("host", REGISTRY_HOSTS)
def test_no_kept_file_names_a_package_registry_or_cdn(host: str, root: Path, kept_files: tuple[Path, ...]) -> None:
    needle = host.encode()
    assert [str(path.relative_to(root)) for path in kept_files if needle in path.read_bytes()] == []


def test_no_kept_file_is_large(root: Path, kept_files: tuple[Path, ...]) -> None:
    large = {str(path.relative_to(root)): path.stat().st_size for path in kept_files}
    assert {name: size for name, size in large.items() if size > 1024 * 1024} == {}


def test_no_kept_file_is_minified(root: Path, kept_files: tuple[Path, ...]) -> None:
    minified = re.compile(r"\.min\.(js|css)$")
    assert [str(path.relative_to(root)) for path in kept_files if minified.search(path.name)] == []
