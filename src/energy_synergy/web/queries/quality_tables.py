"""Data quality as tables: the sources of the companies, and what was found in their imports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from energy_synergy.reports.tables import Cell, Column, Table
from energy_synergy.web.queries.quality_records import QualityPage

PERCENT_DECIMALS = 3


def direction_label(direction: str) -> str:
    """Return what a direction is called."""
    return _("Production") if direction == "production" else _("Consumption")


def sources_table(page: QualityPage) -> Table:
    """Return what the values of each company and direction rest on."""
    rows: list[tuple[Cell, ...]] = [
        (
            row.company,
            direction_label(row.direction),
            100 * row.completeness.measured,
            100 * row.completeness.estimated,
            100 * row.completeness.substituted,
            100 * row.completeness.missing,
            row.missing_hours,
            float(row.gaps),
            row.longest_gap.hours if row.longest_gap else 0.0,
            _iso(row.longest_gap.starts_at if row.longest_gap else None),
            _iso(row.last_reading_at),
        )
        for row in page.rows
    ]
    shares = (_("Measured"), _("Estimated"), _("Substituted"), _("Missing"))
    columns = (
        Column(_("Company")),
        Column(_("Direction")),
        *(Column(label, "%", PERCENT_DECIMALS) for label in shares),
        Column(_("Missing"), "h"),
        Column(_("Gaps"), "", 0),
        Column(_("Longest gap"), "h"),
        Column(_("Longest gap from")),
        Column(_("Last reading")),
    )
    return Table("sources", _("What the readings rest on"), columns, rows)


def found_table(page: QualityPage) -> Table:
    """Return what was found in the imports, a row for each kind and import."""
    rows: list[tuple[Cell, ...]] = [
        (one.label, one.severity, source.company, _iso(source.recorded_at), float(source.count), one.example)
        for one in page.found
        for source in one.imports
    ]
    columns = (
        Column(_("Problem")),
        Column(_("Severity")),
        Column(_("Company")),
        Column(_("Import")),
        Column(_("Count"), "", 0),
        Column(_("For example")),
    )
    return Table("found", _("What was found at import"), columns, rows)


def _iso(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat(timespec="minutes")


QUALITY_TABLES: Mapping[str, Callable[[QualityPage], Table]] = {"sources": sources_table, "found": found_table}
