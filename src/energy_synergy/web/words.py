"""Sentences of the lower floors in the visitor's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.formats import number_format
from django.utils.translation import get_language, gettext, gettext_noop

from energy_synergy.errors import EnergySynergyError
from energy_synergy.findings import Finding
from energy_synergy.schemes.records import Words
from energy_synergy.web.templatetags.es_dates import long_date

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
# What a reader detects, by the names and the values it reports them with.
DETECTED_NAMES = {
    "encoding": gettext_noop("encoding"),
    "separator": gettext_noop("separator"),
    "columns": gettext_noop("columns"),
    "step_minutes": gettext_noop("minutes between readings"),
    "stamp": gettext_noop("a time names"),
    "decimal_mark": gettext_noop("decimal mark"),
    "date_order": gettext_noop("date order"),
    "timezone": gettext_noop("time zone"),
    "unit": gettext_noop("unit"),
    "sheet": gettext_noop("sheet"),
    "direction": gettext_noop("direction"),
}
DETECTED_VALUES = {
    "comma": gettext_noop("comma"),
    "semicolon": gettext_noop("semicolon"),
    "tab": gettext_noop("tab"),
    "pipe": gettext_noop("vertical bar"),
    "point": gettext_noop("point"),
    "start": gettext_noop("the start of its interval"),
    "end": gettext_noop("the end of its interval"),
    "ymd": gettext_noop("year, month, day"),
    "dmy": gettext_noop("day, month, year"),
    "mdy": gettext_noop("month, day, year"),
    "production": gettext_noop("production"),
    "consumption": gettext_noop("consumption"),
}


def translated(told: Finding | EnergySynergyError) -> str:
    """Return the sentence of a finding or a refusal in the active language, filled in."""
    return filled(told.sentence, told.values)


def filled(sentence: str | None, values: Mapping[str, object]) -> str:
    """Return a sentence template in the active language with its values; nothing for no sentence."""
    if not sentence:
        return ""
    words = {name: _word(value) for name, value in values.items()}
    return gettext(sentence).format_map(words)


class _Written(float):
    """A number that a sentence writes in the visitor's language, or with the digits that the sentence asks for."""

    def __format__(self, digits: str) -> str:
        """Return the number as text."""
        return super().__format__(digits) if digits else number_format(float(self), use_l10n=True, force_grouping=True)


def _word(value: object) -> object:
    if isinstance(value, Words):
        return value.in_language(get_language() or "en")
    if isinstance(value, float):
        return _Written(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return long_date(value)
    return gettext(value) if isinstance(value, str) and value in KNOWN_WORDS else value


def in_language(texts: Mapping[str, str]) -> str:
    """Return the text of the active language from a mapping by language, else the English one."""
    return texts.get((get_language() or "en").partition("-")[0]) or texts["en"]


def detected_words(detected: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return what was detected as pairs of a label and a value in the active language."""
    return tuple(
        (gettext(DETECTED_NAMES.get(name, name)), gettext(DETECTED_VALUES.get(value, value)) if value else "")
        for name, value in detected.items()
    )
