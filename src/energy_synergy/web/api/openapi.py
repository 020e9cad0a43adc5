"""The description of the interface for programs, OpenAPI 3.1."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from energy_synergy.web.api.api import api

PREFIX = "/api/v1"


@cache
def description() -> dict[str, Any]:
    """Return the description of every operation; the same as long as the program runs."""
    schema: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX)))
    for path in schema["paths"].values():
        # Whoever asks for a thing may ask for its head; that needs no description of its own.
        path.pop("head", None)
    return schema
