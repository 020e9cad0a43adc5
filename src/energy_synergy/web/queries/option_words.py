"""What sharing keys and price rules are called on pages, in the visitor's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from django.utils.translation import gettext, gettext_noop

from energy_synergy.findings import Finding
from energy_synergy.pricing.base import PriceRule
from energy_synergy.registry import family
from energy_synergy.web.words import in_language

KEY_LABELS: Mapping[str, str] = {
    "pro_rata": gettext_noop("In proportion to need"),
    "equal": gettext_noop("Equal parts"),
    "static": gettext_noop("Fixed shares"),
    "static_iterative": gettext_noop("Fixed shares, the rest shared again"),
    "hybrid": gettext_noop("Fixed shares, the rest by need"),
    "cascade": gettext_noop("By rank"),
    "slot_shares": gettext_noop("Shares by time"),
    "full_dynamic": gettext_noop("By pair of companies"),
}


def key_label(name: str) -> str:
    """Return what a sharing key is called; one of another package by its name."""
    return gettext(KEY_LABELS[name]) if name in KEY_LABELS else name


def rule_label(name: str) -> str:
    """Return what a price rule is called; one that is not there by its name."""
    known = family("pricing")
    return in_language(cast(type[PriceRule], known[name]).label) if name in known else name


def with_labels(finding: Finding) -> Finding:
    """Return a finding that calls a price rule and sharing keys as pages do, not by the names of programs."""
    return replace(finding, values={name: _labelled(name, value) for name, value in finding.values.items()})


def _labelled(name: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    if name == "rule":
        return rule_label(value)
    return ", ".join(map(key_label, value.split(", "))) if name in ("key", "keys") else value
