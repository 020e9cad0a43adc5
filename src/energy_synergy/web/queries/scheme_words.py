"""What a country scheme says, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from energy_synergy.schemes.checks.same_place import PLACES
from energy_synergy.schemes.records import (
    Discount,
    Distance,
    GridLevels,
    Interval,
    Keys,
    LargeCompanies,
    Locality,
    MinimumGeneration,
    PowerCap,
    Remark,
    Same,
    Scheme,
    Statement,
    Territory,
    Words,
)
from energy_synergy.web.queries.option_words import key_label
from energy_synergy.web.templatetags.es_numbers import number, percent

TOPIC_WORDS: Mapping[str, Callable[[], str]] = {
    "interval": lambda: _("Interval of sharing"),
    "keys": lambda: _("Sharing keys"),
    "distance": lambda: _("Distance"),
    "same": lambda: _("Same place"),
    "grid_levels": lambda: _("Grid levels"),
    "territory": lambda: _("Area"),
    "power_cap": lambda: _("Largest power"),
    "large_companies": lambda: _("Large companies"),
    "minimum_generation": lambda: _("Least generation"),
    "locality": lambda: _("Type by nearness"),
    "discount": lambda: _("Grid fee on shared energy"),
    "remark": lambda: _("Also"),
}


def spoken(words: Words | None) -> str:
    """Return a text in the active language; nothing for none."""
    return words.in_language(get_language() or "en") if words else ""


def topic_words(topic: str) -> str:
    """Return what a topic of a scheme is called."""
    return TOPIC_WORDS[topic]()


def told(statement: Statement) -> str:
    """Return what a statement says in the active language."""
    return SAID[type(statement)](statement)


def conditions(statement: Statement, scheme: Scheme) -> str:
    """Return under which answers a statement holds; nothing where it always does."""
    parts = []
    for question in scheme.question:
        values = statement.when.get(question.name, ())
        parts += [" / ".join(spoken(one.label) for one in question.answers if one.value in values)] if values else []
    return "; ".join(parts)


def _figure(value: float, unit: str) -> str:
    decimals = next(places for places in range(7) if round(value, places) == value or places == 6)
    return f"{number(value, decimals)} {unit}".strip()


def _keys(said: Keys) -> str:
    return _("any") if said.is_free else ", ".join(map(key_label, said.value))


def _distance(said: Distance) -> str:
    bound = _("at most {bound}").format(bound=_figure(said.value, said.unit))
    if said.between == "any_two":
        return _("{bound} between any two").format(bound=bound)
    return bound


def _power(said: PowerCap) -> str:
    bound = _("at most {bound}").format(bound=_figure(said.value, said.unit))
    parts = [
        bound,
        _("for each plant") if said.per == "plant" else _("in all"),
        _("where large companies take part") if said.only_with_large_companies else "",
        _("for {what}").format(what=spoken(said.concerns)) if said.concerns else "",
    ]
    return " ".join(part for part in parts if part)


def _large(said: LargeCompanies) -> str:
    return {"admitted": _("admitted"), "excluded": _("excluded"), "conditional": _("under conditions")}[said.rule]


def _discount(said: Discount) -> str:
    words = _("no discount") if not said.value else f"\u2212{percent(said.value)}"
    if said.grid_levels:
        words = _("{discount} at grid levels {levels}").format(
            discount=words, levels=", ".join(map(str, said.grid_levels))
        )
    return _("{discount} for type {type}").format(discount=words, type=said.locality) if said.locality else words


def _remark(said: Remark) -> str:
    if said.value is None:
        return spoken(said.words)
    figure = percent(said.value) if said.unit == "fraction" else _figure(said.value, said.unit)
    return _("{what}: {figure}").format(what=spoken(said.words), figure=figure)


SAID: Mapping[type[Statement], Callable[[Any], str]] = {
    Interval: lambda said: _figure(said.value, said.unit),
    Keys: _keys,
    Distance: _distance,
    Same: lambda said: spoken(PLACES[said.place]),
    GridLevels: lambda said: _("{lowest} to {highest}").format(lowest=said.lowest, highest=said.highest),
    Territory: lambda said: spoken(said.words),
    PowerCap: _power,
    LargeCompanies: _large,
    MinimumGeneration: lambda said: _("at least {share} of the power of the connections").format(
        share=percent(said.value)
    ),
    Locality: lambda said: f"{said.name}: {spoken(said.words)}",
    Discount: _discount,
    Remark: _remark,
}
