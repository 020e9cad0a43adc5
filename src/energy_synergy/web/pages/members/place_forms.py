"""The forms about the sites and the meters of a company."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from energy_synergy.web.db.models import Direction, Meter, Site
from energy_synergy.web.db.places import (
    GRID_LEVELS,
    ConnectionPowerNotAboveZero,
    ContractedPowerNotAboveZero,
    InstalledPowerBelowZero,
    LatitudeOffEarth,
    LongitudeOffEarth,
    MeterDetails,
    MeterHasData,
    MeterNameTaken,
    MeterNeedsName,
    SiteDetails,
    SiteNameTaken,
)
from energy_synergy.web.fields import SELECT, TEXT, LineField, NumberField

SITE_PLACES = {
    SiteNameTaken: "name",
    LatitudeOffEarth: "latitude",
    LongitudeOffEarth: "longitude",
    ConnectionPowerNotAboveZero: "connection_kw",
    InstalledPowerBelowZero: "installed_kw",
}
OF_SCHEMES = (
    "building",
    "grid_node",
    "substation",
    "distribution_operator",
    "grid_level",
    "connection_kw",
    "installed_kw",
)
METER_PLACES = {
    MeterNameTaken: "name",
    MeterNeedsName: "name",
    MeterHasData: "direction",
    ContractedPowerNotAboveZero: "contracted_kw",
}


class SiteForm(forms.Form):
    """A place of a company."""

    name = LineField(label=_("Name"), max_length=120, widget=forms.TextInput({**TEXT, "autocomplete": "off"}))
    address = LineField(label=_("Address"), max_length=200, required=False, widget=forms.TextInput(TEXT))
    postcode = LineField(label=_("Postcode"), max_length=12, required=False, widget=forms.TextInput(TEXT))
    municipality = LineField(label=_("Municipality"), max_length=120, required=False, widget=forms.TextInput(TEXT))
    latitude = NumberField(
        label=_("Latitude, °"),
        example="48.8566",
        required=False,
        help_text=_("Degrees as maps on the web show them, north above zero."),
    )
    longitude = NumberField(
        label=_("Longitude, °"), example="2.3522", required=False, help_text=_("East of Greenwich above zero.")
    )
    building = LineField(label=_("Building or plot"), max_length=80, required=False, widget=forms.TextInput(TEXT))
    grid_node = LineField(
        label=_("Transformer or connection point"), max_length=80, required=False, widget=forms.TextInput(TEXT)
    )
    substation = LineField(label=_("Substation"), max_length=80, required=False, widget=forms.TextInput(TEXT))
    distribution_operator = LineField(
        label=_("Distribution operator"), max_length=80, required=False, widget=forms.TextInput(TEXT)
    )
    grid_level = forms.TypedChoiceField(
        label=_("Grid level"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Not told")), *((level, str(level)) for level in GRID_LEVELS)],
        help_text=_("1 is the highest voltage, 7 the low voltage."),
        widget=forms.Select(SELECT),
    )
    connection_kw = NumberField(label=_("Power of the connection, kW"), example="36", required=False)
    installed_kw = NumberField(
        label=_("Installed power of generation, kW"),
        example="99.5",
        required=False,
        help_text=_("0 where nothing is generated; leave it empty where you do not know it."),
    )

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """The fields that are always shown."""
        return [field for field in self if field.name not in OF_SCHEMES]

    @property
    def scheme_fields(self) -> list[forms.BoundField]:
        """The facts that country schemes ask for."""
        return [field for field in self if field.name in OF_SCHEMES]

    @property
    def tells_connection(self) -> bool:
        """Tell whether any of these facts is told or refused."""
        return any(field.value() not in (None, "") or field.errors for field in self.scheme_fields)

    def told(self) -> SiteDetails:
        """Return what was told."""
        return SiteDetails(**self.cleaned_data)


class MeterForm(forms.Form):
    """A metering point of a company."""

    name = LineField(
        label=_("Name"),
        max_length=120,
        required=False,
        help_text=_("The number on the meter or of the metering point, as the files name it."),
        widget=forms.TextInput({**TEXT, "autocomplete": "off", "spellcheck": "false"}),
    )
    direction = forms.ChoiceField(label=_("Direction"), choices=Direction.choices, widget=forms.Select(SELECT))
    site = forms.TypedChoiceField(
        label=_("Site"), required=False, coerce=int, empty_value=None, widget=forms.Select(SELECT)
    )

    contracted_kw = NumberField(
        label=_("Contracted power, kW"),
        example="36",
        required=False,
        help_text=_("As the contract says it. Readings above it are told when they come in."),
    )

    def __init__(self, sites: Iterable[Site], *args: Any, **names: Any) -> None:
        super().__init__(*args, **names)
        self.fields["site"].choices = [("", _("Not told")), *((one.pk, one.name) for one in sites)]  # type: ignore[attr-defined]

    def told(self) -> MeterDetails:
        """Return what was told."""
        told = self.cleaned_data
        return MeterDetails(told["name"], told["direction"], told["site"], told["contracted_kw"])


def stored_site(site: Site) -> dict[str, Any]:
    """Return a site as its form shows it."""
    plain = {field.name: getattr(site, field.name) for field in fields(SiteDetails)}
    powers = {name: f"{plain[name]:g}" for name in ("connection_kw", "installed_kw") if plain[name] is not None}
    return plain | powers


def stored_meter(meter: Meter) -> dict[str, Any]:
    """Return a meter as its form shows it."""
    contracted_kw = None if meter.contracted_kw is None else f"{meter.contracted_kw:g}"
    return {
        "name": meter.name,
        "direction": meter.direction,
        "site": meter.site_id,
        "contracted_kw": contracted_kw,
    }
