"""The forms of the data pages."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from energy_synergy.metering.series import Direction
from energy_synergy.ports import SourceKind
from energy_synergy.web.db.facts import CompanyFacts
from energy_synergy.web.queries.profiles import ready_profiles
from energy_synergy.web.words import in_language

SELECT = {"class": "form-select"}
TEXT = {"class": "form-control"}
HINTS = ("unit", "stamp", "date_order", "decimal_mark", "direction")
DETECT = ("", _("Detect"))
NUMBER = re.compile(r"\d{1,15}(\.\d{1,6})?")
Choices = Sequence[tuple[str, list[tuple[str, str]]]]
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

    def __init__(self, companies: Iterable[CompanyFacts], *args: object, own: Choices = (), **kwargs: object) -> None:
        super().__init__(companies, *args, **kwargs)
        self.fields["profile"].choices = [*own, *profile_choices()]  # type: ignore[attr-defined]

    def clean_annual_kwh(self) -> float:
        """Return the number [kWh], with a decimal point or comma and spaces between thousands."""
        text = SPACES.sub("", self.cleaned_data["annual_kwh"]).replace(",", ".")
        if not NUMBER.fullmatch(text) or not 0 < float(text) < math.inf:
            raise forms.ValidationError(_("Write a number of kWh above zero, such as 68000."))
        return float(text)

    @property
    def direction(self) -> Direction:
        """The direction of the chosen profile."""
        name: str = self.cleaned_data["profile"]
        chosen = ready_profiles().get(name)
        # The key of an own profile ends with the direction that it is to be used for.
        return chosen.direction if chosen and chosen.direction else cast(Direction, name.rpartition(":")[2])


class SourceForm(CompanyChoice):
    """Which stored kind of source to use."""

    direction = forms.ChoiceField(choices=[("consumption", "consumption"), ("production", "production")])
    kind = forms.TypedChoiceField(coerce=SourceKind, choices=[(kind.value, kind.value) for kind in SourceKind])


def profile_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the ready profiles in two groups by direction, by label in the visitor's language."""
    ready = ready_profiles()
    labels = {name: in_language(kind.label) for name, kind in ready.items()}
    return [
        (str(title), sorted(((n, labels[n]) for n, kind in ready.items() if kind.direction == direction), key=_label))
        for direction, title in (("consumption", _("Consumption")), ("production", _("Production")))
    ]


def _label(choice: tuple[str, str]) -> str:
    return choice[1]
