"""JSON as it goes over the wire: read strictly, written with times that carry their offset and null for unknown."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpRequest
from ninja.parser import Parser
from ninja.renderers import BaseRenderer
from pydantic import BaseModel

JSON = "application/json"


class StrictParser(Parser):
    """Refuses what is not JSON: NaN, halves of a surrogate pair, nesting without end."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the body as plain values."""
        return orjson.loads(request.body)


class PlainRenderer(BaseRenderer):
    """Writes plain values; numbers that are not finite are null."""

    media_type = JSON

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """Return the body of an answer."""
        return as_json(data)


def as_json(data: Any) -> bytes:
    """Return plain values or records as JSON."""
    return orjson.dumps(data, default=_plain, option=orjson.OPT_SERIALIZE_NUMPY)


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump()
    raise TypeError
