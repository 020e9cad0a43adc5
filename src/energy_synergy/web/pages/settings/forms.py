"""The form of a group's settings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from energy_synergy.web.db.groups import GroupSettings
from energy_synergy.web.db.models import Group
from energy_synergy.web.fields import NumberField
from energy_synergy.web.pages.home.forms import GroupForm

MOST_PERCENT = 100.0


class SettingsForm(GroupForm):
    """What a group is; another time zone asks to be confirmed, because it moves the days."""

    tolerance = NumberField(
        label=_("Tolerance, %"),
        example="5",
        help_text=_(
            "The group counts as self-sustaining while production and consumption differ by no more than this share of "
            "consumption."
        ),
    )
    confirm_timezone = forms.BooleanField(label=_("Change the time zone"), required=False)

    def __init__(self, group: Group, *args: Any, **names: Any) -> None:
        super().__init__(*args, **names)
        self.group = group

    def clean_tolerance(self) -> float:
        """Return the tolerance as a fraction."""
        percent: float = self.cleaned_data["tolerance"]
        if not 0 <= percent <= MOST_PERCENT:
            raise forms.ValidationError(_("Write a number from 0 to 100."))
        return percent / MOST_PERCENT

    def clean(self) -> dict[str, Any]:
        """Ask before the time zone changes."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if self.moves_clock and not told.get("confirm_timezone"):
            self.add_error("confirm_timezone", _("Tick this to change the time zone, or choose the former one again."))
        return told

    @property
    def moves_clock(self) -> bool:
        """Tell whether a valid time zone was chosen that is not the group's."""
        return self.is_bound and self.cleaned_data.get("timezone", self.group.timezone) != self.group.timezone

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """The fields that are always shown."""
        return [field for field in self if field.name != "confirm_timezone"]

    def told(self) -> GroupSettings:
        """Return the settings."""
        told = self.cleaned_data
        return GroupSettings(told["name"], told["timezone"], told["country"], told["currency"], told["tolerance"])
