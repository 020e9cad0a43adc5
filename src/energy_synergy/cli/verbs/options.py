"""List what can be chosen: families, their options, and what each option may be told."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import Any

from energy_synergy.cli.output import Output
from energy_synergy.registry import FAMILIES, family, option_class, schema


def configure(parser: ArgumentParser) -> None:
    """Add what this verb takes."""
    parser.add_argument("family", nargs="?", metavar="FAMILY", help="such as sharing, profiles, formats")
    parser.add_argument("name", nargs="?", metavar="NAME", help="one option of the family: shows its fields")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: Namespace, output: Output) -> int:
    """Show the families, one family, or one option."""
    if arguments.name:
        _show_option(arguments.family, arguments.name, output)
    elif arguments.family:
        _show_family(arguments.family, output)
    else:
        _show_families(output)
    return 0


def _show_families(output: Output) -> None:
    names = {name: list(family(name)) for name in FAMILIES}
    if output.is_json:
        output.json(names)
        return
    output.table(["Family", "Options"], [[name, ", ".join(known)] for name, known in names.items()], text_columns=2)
    output.line("energy-synergy options FAMILY tells what each option does.")


def _show_family(family_name: str, output: Output) -> None:
    summaries = {name: cls.summary() for name, cls in family(family_name).items()}
    if output.is_json:
        output.json(summaries)
        return
    output.table([family_name, "What it does"], [list(row) for row in summaries.items()], text_columns=2)
    output.line(f"energy-synergy options {family_name} NAME tells which fields an option has.")


def _show_option(family_name: str, name: str, output: Output) -> None:
    fields = schema(family_name, name)
    if output.is_json:
        output.json(fields)
        return
    output.line(f"{name}: {option_class(family_name, name).summary()}")
    properties, required = fields.get("properties", {}), fields.get("required", [])
    if not properties:
        output.line("It has no fields.")
        return
    _show_fields(properties, required, output)
    parts = fields.get("$defs", {})
    for field, spec in properties.items():
        part = parts.get(spec.get("items", {}).get("$ref", "").rpartition("/")[2], {})
        if part.get("properties"):
            output.line(f"each of {field} is a table:")
            _show_fields(part["properties"], part.get("required", []), output)


def _show_fields(properties: dict[str, Any], required: Sequence[str], output: Output) -> None:
    rows = [
        [field, _kind(spec), _default(spec, field in required), _limits(spec), spec.get("description", "")]
        for field, spec in properties.items()
    ]
    output.table(["Field", "Type", "Default", "Limits", "Meaning"], rows, text_columns=5, is_first_whole=True)


def _kind(spec: dict[str, Any]) -> str:
    if "anyOf" in spec:
        return " or ".join(_kind(part) for part in spec["anyOf"] if part.get("type") != "null")
    if "enum" in spec:
        return ", ".join(map(str, spec["enum"]))
    if "$ref" in spec:
        return "table"
    if spec.get("type") == "array":
        return f"list of {_kind(spec.get('items', {}))}"
    return str(spec.get("const", spec.get("type", "any")))


def _default(spec: dict[str, Any], is_required: bool) -> str:
    if is_required:
        return "required"
    default = spec.get("default")
    return "–" if default is None else str(default)


LIMITS = {"minimum": "≥", "exclusiveMinimum": ">", "maximum": "≤", "exclusiveMaximum": "<"}


def _limits(spec: dict[str, Any]) -> str:
    parts = [spec, *spec.get("anyOf", []), spec.get("items", {})]
    return ", ".join(f"{sign} {part[key]:g}" for part in parts for key, sign in LIMITS.items() if key in part)
