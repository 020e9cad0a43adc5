"""Keys and price rules of agreements in words, each company's own entry as far as the visitor sees companies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext, gettext_noop

from energy_synergy.community.sight import Sight
from energy_synergy.errors import UnknownName
from energy_synergy.registry import Option, family, option_class
from energy_synergy.usecases.agreements import BY_SLOT, Record
from energy_synergy.web.queries.option_words import key_label, rule_label
from energy_synergy.web.templatetags.es_numbers import number

COLUMNS: Mapping[str, str] = {
    "shares": gettext_noop("Share of the surplus"),
    "ranks": gettext_noop("Rank when receiving"),
    "giving_ranks": gettext_noop("Rank when giving"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What a key says of one company, or of all that are not shown, as texts in the order of the columns."""

    company: str
    is_own: bool
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OptionWords:
    """A key or a price rule in words: what it is called, what it does, and its settings as pairs of texts."""

    name: str
    label: str
    summary: str
    settings: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    is_by_slot: bool = False
    is_by_pair: bool = False
    is_compensated: bool = False


def option_label(family_name: str, name: str) -> str:
    """Return what an option is called in the active language."""
    return key_label(name) if family_name == "sharing" else rule_label(name)


def rule_words(record: Record) -> OptionWords:
    """Return a price rule in words; one that promises the whole period alone is compensated."""
    words = _words("pricing", record)
    cls = family("pricing").get(words.name)
    return replace(words, is_compensated=getattr(cls, "promise", "slot") == "period")


def key_words(record: Record, names: Mapping[int, str], sight: Sight) -> OptionWords:
    """Return a key in words; `names` are those of the companies of the group, of which only those seen are named."""
    words = _words("sharing", record)
    tables = {field: value for field, value in record.items() if isinstance(value, Mapping) and BY_SLOT not in value}
    is_by_pair = any(isinstance(one, Mapping) for value in tables.values() for one in value.values())
    columns = [field for field in COLUMNS if field in tables] if not is_by_pair else []
    return replace(
        words,
        columns=tuple(gettext(COLUMNS[field]) for field in columns),
        entries=tuple(_entries(columns, tables, names, sight)),
        is_by_slot=any(isinstance(value, Mapping) and BY_SLOT in value for value in record.values()),
        is_by_pair=is_by_pair,
    )


def _words(family_name: str, record: Record) -> OptionWords:
    name = str(record.get("name", ""))
    label = option_label(family_name, name)
    try:
        cls = option_class(family_name, name)
    except UnknownName:
        return OptionWords(name, label, "")
    settings = tuple(
        (field_words(cls, field), _value(value))
        for field, value in record.items()
        if field in cls.model_fields and not isinstance(value, Mapping) and value != cls.model_fields[field].default
    )
    return OptionWords(name, label, gettext(cls.summary()), settings)


def field_words(cls: type[Option], field: str) -> str:
    """Return what a field of an option means in the active language."""
    return gettext(cls.model_fields[field].description or field)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return _decimals(value) if isinstance(value, float) else str(value)


def _decimals(value: float, most: int = 6) -> str:
    """Return a number with the decimals that it has, in the way of the active language."""
    digits = f"{value:.{most}f}".rstrip("0").partition(".")[2]
    return number(value, len(digits))


def percent_text(fraction: float) -> str:
    """Return a fraction as a percentage with the decimals that it has."""
    return f"{_decimals(100 * fraction)}\u202f%"


def _entries(
    columns: list[str], tables: Mapping[str, Mapping[str, Any]], names: Mapping[int, str], sight: Sight
) -> list[Entry]:
    shown = [one for one in names if sight.shows(one)]
    rows = [
        Entry(names[one], one in sight.own, tuple(_cell(field, tables[field].get(str(one))) for field in columns))
        for one in shown
        if any(str(one) in tables[field] for field in columns)
    ]
    hidden = [one for one in names if one not in shown and any(str(one) in tables[field] for field in columns)]
    if hidden:
        cells = tuple(_sum(field, [tables[field].get(str(one)) for one in hidden]) for field in columns)
        rows.append(Entry(gettext("Other companies"), is_own=False, cells=cells))
    return rows


def _cell(field: str, value: Any) -> str:
    if value is None:
        return "–"
    return percent_text(float(value)) if field == "shares" else str(value)


def _sum(field: str, values: list[Any]) -> str:
    told = [float(one) for one in values if one is not None]
    return percent_text(sum(told)) if field == "shares" and told else "–"
