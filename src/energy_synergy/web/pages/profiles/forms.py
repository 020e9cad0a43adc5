"""The forms of profiles."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from energy_synergy.errors import EnergySynergyError
from energy_synergy.metering.series import Direction
from energy_synergy.profiles.calendar import Calendar
from energy_synergy.registry import option
from energy_synergy.usecases.read_profile import MOST_BYTES, read_profile_file, read_profile_values
from energy_synergy.web.db.own_profiles import ProfileText
from energy_synergy.web.fields import SELECT, TEXT, LineField
from energy_synergy.web.sectors import section_choices
from energy_synergy.web.words import translated

LONGEST_CURVE = 600_000


class ProfileForm(forms.Form):
    """What is told of a profile besides its curves."""

    name = LineField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput({**TEXT, "autocomplete": "off"}),
        error_messages={"required": _("Give the profile a name.")},
    )
    direction = forms.ChoiceField(
        label=_("Direction"),
        required=False,
        choices=[("consumption", _("Consumption")), ("production", _("Production")), ("", _("Fits both"))],
        widget=forms.Select(SELECT),
    )
    sector = forms.ChoiceField(label=_("Sector"), required=False, choices=section_choices, widget=forms.Select(SELECT))
    description = forms.CharField(
        label=_("Description"),
        max_length=500,
        required=False,
        widget=forms.Textarea({**TEXT, "rows": 2}),
    )

    def text(self) -> ProfileText:
        """Return what was told."""
        told = self.cleaned_data
        return ProfileText(told["name"], told["description"], told["sector"], told["direction"])


class EditorForm(ProfileForm):
    """The profile as the editor sends it: the fields of its curves, and the version that they were drawn on."""

    curve = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST_CURVE, required=False)
    base_version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def clean_curve(self) -> Calendar:
        """Return the profile that the fields describe."""
        try:
            told = json.loads(self.cleaned_data["curve"])
            fields = {"seasons": told["seasons"]}
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise forms.ValidationError(_("The curve did not arrive. Turn JavaScript on and save again.")) from error
        try:
            calendar: Calendar = option("profiles", Calendar.name, **fields)
        except EnergySynergyError as refusal:
            raise forms.ValidationError(translated(refusal)) from refusal
        return calendar


class NewProfileForm(ProfileForm):
    """A new profile: begun from one that is there, from values, or from a file; the last two win where given."""

    start = forms.ChoiceField(label=_("Start from"), required=False, widget=forms.Select(SELECT))
    values = forms.CharField(
        label=_("Or paste 24 or 96 values"),
        required=False,
        strip=False,
        help_text=_("One a line, or with tabs or semicolons between them. Only their proportions count."),
        widget=forms.Textarea({**TEXT, "rows": 4, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=_("Or upload a CSV file"),
        required=False,
        help_text=_("24 or 96 rows; one column of values, or columns weekday, saturday and sunday."),
        widget=forms.FileInput({**TEXT, "accept": ".csv,.txt,.tsv"}),
    )

    def __init__(self, starts: list[tuple[str, Any]], *args: Any, **names: Any) -> None:
        super().__init__(*args, **names)
        self.fields["start"].choices = starts  # type: ignore[attr-defined]
        self.calendar: Calendar | None = None

    def clean(self) -> dict[str, Any]:
        """Read the values or the file, with what is wrong beside the field that holds it."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        direction: Direction | None = told.get("direction") or None
        if told.get("file"):
            self._take("file", lambda: read_profile_file(_bytes_of(told["file"]), direction=direction))
        elif (told.get("values") or "").strip():
            self._take("values", lambda: read_profile_values(told["values"]))
        return told

    def _take(self, field: str, read: Callable[[], Calendar]) -> None:
        try:
            self.calendar = read()
        except EnergySynergyError as refusal:
            self.add_error(field, translated(refusal))


class FileForm(forms.Form):
    """A file with the curves of a profile, for the editor."""

    file = forms.FileField(error_messages={"required": _("Choose a file."), "empty": _("The file holds nothing.")})
    direction = forms.ChoiceField(
        required=False, choices=[("consumption", "consumption"), ("production", "production"), ("", "")]
    )

    def read(self) -> Calendar:
        """Return the profile of the file.

        Raises CurveRefused and FileRefused.
        """
        told = self.cleaned_data
        return read_profile_file(_bytes_of(told["file"]), direction=told["direction"] or None)


def _bytes_of(upload: UploadedFile) -> bytes:
    """Return a file, of one that is too long as much as shows that it is."""
    data: bytes = upload.read(MOST_BYTES + 1)
    return data
