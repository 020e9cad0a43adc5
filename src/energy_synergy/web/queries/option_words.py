"""What sharing keys and price rules are called on pages, in the visitor's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from django.utils.translation import gettext, gettext_noop

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
