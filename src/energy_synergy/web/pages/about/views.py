"""Version and licences of what is shipped and used."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.message import Message
from functools import cache
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

PACKAGE = "energy-synergy"


@dataclass(frozen=True, slots=True)
class Library:
    """A library that the product runs on."""

    name: str
    version: str
    licence: str
    url: str


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Show the version, the libraries in use and the licences of the browser assets."""
    folder = settings.HERE / "static" / "vendor"
    assets = {
        path.name.removesuffix(".LICENSE.txt"): path.read_text(encoding="utf-8", errors="replace")
        for path in sorted(folder.glob("*.LICENSE.txt"))
    }
    return render(
        request, "about/about.html", {"version": installed_version(), "libraries": libraries(), "assets": assets}
    )


def installed_version() -> str:
    """Return the version of the installed package; empty where the source runs without being installed."""
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return ""


@cache
def libraries() -> tuple[Library, ...]:
    """Return the installed libraries that the package requires, sorted by name."""
    required = (requires(PACKAGE) if installed_version() else None) or ()
    names = {re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0] for line in required}
    found = (_library(name) for name in sorted(names, key=str.lower))
    return tuple(library for library in found if library)


def _library(name: str) -> Library | None:
    try:
        facts = cast(Message, metadata(name))
    except PackageNotFoundError:
        return None
    classifiers = facts.get_all("Classifier") or []
    licences = [line.rpartition(" :: ")[2] for line in classifiers if line.startswith("License ::")]
    written = (facts.get("License-Expression") or facts.get("License") or "").strip().partition("\n")[0]
    return Library(
        name, facts["Version"], written or ", ".join(licences), _home_page(facts.get_all("Project-URL") or [])
    )


def _home_page(urls: list[str]) -> str:
    pairs = (line.partition(", ")[::2] for line in urls)
    return next((url for label, url in pairs if label.lower() in ("homepage", "source", "repository")), "")
