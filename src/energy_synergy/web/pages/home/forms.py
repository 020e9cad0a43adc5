"""The form of a new group."""

from __future__ import annotations

from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _

from energy_synergy.errors import UnknownName
from energy_synergy.timeline import zone


class GroupForm(forms.Form):
    """What a group needs to begin: a name and the zone of its clocks."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput({"class": "form-control"}))
    timezone = forms.CharField(
        label=_("Time zone"),
        initial="Europe/Paris",
        max_length=64,
        widget=forms.TextInput({"class": "form-control", "list": "timezones", "autocomplete": "off"}),
    )

    def clean_timezone(self) -> str:
        """Return the zone's name, if the zone database holds it."""
        name: str = self.cleaned_data["timezone"]
        try:
            zone(name)
        except UnknownName as error:
            raise forms.ValidationError(_("Use an IANA name such as Europe/Paris.")) from error
        return name


def timezone_names() -> list[str]:
    """Return the zones that a place is named after, for the suggestions of the form."""
    return sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
