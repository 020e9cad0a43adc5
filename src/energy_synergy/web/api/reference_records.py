"""The description of the interface as records for a page: areas, operations, and the shapes they take and give."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]
# The largest whole number that every JSON reader keeps is no bound worth telling.
LARGEST = 2**53 - 1
REF = "#/components/schemas/"
LIMITS = (
    ("minimum", "≥ {}"),
    ("exclusiveMinimum", "> {}"),
    ("maximum", "≤ {}"),
    ("exclusiveMaximum", "< {}"),
    ("minLength", "length ≥ {}"),
    ("maxLength", "length ≤ {}"),
    ("minItems", "items ≥ {}"),
    ("maxItems", "items ≤ {}"),
    ("default", "default {}"),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value is, in words, and the shape that it has, if that has a name."""

    words: str
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a field; `where` is query, path or header for a parameter."""

    name: str
    kind: Kind
    is_required: bool
    description: str
    limits: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an operation may answer."""

    status: str
    words: str
    kind: Kind | None


@dataclass(frozen=True, slots=True)
class OperationEntry:
    """One operation; its description is in pieces of text, each with whether it is a name that programs use."""

    name: str
    method: str
    path: str
    summary: str
    description: tuple[tuple[str, bool], ...]
    parameters: tuple[Field, ...]
    bodies: tuple[tuple[str, Kind], ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """The operations of one area."""

    name: str
    operations: tuple[OperationEntry, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A record with its fields."""

    name: str
    description: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """Everything on the page."""

    areas: tuple[Area, ...]
    shapes: tuple[Shape, ...]


def compute_reference(schema: Schema) -> Reference:
    """Return the records of an OpenAPI description, areas in the order in which they come."""
    areas: dict[str, list[OperationEntry]] = {}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            areas.setdefault(operation["tags"][0], []).append(_operation(method.upper(), path, operation))
    shapes = sorted(schema["components"]["schemas"].items())
    return Reference(
        areas=tuple(Area(name, tuple(operations)) for name, operations in areas.items()),
        shapes=tuple(_shape(name, one) for name, one in shapes),
    )


def _operation(method: str, path: str, operation: Schema) -> OperationEntry:
    bodies = operation.get("requestBody", {}).get("content", {})
    return OperationEntry(
        name=operation["operationId"],
        method=method,
        path=path,
        summary=operation["summary"],
        description=_pieces(operation.get("description", "")),
        parameters=tuple(_parameter(one) for one in operation.get("parameters", ())),
        bodies=tuple((media, kind_of(one["schema"])) for media, one in bodies.items()),
        answers=tuple(_answer(status, one) for status, one in operation["responses"].items()),
    )


def _pieces(text: str) -> tuple[tuple[str, bool], ...]:
    """Cut a text at its backticks: every other piece is a name."""
    return tuple((piece, bool(place % 2)) for place, piece in enumerate(text.split("`")))


def _parameter(one: Schema) -> Field:
    schema, required = one["schema"], one.get("required", False)
    return Field(one["name"], kind_of(schema), required, one.get("description", ""), _limits(schema), one["in"])


def _answer(status: str, answer: Schema) -> Answer:
    schemas = [one["schema"] for one in answer.get("content", {}).values()]
    return Answer(status, answer["description"], kind_of(schemas[0]) if schemas else None)


def _shape(name: str, schema: Schema) -> Shape:
    required = schema.get("required", ())
    fields = tuple(
        Field(field, kind_of(one), field in required, one.get("description", ""), _limits(one))
        for field, one in schema.get("properties", {}).items()
    )
    return Shape(name, schema.get("description", ""), fields)


def kind_of(schema: Schema) -> Kind:
    """Return what a schema allows, in words."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(REF)
        return Kind(name, name)
    if "enum" in schema or "const" in schema:
        return Kind(" | ".join(map(str, schema.get("enum", (schema.get("const"),)))))
    for word in ("anyOf", "oneOf", "allOf"):
        if word in schema:
            return _joined(kind_of(one) for one in schema[word])
    if schema.get("type") == "array":
        inner = kind_of(schema.get("items", {}))
        return Kind(f"list of {inner.words}", inner.shape)
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), Mapping):
        inner = kind_of(schema["additionalProperties"])
        return Kind(f"object of {inner.words}", inner.shape)
    return Kind(str(schema.get("format") or schema.get("type") or "any value"))


def _joined(kinds: Iterable[Kind]) -> Kind:
    found = list(kinds)
    return Kind(" or ".join(one.words for one in found), next((one.shape for one in found if one.shape), ""))


def _limits(schema: Schema) -> str:
    """Return the bounds of a value in words, also those of the part that is not null."""
    parts = [schema, *(one for one in schema.get("anyOf", ()) if one.get("type") != "null")]
    found = [
        (word, text, part[word]) for word, text in LIMITS for part in parts if part.get(word) not in (None, [], {})
    ]
    return ", ".join(text.format(json.dumps(value)) for word, text, value in found if value != LARGEST)
