"""Files on their way in, with a folder of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from energy_synergy.web.db.models import Upload

FILES = "/g/river/data/import/"
Send = Callable[..., HttpResponse]


@pytest.fixture(autouse=True)
def uploads_dir(settings: Any, tmp_path: Path) -> Path:
    """The folder of the files."""
    settings.UPLOADS_DIR = tmp_path / "uploads"
    return tmp_path / "uploads"


def send(client: Client, content: str | bytes, *, name: str = "x.csv", company: object = "") -> HttpResponse:
    """Send one file."""
    data = content if isinstance(content, bytes) else content.encode()
    return client.post(FILES, {"file": SimpleUploadedFile(name, data), "company": company})


def begin(client: Client, content: str | bytes, **more: object) -> Upload:
    """Send one file, and return its upload."""
    answer = send(client, content, **more)  # type: ignore[arg-type]
    assert answer.status_code == 302, answer.content.decode()
    return Upload.objects.latest("pk")


def step(upload: Upload, name: str) -> str:
    """Return the address of a step of an upload."""
    return f"{FILES}{upload.token}/{name}/"


def page(client: Client, upload: Upload, name: str) -> str:
    """Return the page of a step."""
    return client.get(step(upload, name)).content.decode()


def fix(client: Client, upload: Upload, kind: str, to: str, place: str = "", **more: str) -> HttpResponse:
    """Choose a remedy."""
    return client.post(step(upload, "fix"), {"kind": kind, "to": to, "place": place, **more})


def confirm(client: Client, upload: Upload) -> HttpResponse:
    """Open the confirmation and press its button."""
    answer = client.get(step(upload, "confirm"))
    assert answer.status_code == 200
    return client.post(step(upload, "confirm"), {"seal": answer.context["seal"]})


def bad(dated: str, values: tuple[str, ...], first: int = 10) -> str:
    """Return a dated file in which some values in a row are others."""
    rows = dated.splitlines()
    for line, value in enumerate(values, start=first):
        rows[line] = f"{rows[line].partition(';')[0]};{value}"
    return "\n".join(rows)
