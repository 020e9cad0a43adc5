"""How pages of tariffs tell findings, and the words that their chart speaks."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from energy_synergy.findings import Finding
from energy_synergy.web.templatetags.es_overview import chart_words
from energy_synergy.web.words import translated

register = template.Library()


@register.filter
def in_words(finding: Finding) -> str:
    """Return the sentence of a finding in the visitor's language."""
    return translated(finding)


@register.filter
def sentence(text: str | None) -> str:
    """Return a sentence of the lower floors in the visitor's language; nothing for none."""
    return gettext(text) if text else ""


@register.simple_tag
def tariff_words() -> dict[str, str]:
    """Return what the chart of prices says, in the visitor's language."""
    return {
        **chart_words(),
        "buy": _("Buying from the grid"),
        "sell": _("Feeding into the grid"),
        "ceiling": _("Ceiling in the group"),
        "floor": _("Floor in the group"),
    }
