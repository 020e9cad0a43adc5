"""The ledger of findings as a table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from energy_synergy.reports.tables import Cell, Column, Table
from energy_synergy.web.queries.ledger import LedgerLine


def ledger_table(lines: Iterable[LedgerLine]) -> Table:
    """Return findings with everything that is known of each of them, a row for each."""
    heads = (
        *(_("Number"), _("State"), _("Severity"), _("Problem"), _("Company"), _("Meter"), _("From"), _("Until")),
        *(_("Line"), _("Column"), _("Found"), _("Expected"), _("What was found"), _("Fix"), _("Count")),
        *(_("Import"), _("File"), _("Brought in"), _("The same as"), _("Resolved"), _("By"), _("Reason")),
    )
    numbers = {_("Number"), _("Line"), _("Count"), _("Import")}
    columns = tuple(Column(head, "", 0 if head in numbers else 2) for head in heads)
    return Table("findings", _("Findings"), columns, [_row(line) for line in lines])


def _row(line: LedgerLine) -> tuple[Cell, ...]:
    told, resolved = line.told, line.resolved
    return (
        float(line.id),
        _("resolved") if resolved else _("open"),
        told.severity,
        line.label,
        line.company,
        line.meter,
        _iso(told.starts_at),
        _iso(told.ends_at),
        None if told.line is None else float(told.line),
        told.column,
        told.value,
        told.expected,
        told.sentence,
        told.advice,
        float(told.count),
        float(line.import_id),
        line.file_name,
        _iso(line.recorded_at),
        line.other_company,
        _iso(resolved.at if resolved else None),
        resolved.by if resolved else "",
        resolved.reason if resolved else "",
    )


def _iso(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat(timespec="minutes")
