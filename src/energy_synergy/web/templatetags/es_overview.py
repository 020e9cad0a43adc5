"""What the overview draws without a chart library: bars cut into parts; and the words that its charts speak."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.translation import gettext as _

register = template.Library()

STATE_COLORS = {"surplus": "surplus", "self_sustaining": "local", "deficit": "deficit"}
TOLERANCES = (0.0, 0.02, 0.05, 0.1)
LEAST_LABELLED = 0.09


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar as fractions of its length; `color` names a colour of the style sheet."""

    color: str
    start: float
    width: float

    @property
    def middle(self) -> float:
        """Where a label of the part stands."""
        return self.start + self.width / 2

    @property
    def is_labelled(self) -> bool:
        """Tell whether a label fits in."""
        return self.width >= LEAST_LABELLED


def segments(parts: Iterable[tuple[str, float]]) -> tuple[Segment, ...]:
    """Return the parts of a bar, which together fill it; nothing when they add up to nothing.

    >>> [one.start for one in segments([("own", 1.0), ("grid", 3.0)])]
    [0.0, 0.25]
    """
    known = [(color, max(0.0, size)) for color, size in parts]
    total = sum(size for _color, size in known)
    if total <= 0:
        return ()
    found, start = [], 0.0
    for color, size in known:
        found.append(Segment(color, start, size / total))
        start += size / total
    return tuple(one for one in found if one.width > 0)


@register.filter
def state_bar(states: Iterable[Any]) -> tuple[Segment, ...]:
    """Return the hours per state as the parts of one bar."""
    return segments((STATE_COLORS[one.state], one.hours) for one in states)


@register.filter
def mix_bar(row: Any) -> tuple[Segment, ...]:
    """Return where the consumption of a company comes from as the parts of one bar."""
    return segments(
        (
            ("production", row.own_kwh),
            ("local", row.received_kwh),
            ("deficit", row.grid_import_kwh),
            ("grid", row.open_consumption_kwh),
        )
    )


@register.simple_tag
def tolerances() -> tuple[float, ...]:
    """Return the tolerances that the overview offers, as fractions of consumption."""
    return TOLERANCES


@register.filter
def short_fraction(value: float) -> str:
    """Return a fraction as addresses write it.

    >>> short_fraction(0.05)
    '0.05'
    """
    return f"{value:g}"


@register.simple_tag
def chart_words() -> dict[str, str]:
    """Return what the charts say, in the visitor's language."""
    return {
        "production": _("Production"),
        "consumption": _("Consumption"),
        "local": _("Used locally"),
        "surplus": _("Surplus"),
        "deficit": _("Deficit"),
        "balanced": _("Self-sustaining"),
        "covered": _("Covered locally"),
        "total": _("Total"),
        "others": _("Others"),
        "energy": _("Energy"),
        "missing": _("Readings missing"),
        "state": _("State"),
        "has_missing": _("readings missing"),
        "has_estimated": _("partly estimated"),
        "nothing_known": _("nothing known"),
        "typical_day": _("Typical day"),
        "group": _("Group"),
        "grid_supply": _("Grid supply"),
        "grid_export": _("Grid export"),
        "saved": _("The file was saved."),
    }
