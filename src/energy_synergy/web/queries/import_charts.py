"""What a file would bring as a chart and as a table: energy by day, or by hour of a typical day."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from energy_synergy.reports.tables import Cell, Column, Table
from energy_synergy.usecases.check_file import Checked
from energy_synergy.usecases.preview import Preview


def preview_chart(checked: Checked) -> dict[str, Any] | None:
    """Return the chart of what a file would bring as plain values, or None where it brings nothing."""
    previews = [one for one in checked.previews if one.energy_kwh]
    if not previews:
        return None
    labels = _labels(previews)
    return {
        "labels": labels,
        "is_dated": bool(previews[0].days),
        "series": [
            {"direction": one.direction, "energy_kwh": [known.get(label) for label in labels]}
            for one in previews
            for known in [_by_label(one)]
        ],
    }


def preview_table(checked: Checked) -> Table:
    """Return the same as a table."""
    previews = [one for one in checked.previews if one.energy_kwh]
    words = {"production": _("Production"), "consumption": _("Consumption")}
    known = [_by_label(one) for one in previews]
    dates = {day.isoformat(): day for one in previews for day in one.days}
    is_dated = bool(previews and previews[0].days)
    rows: list[tuple[Cell, ...]] = [
        (dates.get(label, label), *(by_label.get(label) for by_label in known)) for label in _labels(previews)
    ]
    first = Column(_("Day") if is_dated else _("Hour"))
    columns = (first, *(Column(words[one.direction], "kWh") for one in previews))
    total: tuple[Cell, ...] = (_("Total"), *(sum(value or 0 for value in one.energy_kwh) for one in previews))
    return Table("preview", _("Energy in the file"), columns, rows, total if rows else None)


def _labels(previews: list[Preview]) -> list[str]:
    return sorted({label for one in previews for label in _by_label(one)})


def _by_label(preview: Preview) -> dict[str, float | None]:
    if preview.days:
        return {day.isoformat(): value for day, value in zip(preview.days, preview.energy_kwh, strict=True)}
    return {f"{hour:02}:00": value for hour, value in enumerate(preview.energy_kwh)}
