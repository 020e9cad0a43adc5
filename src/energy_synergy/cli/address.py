"""Where a site is served, as the verbs that serve one take it."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path


def add_address(parser: ArgumentParser) -> None:
    """Add the options of the address, the data folder and the browser."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1: this machine only)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    parser.add_argument("--data-dir", type=Path, metavar="FOLDER", help="where the site keeps its data")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser, only print the address")


def opens_browser(arguments: Namespace) -> bool:
    """Tell whether to open a browser: unless it is unwanted, or nobody would see it."""
    has_screen = sys.platform in ("win32", "darwin") or bool({"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ))
    return not arguments.no_browser and has_screen and sys.stdout.isatty()
