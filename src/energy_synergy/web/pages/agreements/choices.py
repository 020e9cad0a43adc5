"""Keys and price rules as the form of an agreement offers them, with the fields that each of them has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from energy_synergy.registry import Option, family
from energy_synergy.sharing.base import Array, SharingKey
from energy_synergy.web.fields import NumberField
from energy_synergy.web.queries.agreement_words import field_words, option_label

FILE, STORED = "file", "stored"
KEY_ORDER = ("pro_rata", "equal", "static", "static_iterative", "hybrid", "cascade")
RULE_ORDER = (
    "mid_market_rate",
    "k_split",
    "fixed",
    "spot_indexed",
    "supply_demand_ratio",
    "compensated_supply_demand_ratio",
    "bill_sharing",
)
GIVING = "giving_ranks"


@dataclass(frozen=True, slots=True)
class OfferedOption:
    """A key or a price rule as the form offers it; `needs` are its fields with one entry a member."""

    name: str
    label: str
    meaning: str
    is_chosen: bool
    fields: tuple[forms.BoundField, ...] = ()
    needs: str = ""


def offered_keys() -> dict[str, type[SharingKey]]:
    """Return the keys that a form can describe: those with tables of coefficients come as files."""
    known: Mapping[str, Any] = family("sharing")
    plain = {
        name: cls for name, cls in known.items() if all(info.annotation != Array for info in cls.model_fields.values())
    }
    return {name: plain[name] for name in _ordered(plain, KEY_ORDER)}


def offered_rules() -> dict[str, type[Option]]:
    """Return the price rules."""
    known = family("pricing")
    return {name: known[name] for name in _ordered(known, RULE_ORDER)}


def _ordered(known: Mapping[str, Any], order: tuple[str, ...]) -> list[str]:
    return [name for name in order if name in known] + [name for name in known if name not in order]


def member_fields(cls: type[Option]) -> tuple[str, ...]:
    """Return the fields of an option with one entry a member."""
    return cls.member_fields if issubclass(cls, SharingKey) else ()


def plain_fields(cls: type[Option]) -> Iterator[tuple[str, Any]]:
    """Yield the other fields of an option with what is known of each."""
    return ((name, info) for name, info in cls.model_fields.items() if name not in member_fields(cls))


def form_name(family_name: str, option_name: str, field: str) -> str:
    """Return what a field of an option is called in the form."""
    return f"{family_name}-{option_name}-{field}"


def form_fields(family_name: str, known: Mapping[str, type[Option]]) -> dict[str, forms.Field]:
    """Return a field of the form for each field of each option."""
    return {
        form_name(family_name, name, field): _form_field(cls, field, info)
        for name, cls in known.items()
        for field, info in plain_fields(cls)
    }


def _form_field(cls: type[Option], field: str, info: Any) -> forms.Field:
    label = field_words(cls, field)
    if info.annotation is bool:
        return forms.BooleanField(label=label, required=False)
    example = "0.12" if info.is_required() else f"{info.default:g}"
    return NumberField(label=label, example=example, required=False)


def told_fields(family_name: str, cls: type[Option], cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was told of the fields of an option; what was left empty has its usual value."""
    told: dict[str, Any] = {}
    for field, info in plain_fields(cls):
        value = cleaned.get(form_name(family_name, cls.name, field))
        if value is not None:
            told[field] = int(value) if info.annotation is int and float(value).is_integer() else value
    return told


def stored_fields(family_name: str, record: Mapping[str, Any], known: Mapping[str, type[Option]]) -> dict[str, Any]:
    """Return the fields of all options as the form shows them first: those of a record, and the usual values."""
    shown: dict[str, Any] = {}
    for name, cls in known.items():
        for field, info in plain_fields(cls):
            value = record.get(field) if record.get("name") == name else None
            value = info.default if value is None and not info.is_required() else value
            shown[form_name(family_name, name, field)] = f"{value:.12g}" if isinstance(value, float) else value
    return shown


def offers(form: forms.Form, family_name: str, field: str, known: Mapping[str, type[Option]]) -> list[OfferedOption]:
    """Return the options of a family, each with its own fields of the form."""
    chosen = form[field].value()
    return [
        OfferedOption(
            name,
            option_label(family_name, name),
            gettext(cls.summary()),
            name == chosen,
            tuple(form[form_name(family_name, name, one)] for one, _info in plain_fields(cls)),
            " ".join(one for one in member_fields(cls) if one != GIVING),
        )
        for name, cls in known.items()
    ]


OWN_FILE = (
    _("Own coefficients from a file"),
    _(
        "A CSV file with a fixed share for each member, with shares for each quarter-hour or hour, or with a share "
        "for each producer and consumer."
    ),
)
KEPT = (_("Coefficients as they are stored"), _("Those that came with a file before."))
