"""The workbooks of a group and of a company: the tables of the pages with every row, in kWh."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from energy_synergy.reports.report import Glossary, Report
from energy_synergy.reports.tables import Cell, Column, Table
from energy_synergy.reports.workbook import Drawn, Sheet, Workbook
from energy_synergy.web.queries.balance_records import PeriodRow
from energy_synergy.web.queries.overview import LoadedOverview
from energy_synergy.web.queries.overview_tables import flows_table, members_table, states_table
from energy_synergy.web.queries.report_charts import row_buckets, rows_title
from energy_synergy.web.queries.report_company import CompanySource, company_report
from energy_synergy.web.queries.report_company_tables import (
    company_glossary,
    company_rows,
    drawn_rows,
    partners_table,
)
from energy_synergy.web.queries.report_group import group_report
from energy_synergy.web.queries.report_quality import attention_table, quality_table
from energy_synergy.web.queries.report_slots import company_slots, group_slots
from energy_synergy.web.queries.report_tables import rows_table
from energy_synergy.web.queries.report_words import group_glossary, group_notes
from energy_synergy.web.templatetags.es_numbers import number

KWH, DECIMALS = "kWh", 2
ROWS_DRAWN = ((3, "local"), (5, "deficit"))


def group_workbook(loaded: LoadedOverview, periods: Sequence[PeriodRow], made_at: datetime) -> Workbook:
    """Return the workbook of a group in the active language; of its periods those that are told."""
    window, report = loaded.window, group_report(loaded, made_at)
    sheets = [Sheet(_("Companies"), members_table(loaded))]
    if loaded.overview.has_data:
        rows = rows_table(loaded, unit=KWH, decimals=DECIMALS)
        drawn = Drawn(_("Consumption by its origin, and production."), ROWS_DRAWN, ((1, "production"),))
        sheets.append(Sheet(rows_title(row_buckets(window)), rows, drawn))
        if not window.is_coarse:
            slots = group_slots(window)
            sheets.append(Sheet(slots.name, slots))
        sheets.append(Sheet(_("Flows"), flows_table(loaded)))
        if periods:
            sheets.append(Sheet(_("Periods"), periods_table(periods)))
    sheets.append(Sheet(_("Data quality"), quality_table(window)))
    sheets.append(Sheet(_("Needs attention"), attention_table(loaded.overview.attention)))
    sheets.append(
        Sheet(
            _("Method"), _method(group_glossary(loaded.overview), group_notes(loaded), loaded.overview.group.timezone)
        )
    )
    return _workbook(report, (states_table(loaded),), sheets)


def company_workbook(source: CompanySource, made_at: datetime) -> Workbook:
    """Return the workbook of a company in the active language."""
    loaded, report = source.loaded, company_report(source, made_at)
    sheets = []
    if source.page.has_data:
        rows = company_rows(loaded, unit=KWH, decimals=DECIMALS)
        sheets.append(Sheet(rows_title(row_buckets(loaded.alone)), rows, drawn_rows(loaded)))
        slots = company_slots(loaded)
        sheets.append(Sheet(slots.name, slots))
        if source.page.partners:
            sheets.append(Sheet(_("Partners"), partners_table(loaded, unit=KWH, decimals=DECIMALS)))
    sheets.append(Sheet(_("Data quality"), quality_table(loaded.alone)))
    sheets.append(Sheet(_("Needs attention"), attention_table(source.attention)))
    sheets.append(Sheet(_("Method"), _method(company_glossary(), source.notes(), source.page.group.timezone)))
    return _workbook(report, (), sheets)


def _workbook(report: Report, summary: tuple[Table, ...], sheets: list[Sheet]) -> Workbook:
    heads = (_("Key figure"), _("Value"), _("Unit"), _("Note"))
    return Workbook(report, _("Summary"), heads, summary, tuple(sheets))


def _method(glossary: Glossary, notes: Iterable[str], timezone: str) -> Table:
    rows: list[tuple[Cell, ...]] = [(one.term, one.text) for one in glossary.definitions]
    rows += [(_("Note"), note) for note in notes]
    times = _("local times are those of {timezone}; an hour that comes twice is told apart by its time in UTC")
    rows.append((_("Clock"), times.format(timezone=timezone)))
    return Table("method", "", (Column(_("Word")), Column(_("Meaning"))), rows)


def periods_table(periods: Sequence[PeriodRow]) -> Table:
    """Return every period with its companies and likely counterparts."""
    rows = [_period_row(one) for one in periods]
    columns = (
        Column(_("State")),
        Column(_("Start")),
        Column(_("End")),
        Column(_("Duration")),
        Column(_("Energy"), KWH, 3),
        Column(_("Peak"), "kW", 3),
        Column(_("Companies (kWh)")),
        Column(_("Likely counterparts (kWh at most)")),
    )
    return Table("periods", _("Periods of surplus and deficit"), columns, rows)


def _period_row(row: PeriodRow) -> tuple[Cell, ...]:
    names = {"surplus": _("Surplus"), "deficit": _("Deficit"), "self_sustaining": _("Self-sustaining")}
    parts = "; ".join(f"{one.name}: {number(one.energy_kwh, DECIMALS)}" for one in row.parts)
    partners = "; ".join(f"{one.name}: {number(one.energy_kwh, DECIMALS)}" for one in row.partners)
    length = timedelta(hours=row.hours)
    return (names[row.state], row.starts_at, row.ends_at, length, row.energy_kwh, row.peak_kw, parts, partners)
