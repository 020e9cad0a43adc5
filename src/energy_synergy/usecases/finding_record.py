"""Findings as plain values that keep their types, so that a sentence can be filled in later in any language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from energy_synergy.findings import Finding, Place, Severity

INSTANT = "$instant"
DATE = "$date"


def finding_as_record(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain values; what is not known is left out of its place."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "sentence": finding.sentence,
        "values": encoded(finding.values),
        "place": encoded({name: value for name, value in asdict(finding.place).items() if value is not None}),
        "count": finding.count,
        "value": finding.value,
        "expected": finding.expected,
        "advice": finding.advice,
    }


def finding_from_record(record: Mapping[str, Any]) -> Finding:
    """Return the finding of a record, equal to the one that it was made of."""
    return Finding(
        code=record["code"],
        severity=Severity(record["severity"]),
        sentence=record["sentence"],
        values=decoded(record["values"]),
        place=Place(**decoded(record["place"])),
        count=record["count"],
        value=record["value"],
        expected=record["expected"],
        advice=record["advice"],
    )


def encoded(values: Mapping[str, object]) -> dict[str, Any]:
    """Return values as plain ones."""
    return {name: _encoded(value) for name, value in values.items()}


def decoded(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values from plain ones."""
    return {name: _decoded(value) for name, value in values.items()}


def _encoded(value: object) -> object:
    if isinstance(value, datetime):
        return {INSTANT: value.isoformat()}
    if isinstance(value, date):
        return {DATE: value.isoformat()}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return value.item() if hasattr(value, "item") else str(value)


def _decoded(value: object) -> Any:
    if isinstance(value, dict) and INSTANT in value:
        return datetime.fromisoformat(value[INSTANT])
    if isinstance(value, dict) and DATE in value:
        return date.fromisoformat(value[DATE])
    return value
