"""The forms about a company and its bond to a group."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from energy_synergy.sharing.participation import ParticipationRefused
from energy_synergy.usecases.registration_id import InvalidRegistrationId
from energy_synergy.web.countries import country_choices
from energy_synergy.web.db.companies import (
    AlreadyMember,
    CompanyDetails,
    CompanyNameTaken,
    EndsAlready,
    EndsBeforeStart,
    EndsInThePast,
    NameSetByManagers,
)
from energy_synergy.web.db.models import Company
from energy_synergy.web.db.models.groups import SizeClass
from energy_synergy.web.fields import SELECT, TEXT, LineField, NumberField
from energy_synergy.web.queries.calendar_period import FIRST_DAY, LAST_DAY

# Beside which field each refusal is told.
PLACES = {
    CompanyNameTaken: "name",
    NameSetByManagers: "name",
    InvalidRegistrationId: "registration_id",
    AlreadyMember: "company",
    EndsBeforeStart: "last_on",
    EndsAlready: "last_on",
    EndsInThePast: "last_on",
    ParticipationRefused: "participation_percent",
}
DATE = {**TEXT, "type": "date"}


class DayField(forms.DateField):
    """A day of the calendar that readings may have."""

    def __init__(self, **names: Any) -> None:
        widget = forms.DateInput(DATE, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], **names)

    def clean(self, value: object) -> date | None:
        """Return the day, None for nothing."""
        day: date | None = super().clean(value)
        if day is not None and not FIRST_DAY < day < LAST_DAY:
            raise forms.ValidationError(_("Choose a day between 1970 and 2199."))
        return day


class CompanyForm(forms.Form):
    """What a company is."""

    name = LineField(label=_("Name"), max_length=120, widget=forms.TextInput({**TEXT, "autocomplete": "off"}))
    sector = LineField(
        label=_("Sector"),
        max_length=60,
        required=False,
        help_text=_("What it does, such as bakery, cold store or offices."),
        widget=forms.TextInput({**TEXT, "list": "sectors", "autocomplete": "off"}),
    )
    size_class = forms.ChoiceField(
        label=_("Size"), required=False, choices=[("", _("Not told")), *SizeClass.choices], widget=forms.Select(SELECT)
    )
    is_public = forms.BooleanField(
        label=_("It is a public body"),
        required=False,
        help_text=_("Schemes that exclude large companies admit public bodies, whatever their size."),
        widget=forms.CheckboxInput(),
    )
    country = forms.ChoiceField(
        label=_("Country"), required=False, choices=lambda: country_choices(_("Not told")), widget=forms.Select(SELECT)
    )
    registration_id = LineField(
        label=_("Registration number"),
        max_length=40,
        required=False,
        help_text=_(
            "SIREN or SIRET in France, enterprise number in Belgium, UID in Switzerland: its digits are checked."
        ),
        widget=forms.TextInput({**TEXT, "autocomplete": "off", "spellcheck": "false"}),
    )

    def told(self) -> CompanyDetails:
        """Return what was told."""
        return CompanyDetails(**self.cleaned_data)


class ExistingForm(forms.Form):
    """A company of another group that the visitor manages."""

    company = forms.TypedChoiceField(label=_("Company"), coerce=int, widget=forms.Select(SELECT))

    def __init__(self, companies: Iterable[tuple[int, str]], *args: Any, **names: Any) -> None:
        super().__init__(*args, **names)
        self.fields["company"].choices = list(companies)  # type: ignore[attr-defined]


class MembershipForm(forms.Form):
    """From when until when a company belongs to a group, as days on its clock, and with how much of its energy."""

    first_on = DayField(label=_("First day"), required=False)
    last_on = DayField(
        label=_("Last day"),
        required=False,
        help_text=_("Empty: open. What a company uses outside of its membership does not count in the group."),
    )
    participation_percent = NumberField(
        label=_("Participation [%]"),
        example="40",
        required=False,
        help_text=_(
            "The part of its surplus and deficit that enters this group; empty: all of it. A company may take part in "
            "up to five groups, with 100 % in all of them together."
        ),
    )

    def clean_participation_percent(self) -> float:
        """Return the part as a fraction."""
        percent: float | None = self.cleaned_data["participation_percent"]
        if percent is None:
            return 1.0
        if not 0 < percent <= 100:
            raise forms.ValidationError(_("Write a number above 0 and at most 100."))
        return percent / 100


class LeaveForm(forms.Form):
    """The last day of a company in a group."""

    last_on = DayField(label=_("Last day in the group"))


def stored(company: Company) -> dict[str, Any]:
    """Return a company as its form shows it."""
    names = ("name", "sector", "size_class", "is_public", "country", "registration_id")
    return {name: getattr(company, name) for name in names}


def changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any]]:
    """Return what differs, as it was and as it is."""

    def plain(value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else value

    return {name: [plain(before.get(name)), plain(now)] for name, now in after.items() if now != before.get(name)}
