"""The forms of the data pages."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from energy_synergy.errors import MissingExtra
from energy_synergy.metering.series import Direction
from energy_synergy.ports import SourceKind
from energy_synergy.profiles.base import Profile
from energy_synergy.registry import family, option
from energy_synergy.web.db.facts import CompanyFacts
from energy_synergy.web.words import in_language

SELECT = {"class": "form-select"}
TEXT = {"class": "form-control"}
HINTS = ("unit", "stamp", "date_order", "decimal_mark", "direction")
DETECT = ("", _("Detect"))
NUMBER = re.compile(r"\d{1,15}(\.\d{1,6})?")
SPACES = re.compile(r"[\s\u00a0\u202f'’]")


class CompanyChoice(forms.Form):
    """A form about one company of the group."""

    company = forms.TypedChoiceField(label=_("Company"), coerce=int, widget=forms.Select(SELECT))

    def __init__(self, companies: Iterable[CompanyFacts], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["company"].choices = [(one.id, one.name) for one in companies]  # type: ignore[attr-defined]


class AnnualTotalForm(CompanyChoice):
    """An annual total and the profile that spreads it; the profile says the direction."""

    profile = forms.ChoiceField(label=_("Profile"), widget=forms.Select(SELECT))
    annual_kwh = forms.CharField(
        label=_("Annual total, kWh"), max_length=40, widget=forms.TextInput({**TEXT, "inputmode": "decimal"})
    )

    def __init__(self, companies: Iterable[CompanyFacts], *args: object, **kwargs: object) -> None:
        super().__init__(companies, *args, **kwargs)
        self.fields["profile"].choices = profile_choices()  # type: ignore[attr-defined]

    def clean_annual_kwh(self) -> float:
        """Return the number [kWh], with a decimal point or comma and spaces between thousands."""
        text = SPACES.sub("", self.cleaned_data["annual_kwh"]).replace(",", ".")
        if not NUMBER.fullmatch(text) or not 0 < float(text) < math.inf:
            raise forms.ValidationError(_("Write a number of kWh above zero, such as 68000."))
        return float(text)

    @property
    def direction(self) -> Direction:
        """The direction of the chosen profile."""
        return ready_profiles()[self.cleaned_data["profile"]]


class SourceForm(CompanyChoice):
    """Which stored kind of source to use."""

    direction = forms.ChoiceField(choices=[("consumption", "consumption"), ("production", "production")])
    kind = forms.TypedChoiceField(coerce=SourceKind, choices=[(kind.value, kind.value) for kind in SourceKind])


def ready_profiles() -> dict[str, Direction]:
    """Return the profiles that need no field and have a direction of their own, with that direction."""
    return {
        name: cls.direction
        for name, cls in family("profiles").items()
        if issubclass(cls, Profile) and cls.direction and _is_ready(name, cls)
    }


def profile_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the ready profiles in two groups by direction, by label in the visitor's language."""
    labels = {name: in_language(family("profiles")[name].label) for name in ready_profiles()}  # type: ignore[attr-defined]
    return [
        (str(title), sorted(((n, labels[n]) for n, way in ready_profiles().items() if way == direction), key=_label))
        for direction, title in (("consumption", _("Consumption")), ("production", _("Production")))
    ]


def _label(choice: tuple[str, str]) -> str:
    return choice[1]


def _is_ready(name: str, cls: type[Profile]) -> bool:
    if any(field.is_required() for field in cls.model_fields.values()):
        return False
    try:
        option("profiles", name)
    except MissingExtra:
        return False
    return True
