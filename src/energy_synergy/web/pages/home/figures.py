"""The key figures of a group as the list of groups writes them."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from energy_synergy.web.queries.group_figures import GroupFigures
from energy_synergy.web.templatetags.es_dates import date_span
from energy_synergy.web.templatetags.es_numbers import in_unit, percent, raw

UNIT = "MWh"


def figures_json(figures: GroupFigures) -> dict[str, object]:
    """Return each figure as text and as a number to sort by; the energies are in MWh."""
    return {
        "period": date_span(figures.starts_on, figures.ends_on - timedelta(days=1)),
        "note": _("estimated in part") if figures.is_estimated else "",
        "consumption": _figure(in_unit(figures.consumption_kwh, UNIT), figures.consumption_kwh),
        "production": _figure(in_unit(figures.production_kwh, UNIT), figures.production_kwh),
        "self_sufficiency": _figure(percent(figures.self_sufficiency), figures.self_sufficiency),
    }


def _figure(text: str, value: float | None) -> dict[str, str]:
    return {"text": text, "sort": raw(value)}
