"""The form of a new group."""

from __future__ import annotations

from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from energy_synergy.errors import UnknownName
from energy_synergy.timeline import zone
from energy_synergy.web.countries import BY_CODE, COUNTRIES, CURRENCIES, country_choices
from energy_synergy.web.fields import SELECT, TEXT, LineField

USUAL_CURRENCY = "EUR"


class GroupForm(forms.Form):
    """What a group needs to begin: a name, where it is, its clock and its currency."""

    name = LineField(label=_("Name"), max_length=120, widget=forms.TextInput({**TEXT, "autocomplete": "off"}))
    country = forms.ChoiceField(
        label=_("Country"), required=False, choices=country_choices, widget=forms.Select({**SELECT, "data-country": ""})
    )
    timezone = LineField(
        label=_("Time zone"),
        max_length=64,
        required=False,
        help_text=_("Days of the group begin at midnight of this clock."),
        widget=forms.TextInput({**TEXT, "list": "timezones", "autocomplete": "off", "data-zone": ""}),
    )
    currency = forms.ChoiceField(
        label=_("Currency"),
        required=False,
        choices=[(code, code) for code in CURRENCIES],
        widget=forms.Select({**SELECT, "data-currency": ""}),
    )

    def clean_timezone(self) -> str:
        """Return the zone's name, if the zone database holds it; that of the country where none is told."""
        country = BY_CODE.get(self.cleaned_data.get("country", ""))
        name: str = self.cleaned_data["timezone"] or (country.timezone if country else "")
        try:
            zone(name)
        except UnknownName as error:
            raise forms.ValidationError(_("Use an IANA name such as Europe/Paris.")) from error
        return name

    def clean_currency(self) -> str:
        """Return the currency; that of the country where none is told."""
        country = BY_CODE.get(self.cleaned_data.get("country", ""))
        return str(self.cleaned_data["currency"] or (country.currency if country else USUAL_CURRENCY))


def timezone_names() -> list[str]:
    """Return the zones that a place is named after, for the suggestions of the form."""
    return sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))


def country_defaults() -> dict[str, list[str]]:
    """Return the zone and the currency of each country, for a browser that fills them in."""
    return {one.code: [one.timezone, one.currency] for one in COUNTRIES}
