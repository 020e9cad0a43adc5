"""The form in which a company says how far the others see it."""

from __future__ import annotations

from enum import StrEnum

from django import forms
from django.utils.translation import gettext_lazy as _

from energy_synergy.community.sight import Terms, Visibility


class Level(StrEnum):
    """How far a company is seen, from the least to the most."""

    PROTECTED = "protected"
    TOTALS = "totals"
    HOURLY = "hourly"
    QUARTER_HOUR = "quarter_hour"


TERMS = {
    Level.PROTECTED: Terms(Visibility.TOTALS, is_agreed=False),
    Level.TOTALS: Terms(Visibility.TOTALS, is_agreed=True),
    Level.HOURLY: Terms(Visibility.HOURLY, is_agreed=True),
    Level.QUARTER_HOUR: Terms(Visibility.QUARTER_HOUR, is_agreed=True),
}
LABELS = {
    Level.PROTECTED: _("Totals only, protected"),
    Level.TOTALS: _("Totals only, also in a small group"),
    Level.HOURLY: _("Our curve by hours"),
    Level.QUARTER_HOUR: _("Our curve by quarters of an hour"),
}
MEANINGS = {
    Level.PROTECTED: _(
        "Others see us in the totals of the group and never by name. Where fewer than three companies stand behind a "
        "total, they see its months and years and nothing finer, so that nobody can work our curve out."
    ),
    Level.TOTALS: _(
        "Others see us in the totals of the group and never by name. We agree that they see these totals at any hour, "
        "even where so few companies stand behind them that our curve can be worked out."
    ),
    Level.HOURLY: _(
        "Others see our name, and what we use and produce in each hour. We agree that they see the totals of the group "
        "at any time, even where so few companies stand behind them that our quarters of an hour can be worked out."
    ),
    Level.QUARTER_HOUR: _(
        "Others see our name, and what we use and produce in each quarter of an hour. We agree that they see the "
        "totals of the group at any time."
    ),
}


def level_of(terms: Terms) -> Level:
    """Return the level that terms come to."""
    return next(level for level, known in TERMS.items() if known == terms)


class SharingForm(forms.Form):
    """One of the levels."""

    level = forms.ChoiceField(
        label=_("What may the other members see?"),
        choices=[(level.value, label) for level, label in LABELS.items()],
        widget=forms.RadioSelect,
    )

    def terms(self) -> Terms:
        """Return what was granted."""
        return TERMS[Level(self.cleaned_data["level"])]

    @property
    def options(self) -> list[tuple[str, object, object, bool]]:
        """Each level with its label, its meaning, and whether it is chosen."""
        chosen = self["level"].value()
        return [(level.value, label, MEANINGS[level], level.value == chosen) for level, label in LABELS.items()]
