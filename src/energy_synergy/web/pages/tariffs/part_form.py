"""The fields of one part of a tariff: which kind of price it is, and what that kind needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.dates import MONTHS_AP, WEEKDAYS_ABBR
from django.utils.translation import gettext_lazy as _

from energy_synergy.errors import EnergySynergyError
from energy_synergy.registry import family, option
from energy_synergy.tariffs.bands import Band
from energy_synergy.tariffs.base import TariffPart
from energy_synergy.tariffs.flat import Flat
from energy_synergy.tariffs.spot_indexed import SpotIndexed
from energy_synergy.tariffs.tariff import tariff_part
from energy_synergy.tariffs.tariff_lines import read_times
from energy_synergy.tariffs.time_of_use import TimeOfUse
from energy_synergy.web.fields import SELECT, TEXT, LineField, NumberField
from energy_synergy.web.queries.tariff_words import PARTS, WITHOUT
from energy_synergy.web.templatetags.es_numbers import speaks_french
from energy_synergy.web.words import in_language, translated

NOT_TOLD, KEPT = "", "kept"
MOST_BANDS = 24
KINDS = (Flat.name, TimeOfUse.name, SpotIndexed.name)
SPOT_FIELDS = {"factor": "factor", "spread": "spread_per_kwh", "floor": "floor_per_kwh", "cap": "cap_per_kwh"}
CHECKS = {"class": "form-check-input"}


class BandForm(forms.Form):
    """One band: its name, its price, and when it holds."""

    name = LineField(
        label=_("Name"), required=False, max_length=60, widget=forms.TextInput({**TEXT, "autocomplete": "off"})
    )
    price = NumberField(label=_("Price per kWh"), example="0.1825", required=False)
    times = LineField(
        label=_("Times"),
        required=False,
        max_length=200,
        widget=forms.TextInput({**TEXT, "autocomplete": "off", "placeholder": "22:00-06:00"}),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Weekdays"),
        required=False,
        coerce=int,
        choices=list(WEEKDAYS_ABBR.items()),
        widget=forms.CheckboxSelectMultiple(CHECKS),
    )
    months = forms.TypedMultipleChoiceField(
        label=_("Months"),
        required=False,
        coerce=int,
        choices=list(MONTHS_AP.items()),
        widget=forms.CheckboxSelectMultiple(CHECKS),
    )

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing was written in the band; such a one is left out."""
        return not any(str(self[name].value() or "").strip() for name in ("name", "price", "times"))

    def told(self) -> Band | None:
        """Return the band; None with the reasons beside the fields where it is none."""
        told = self.cleaned_data
        if told.get("price") is None:
            if "price" not in self.errors:
                self.add_error("price", _("Give the price of the band."))
            return None
        if self.errors:
            return None
        try:
            return Band(
                name=told["name"],
                price_per_kwh=told["price"],
                times=read_times(told["times"]),
                weekdays=tuple(told["weekdays"]) if len(told["weekdays"]) < len(WEEKDAYS_ABBR) else (),
                months=tuple(told["months"]) if len(told["months"]) < len(MONTHS_AP) else (),
            )
        except EnergySynergyError as refusal:
            self.add_error("times", translated(refusal))
            return None


