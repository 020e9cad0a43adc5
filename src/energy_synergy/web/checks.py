"""System checks: say what to run when the browser assets are missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

VENDOR_FILES = (
    "echarts.min.js",
    "tabler.min.css",
    "tabler.min.js",
    "inter-latin.woff2",
    "inter-latin-ext.woff2",
    "inter-regular.ttf",
    "inter-semibold.ttf",
)


@register()
def vendor_files_are_there(app_configs: Sequence[Any] | None, **_options: object) -> list[CheckMessage]:  # noqa: ARG001
    """Return an error that names the missing browser assets and the command that fetches them."""
    folder = settings.HERE / "static" / "vendor"
    missing = [name for name in VENDOR_FILES if not (folder / name).is_file()]
    if not missing:
        return []
    return [
        Error(
            f"Browser assets are missing from {folder}: {', '.join(missing)}.",
            hint="Build them with: pip install --no-deps -e .",
            id="web.E001",
        )
    ]
