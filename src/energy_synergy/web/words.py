"""Sentences of the lower floors in the visitor's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language, gettext, gettext_noop

from energy_synergy.errors import EnergySynergyError
from energy_synergy.findings import Finding

# Words that stand for themselves inside a sentence and have a translation of their own.
KNOWN_WORDS = frozenset(
    (
        gettext_noop("production"),
        gettext_noop("consumption"),
        gettext_noop("readings"),
        gettext_noop("typical day"),
        gettext_noop("estimate"),
    )
)


def translated(told: Finding | EnergySynergyError) -> str:
    """Return the sentence of a finding or a refusal in the active language, filled in."""
    return filled(told.sentence, told.values)


def filled(sentence: str | None, values: Mapping[str, object]) -> str:
    """Return a sentence template in the active language with its values; nothing for no sentence."""
    if not sentence:
        return ""
    words = {name: _word(value) for name, value in values.items()}
    return gettext(sentence).format_map(words)


def _word(value: object) -> object:
    return gettext(value) if isinstance(value, str) and value in KNOWN_WORDS else value


def in_language(texts: Mapping[str, str]) -> str:
    """Return the text of the active language from a mapping by language, else the English one."""
    return texts.get((get_language() or "en").partition("-")[0]) or texts["en"]