class PartForm(forms.Form):
    """One part of a tariff; its prefix is the name of the part."""

    kind = forms.ChoiceField(label=_("Kind of price"), required=False, widget=forms.Select(SELECT))
    price = NumberField(label=_("Price per kWh"), example="0.1825", required=False)
    factor = NumberField(label=_("Day-ahead price times"), example="1.03", required=False)
    spread = NumberField(label=_("Plus, per kWh"), example="0.012", required=False)
    floor = NumberField(label=_("At least, per kWh"), example="0", required=False)
    cap = NumberField(label=_("At most, per kWh"), example="0.30", required=False)
    other = NumberField(label=_("Price at every other time, per kWh"), example="0.1825", required=False)
    holidays_of = LineField(
        label=_("Public holidays count as Sundays, of"),
        required=False,
        max_length=10,
        help_text=_("A country or region such as FR, AT or DE-BY; empty: they count as any day."),
        widget=forms.TextInput({**TEXT, "autocomplete": "off"}),
    )
    bands_count = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, kept: TariffPart | None = None, **names: Any) -> None:
        super().__init__(*args, **names)
        self.kept = kept if kept is not None and kept.name not in KINDS else None
        known = family("tariffs")
        kinds = [(name, in_language(getattr(known[name], "label"))) for name in KINDS]  # noqa: B009
        if self.kept is not None:
            kinds.append((KEPT, in_language(self.kept.label)))
        self.fields["kind"].choices = [(NOT_TOLD, _(WITHOUT[str(self.prefix)])), *kinds]  # type: ignore[attr-defined]
        raw = {} if self.is_bound else self.initial.get("bands", {})
        self.bands = [
            BandForm(self.data if self.is_bound else None, prefix=f"{self.prefix}-band-{n}", initial=raw.get(n))
            for n in range(self._count())
        ]

    def _count(self) -> int:
        text = str(self["bands_count"].value() or "0")
        return min(int(text), MOST_BANDS) if text.isdecimal() and len(text) < 4 else 0

    @property
    def label(self) -> str:
        """What the part is called."""
        return str(_(PARTS[str(self.prefix)]))

    @property
    def chosen(self) -> str:
        """The kind that is chosen."""
        return str(self["kind"].value() or NOT_TOLD)

    @property
    def can_grow(self) -> bool:
        """Tell whether one more band fits."""
        return len(self.bands) < MOST_BANDS

    @property
    def simple_fields(self) -> list[forms.BoundField]:
        """The fields of the kind that is chosen, without the bands."""
        names = {Flat.name: ("price",), SpotIndexed.name: tuple(SPOT_FIELDS)}.get(self.chosen, ())
        return [self[name] for name in names]

    @property
    def is_faulty(self) -> bool:
        """Tell whether anything of the part was refused."""
        return bool(self.errors) or any(band.errors for band in self.bands if not band.is_blank)

    def told(self) -> TariffPart | None:
        """Return the part; None where it is not told, or with the reasons beside the fields where it cannot be."""
        kind = self.cleaned_data.get("kind") or NOT_TOLD
        if self.errors or kind == NOT_TOLD:
            return None
        if kind == KEPT:
            return self.kept
        try:
            return tariff_part({"name": kind, **self._fields(kind)}) if kind != TimeOfUse.name else self._time_of_use()
        except EnergySynergyError as refusal:
            self.add_error("floor" if kind == SpotIndexed.name else None, translated(refusal))
            return None

    def _fields(self, kind: str) -> dict[str, Any]:
        if kind == Flat.name:
            if self.cleaned_data["price"] is None:
                self.add_error("price", _("Give the price."))
                return {"price_per_kwh": 0.0}
            return {"price_per_kwh": self.cleaned_data["price"]}
        told = {field: self.cleaned_data[name] for name, field in SPOT_FIELDS.items()}
        return {field: value for field, value in told.items() if value is not None}

    def _time_of_use(self) -> TariffPart | None:
        written = [band for band in self.bands if not band.is_blank]
        for band in written:
            band.full_clean()
        bands = [band.told() for band in written]
        if not bands:
            self.add_error(None, _("Write one band at least, or choose another kind of price."))
        if not bands or None in bands:
            return None
        found: TariffPart = option(
            "tariffs",
            TimeOfUse.name,
            bands=tuple(bands),
            other_price_per_kwh=self.cleaned_data["other"],
            holidays_of=self.cleaned_data["holidays_of"].upper(),
        )
        return found


def part_initial(part: TariffPart | None) -> dict[str, Any]:
    """Return a part as its form shows it."""
    if part is None:
        return {"kind": NOT_TOLD, "bands_count": 1}
    if isinstance(part, Flat):
        return {"kind": part.name, "price": number_text(part.price_per_kwh), "bands_count": 1}
    if isinstance(part, SpotIndexed):
        told = {name: number_text(getattr(part, field)) for name, field in SPOT_FIELDS.items()}
        return {"kind": part.name, "bands_count": 1, **told}
    if isinstance(part, TimeOfUse):
        return {
            "kind": part.name,
            "other": number_text(part.other_price_per_kwh),
            "holidays_of": part.holidays_of,
            "bands_count": len(part.bands),
            "bands": {place: _band_initial(band) for place, band in enumerate(part.bands)},
        }
    return {"kind": KEPT, "bands_count": 1}


def _band_initial(band: Band) -> dict[str, Any]:
    return {
        "name": band.name,
        "price": number_text(band.price_per_kwh),
        "times": " ".join(span.replace(" ", "") for span in band.times),
        "weekdays": list(band.weekdays),
        "months": list(band.months),
    }


def number_text(value: float | None) -> str:
    """Return a number as the visitor writes it, with every digit that it has; empty for nothing."""
    if value is None:
        return ""
    text = f"{value:.10f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if speaks_french() else text


def part_sent(sent: Mapping[str, Any], lists: Mapping[str, list[str]], name: str, bands: list[int]) -> dict[str, Any]:
    """Return what was sent of a part as its form shows it again, without a judgement; `bands` are those that stay."""
    fields = {field: sent.get(f"{name}-{field}", "") for field in PartForm.base_fields}
    shown = {
        place: {field: sent.get(f"{name}-band-{n}-{field}", "") for field in ("name", "price", "times")}
        | {field: lists.get(f"{name}-band-{n}-{field}", []) for field in ("weekdays", "months")}
        for place, n in enumerate(bands)
    }
    return {**fields, "bands_count": len(bands), "bands": shown}
