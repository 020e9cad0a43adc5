"""The forms of a day: on which a tariff ends, and from which a template is given to companies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from energy_synergy.web.fields import SELECT
from energy_synergy.web.pages.members.forms import DayField

ONE_DAY = timedelta(days=1)


class EndForm(forms.Form):
    """The last day of a tariff."""

    last_on = DayField(label=_("Last day"))

    @property
    def active_to(self) -> date:
        """The first day on which it no longer holds."""
        last_on: date = self.cleaned_data["last_on"]
        return last_on + ONE_DAY


class ApplyForm(forms.Form):
    """A template or an example, the companies that get it, and from when."""

    template = forms.ChoiceField(label=_("Template or example"), widget=forms.Select(SELECT))
    first_on = DayField(
        label=_("First day"),
        required=False,
        help_text=_("Empty: it has held for ever, and takes the place of all others."),
    )
    companies = forms.TypedMultipleChoiceField(
        label=_("Companies"), coerce=int, widget=forms.CheckboxSelectMultiple({"class": "form-check-input"})
    )

    def __init__(
        self,
        templates: Iterable[tuple[str, Any]],
        companies: Iterable[tuple[int, str]],
        *args: Any,
        **names: Any,
    ) -> None:
        super().__init__(*args, **names)
        self.fields["template"].choices = list(templates)  # type: ignore[attr-defined]
        self.fields["companies"].choices = list(companies)  # type: ignore[attr-defined]
