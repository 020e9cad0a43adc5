"""The form of a tariff: its name and its dates, its eight parts, and what it costs each month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from energy_synergy.errors import EnergySynergyError
from energy_synergy.tariffs.tariff import PART_NAMES, Tariff, read_tariff
from energy_synergy.web.fields import TEXT, LineField, NumberField
from energy_synergy.web.pages.members.forms import DayField
from energy_synergy.web.pages.tariffs.part_form import PartForm, number_text, part_initial, part_sent
from energy_synergy.web.queries.tariff_words import AMOUNTS, NOTHING
from energy_synergy.web.words import translated

ONE_DAY = timedelta(days=1)
FREE = ("grid_fee", "levies", "injection_fee")
CARDS: tuple[tuple[str, Any, Any, tuple[str, ...]], ...] = (
    (
        "grid",
        _("What a kWh from the grid costs"),
        _("The three together are the price that a kWh from the group has to beat."),
        ("energy", "grid_fee", "levies"),
    ),
    (
        "feed",
        _("What a kWh fed into the grid earns"),
        _("What a kWh given to the group has to beat."),
        ("feed_in", "injection_fee"),
    ),
    (
        "local",
        _("What is due on a kWh from the group"),
        _("Only where the contract or the grid operator says something else than the rules of the group."),
        ("local_grid_fee", "local_levies", "local_injection_fee"),
    ),
)


class HeadForm(forms.Form):
    """What a tariff is called, when it holds, and what is due each month."""

    title = LineField(
        label=_("Name"),
        max_length=120,
        required=False,
        help_text=_("Such as the supplier and the offer."),
        widget=forms.TextInput({**TEXT, "autocomplete": "off"}),
    )
    first_on = DayField(label=_("First day"), required=False, help_text=_("Empty: it has held for ever."))
    last_on = DayField(label=_("Last day"), required=False, help_text=_("Empty: it holds until another one begins."))
    currency = LineField(label=_("Currency"), max_length=3, widget=forms.TextInput({**TEXT, "autocomplete": "off"}))
    base_fee_per_month = NumberField(label=_("Base fee per month"), example="20", required=False)
    peak_price_per_kw_month = NumberField(
        label=_("Peak price per kW and month"),
        example="1.50",
        required=False,
        help_text=_("Of the highest quarter of an hour drawn from the grid in a month."),
    )
    vat_percent = NumberField(
        label=_("VAT, %"),
        example="20",
        required=False,
        help_text=_("Prices here are without VAT. Leave it empty where the company gets it back."),
    )

    def clean_currency(self) -> str:
        """Return the currency in capital letters; raises ValidationError for what is none."""
        text = str(self.cleaned_data["currency"]).upper()
        if not (len(text) == 3 and text.isascii() and text.isalpha()):
            raise forms.ValidationError(_("Write a currency by its three letters, such as EUR."))
        return text

    def clean(self) -> dict[str, Any]:
        """Return what was told; a tariff that ends before it begins, or costs less than nothing, is refused."""
        told = super().clean() or self.cleaned_data
        first, last = told.get("first_on"), told.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("The last day comes before the first one."))
        for name in AMOUNTS:
            if (told.get(name) or 0) < 0:
                self.add_error(name, _("This cannot be below zero."))
        if (told.get("vat_percent") or 0) > 100:
            self.add_error("vat_percent", _("VAT is 100 % at most."))
        return told

    def told(self) -> dict[str, Any]:
        """Return what was told as fields of a tariff."""
        told = self.cleaned_data
        return {
            "title": told["title"],
            "currency": told["currency"],
            "active_from": told["first_on"],
            "active_to": told["last_on"] and told["last_on"] + ONE_DAY,
            **{name: told[name] or 0.0 for name in AMOUNTS},
        }


@dataclass(frozen=True)
class Card:
    """Some parts of a tariff under one title."""

    name: str
    title: str
    hint: str
    parts: tuple[PartForm, ...]


class TariffForm:
    """A head and its parts, shown and judged together."""

    def __init__(self, head: HeadForm, parts: Mapping[str, PartForm]) -> None:
        self.head, self.parts = head, parts

    @property
    def cards(self) -> tuple[Card, ...]:
        """The parts as the page groups them."""
        return tuple(
            Card(name, str(title), str(hint), tuple(self.parts[part] for part in parts))
            for name, title, hint, parts in CARDS
        )

    @property
    def has_errors(self) -> bool:
        """Tell whether anything was refused."""
        return self.head.is_bound and (bool(self.head.errors) or any(part.is_faulty for part in self.parts.values()))

    def told(self) -> Tariff | None:
        """Return the tariff; None with the reasons beside the fields where it cannot be."""
        is_good = self.head.is_valid()
        found = {name: part.told() for name, part in self.parts.items() if part.is_valid() or part.data}
        if not is_good or any(part.is_faulty for part in self.parts.values()):
            return None
        told = {name: part for name, part in found.items() if part is not None}
        if not told:
            self.head.add_error(None, _("Give one price at least."))
            return None
        try:
            return read_tariff({**self.head.told(), **told})
        except EnergySynergyError as refusal:
            self.head.add_error(None, translated(refusal))
            return None


def form_of(tariff: Tariff) -> TariffForm:
    """Return the form of a tariff as it is."""
    head = {
        "title": tariff.title,
        "first_on": tariff.active_from,
        "last_on": tariff.active_to and tariff.active_to - ONE_DAY,
        "currency": tariff.currency,
        **{name: number_text(getattr(tariff, name) or None) for name in AMOUNTS},
    }
    parts = {}
    for name in PART_NAMES:
        part = getattr(tariff, name)
        shown = None if name in FREE and part == NOTHING else part
        parts[name] = PartForm(prefix=name, initial=part_initial(shown), kept=part)
    return TariffForm(HeadForm(initial=head), parts)


def form_sent(sent: QueryDict, before: Tariff | None) -> TariffForm:
    """Return the form that was sent, to be judged; parts of kinds that it does not know stay as `before`."""
    return TariffForm(
        HeadForm(sent),
        {name: PartForm(sent, prefix=name, kept=getattr(before, name, None)) for name in PART_NAMES},
    )


def form_again(
    sent: QueryDict, before: Tariff | None, *, more: str = "", less: tuple[str, int] = ("", 0)
) -> TariffForm:
    """Return the form that was sent, to be gone on with: a part with one more band, or without one of them."""
    lists = {key: [str(one) for one in values] for key, values in sent.lists()}
    parts = {}
    for name in PART_NAMES:
        count = PartForm(sent, prefix=name).bands
        places = [n for n in range(len(count)) if (name, n) != less]
        if name == more:
            places.append(len(count))
        shown = part_sent(sent, lists, name, places or [0])
        parts[name] = PartForm(prefix=name, initial=shown, kept=getattr(before, name, None))
    return TariffForm(HeadForm(initial={name: sent.get(name, "") for name in HeadForm.base_fields}), parts)
