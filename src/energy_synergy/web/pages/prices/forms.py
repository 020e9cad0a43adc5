"""What is told of prices: the bidding area, a file of them, the days to fetch."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from energy_synergy.tariffs.areas import areas
from energy_synergy.web.fields import SELECT, TEXT, LineField
from energy_synergy.web.pages.members.forms import DayField
from energy_synergy.web.words import in_language

ACCEPTED = ".csv,.txt,.xml"
UNITS = (("MWh", _("per MWh")), ("kWh", _("per kWh")), ("ct/kWh", _("cents per kWh")))
ORDERS = (("dmy", _("day, month, year")), ("mdy", _("month, day, year")), ("ymd", _("year, month, day")))
AS_THE_FILE_SAYS = _("as the file says")


def area_choices() -> list[tuple[str, str]]:
    """Return the bidding areas that still trade, by name in the visitor's language."""
    known = [(name, f"{in_language(one.label)} ({name})") for name, one in areas().items() if one.until is None]
    return sorted(known, key=lambda choice: choice[1])


class AreaForm(forms.Form):
    """The bidding area whose prices a group uses."""

    area = forms.ChoiceField(label=_("Bidding area"), required=False, widget=forms.Select(SELECT))

    def __init__(self, *args: Any, **names: Any) -> None:
        super().__init__(*args, **names)
        self.fields["area"].choices = [("", _("None")), *area_choices()]  # type: ignore[attr-defined]


class PriceFileForm(forms.Form):
    """A file of prices, and what it does not say itself."""

    file = forms.FileField(
        label=_("File of prices"),
        help_text=_("Exports of the ENTSO-E portal (CSV or XML), or a list with a time and a price in each row."),
        widget=forms.ClearableFileInput({**TEXT, "accept": ACCEPTED}),
    )
    unit = forms.ChoiceField(
        label=_("Prices are"), required=False, choices=(("", AS_THE_FILE_SAYS), *UNITS), widget=forms.Select(SELECT)
    )
    timezone = LineField(
        label=_("Time zone of times without an offset"),
        required=False,
        max_length=60,
        widget=forms.TextInput({**TEXT, "autocomplete": "off", "placeholder": "Europe/Paris"}),
    )
    date_order = forms.ChoiceField(
        label=_("Order of a date"),
        required=False,
        choices=(("", AS_THE_FILE_SAYS), *ORDERS),
        widget=forms.Select(SELECT),
    )
    column = LineField(
        label=_("Header of the column of prices"),
        required=False,
        max_length=120,
        widget=forms.TextInput({**TEXT, "autocomplete": "off"}),
    )

    @property
    def hints(self) -> dict[str, str]:
        """What was told beside the file."""
        return {name: self.cleaned_data[name] for name in ("unit", "timezone", "date_order", "column")}

    @property
    def told_fields(self) -> list[forms.BoundField]:
        """The fields that are only needed where a file does not say it."""
        return [self[name] for name in ("unit", "timezone", "date_order", "column")]


class FetchForm(forms.Form):
    """The days whose prices are to be fetched, both included."""

    first_on = DayField(label=_("First day"))
    last_on = DayField(label=_("Last day"))
