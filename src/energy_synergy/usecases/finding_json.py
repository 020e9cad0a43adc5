"""Findings as plain values, for programs."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from energy_synergy.findings import Finding


def finding_as_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain values, with its sentences filled in; what is not known is left out."""
    place = {key: _plain(value) for key, value in asdict(finding.place).items() if value is not None}
    texts = {
        "value": finding.value,
        "expected": finding.expected and finding.expected.format_map(finding.values),
        "advice": finding.advice and finding.advice.format_map(finding.values),
    }
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "message": finding.message,
        "count": finding.count,
        "place": place,
        **{key: text for key, text in texts.items() if text is not None},
    }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
