"""The forms about the country scheme of a group."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from energy_synergy.schemes.catalogue import schemes, whole_scheme
from energy_synergy.schemes.coefficient_files.spain import UnusableCau
from energy_synergy.web.db.models import Group
from energy_synergy.web.fields import SELECT, TEXT, LineField
from energy_synergy.web.queries.scheme import scheme_choices
from energy_synergy.web.queries.scheme_words import spoken

ANSWER = "answer_"
PLACES = {UnusableCau: "cau"}


class SchemeForm(forms.Form):
    """Which scheme a group follows, and its answers to the questions of the one that it follows already."""

    scheme = forms.ChoiceField(
        label=_("Scheme"),
        required=False,
        widget=forms.Select(SELECT),
        help_text=_("Another scheme may ask other questions: they come once it is saved."),
    )

    def __init__(self, group: Group, *args: Any, **names: Any) -> None:
        super().__init__(*args, **names)
        self.fields["scheme"].choices = [("", _("None")), *scheme_choices(group.country)]  # type: ignore[attr-defined]
        self.questions = whole_scheme(group.scheme).question if group.scheme in schemes() else ()
        for one in self.questions:
            choices = [("", _("Not answered")), *((answer.value, spoken(answer.label)) for answer in one.answers)]
            self.fields[ANSWER + one.name] = forms.ChoiceField(
                label=spoken(one.label),
                required=False,
                choices=choices[1:] if one.default else choices,
                widget=forms.Select(SELECT),
            )

    def answers(self) -> dict[str, str]:
        """Return what was answered."""
        told = {one.name: self.cleaned_data[ANSWER + one.name] for one in self.questions}
        return {name: value for name, value in told.items() if value}


def stored_scheme(group: Group) -> dict[str, str]:
    """Return the scheme of a group as its form shows it."""
    known = whole_scheme(group.scheme).answers(group.scheme_answers) if group.scheme in schemes() else {}
    return {"scheme": group.scheme, **{ANSWER + name: value for name, value in known.items()}}


class CoefficientForm(forms.Form):
    """What the file of coefficients is named by."""

    cau = LineField(
        label=_("Code of the installation (CAU)"),
        max_length=40,
        help_text=_("The CUPS of the installation with A and three digits behind it."),
        widget=forms.TextInput({**TEXT, "autocomplete": "off", "spellcheck": "false"}),
    )
    year = forms.IntegerField(
        label=_("Year"), min_value=1971, max_value=2198, widget=forms.NumberInput({**TEXT, "inputmode": "numeric"})
    )
