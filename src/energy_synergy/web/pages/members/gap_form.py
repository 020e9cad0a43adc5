"""The form in which a company says what stands in for its missing readings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from energy_synergy.community.gaps.base import GapPolicy
from energy_synergy.registry import family
from energy_synergy.usecases.gap_policy import gap_policy
from energy_synergy.web.db.models import Company
from energy_synergy.web.fields import SELECT, TEXT
from energy_synergy.web.queries.profiles import ready_profiles
from energy_synergy.web.words import in_language

LEAVE = "leave_missing"
ORDER = (LEAVE, "similar_days", "scaled_profile", "interpolation")


@dataclass(frozen=True, slots=True)
class Choice:
    """A policy as the form offers it."""

    name: str
    label: str
    meaning: str
    is_chosen: bool
    field: forms.BoundField | None


class GapForm(forms.Form):
    """A policy for missing readings, and what some of the policies need."""

    gaps = forms.ChoiceField(label=_("What stands in for missing readings"))
    weeks = forms.IntegerField(
        label=_("Weeks before and after"),
        required=False,
        min_value=1,
        max_value=4,
        widget=forms.NumberInput(TEXT),
    )
    longest_slots = forms.IntegerField(
        label=_("Longest gap, in quarters of an hour"),
        required=False,
        min_value=1,
        max_value=96,
        widget=forms.NumberInput(TEXT),
    )
    profile = forms.ChoiceField(label=_("Profile"), required=False, widget=forms.Select(SELECT))

    def __init__(self, *args: Any, **names: Any) -> None:
        super().__init__(*args, **names)
        labels = {name: in_language(getattr(cls, "label")) for name, cls in family("gaps").items()}  # noqa: B009
        known = [name for name in ORDER if name in labels] + [name for name in labels if name not in ORDER]
        self.fields["gaps"].choices = [(name, labels[name]) for name in known]  # type: ignore[attr-defined]
        profiles = ((name, in_language(cls.label)) for name, cls in ready_profiles().items())
        self.fields["profile"].choices = sorted(profiles, key=lambda one: one[1])  # type: ignore[attr-defined]

    @property
    def choices(self) -> list[Choice]:
        """The policies, each with what it does and its one field, where it has one."""
        chosen = self["gaps"].value()
        known = family("gaps")
        return [
            Choice(
                name,
                label,
                gettext(known[name].summary()),
                name == chosen,
                next((self[field] for field in known[name].model_fields if field in self.fields), None),
            )
            for name, label in self.fields["gaps"].choices  # type: ignore[attr-defined]
        ]

    def told(self) -> GapPolicy | None:
        """Return the policy that was told; None leaves missing readings missing.

        Raises InvalidValue for what does not fit.
        """
        name = self.cleaned_data["gaps"]
        fields = family("gaps")[name].model_fields
        given = {field: self.cleaned_data[field] for field in fields if self.cleaned_data.get(field)}
        return None if name == LEAVE else gap_policy({"name": name, **given})


def told_gaps(company: Company) -> dict[str, Any]:
    """Return what a company says now, as the form shows it."""
    usual = {
        field: info.default
        for cls in family("gaps").values()
        for field, info in cls.model_fields.items()
        if field in GapForm.base_fields
    }
    record = {key: value for key, value in company.gaps.items() if key != "name"}
    return {**usual, **record, "gaps": company.gaps.get("name", LEAVE)}
