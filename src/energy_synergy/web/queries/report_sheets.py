"""The workbooks of a group and of a company: the tables of the pages with every row, in kWh."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from energy_synergy.community.periods import State, periods_of
from energy_synergy.reports.report import Glossary, Report
from energy_synergy.reports.tables import Cell, Column, Table
from energy_synergy.reports.workbook import Drawn, Sheet, Workbook
from energy_synergy.web.queries.balance_list import period_rows, shown_result
from energy_synergy.web.queries.balance_records import PeriodRow
from energy_synergy.web.queries.group_window import GroupWindow
from energy_synergy.web.queries.overview import LoadedOverview
from energy_synergy.web.queries.overview_tables import flows_table, members_table, states_table
from energy_synergy.web.queries.report_charts import row_buckets, rows_title
from energy_synergy.web.queries.report_company import LoadedCompany, company_report
from energy_synergy.web.queries.report_company_tables import company_glossary, company_rows, partners_table
from energy_synergy.web.queries.report_group import group_report
from energy_synergy.web.queries.report_quality import attention_table, quality_table
from energy_synergy.web.queries.report_slots import company_slots, group_slots
from energy_synergy.web.queries.report_tables import rows_table
from energy_synergy.web.queries.report_words import group_glossary, privacy_notes
from energy_synergy.web.templatetags.es_numbers import number

KWH, DECIMALS = "kWh", 2
ROWS_DRAWN = ((3, "local"), (5, "deficit"))
COMPANY_DRAWN = ((2, "production"), (3, "local"), (4, "deficit"))


def group_workbook(loaded: LoadedOverview, made_at: datetime) -> Workbook:
    """Return the workbook of a group in the active language."""
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
        if window.timeline is not None and not window.is_coarse:
            sheets.append(Sheet(_("Periods"), periods_table(window)))
    sheets.append(Sheet(_("Data quality"), quality_table(window)))
    sheets.append(Sheet(_("Needs attention"), attention_table(loaded)))
    sheets.append(Sheet(_("Method"), _method(group_glossary(loaded.overview), loaded)))
    return _workbook(report, (states_table(loaded),), sheets)


def company_workbook(loaded: LoadedCompany, made_at: datetime) -> Workbook:
    """Return the workbook of a company in the active language."""
    window, report = loaded.group.window, company_report(loaded, made_at)
    rows = company_rows(window, loaded.place, unit=KWH, decimals=DECIMALS)
    drawn = Drawn(_("Consumption by its origin."), COMPANY_DRAWN, ())
    sheets = [Sheet(rows_title(row_buckets(window)), rows, drawn)]
    if not window.is_coarse:
        slots = company_slots(window, loaded.place)
        sheets.append(Sheet(slots.name, slots))
    sheets.append(Sheet(_("Partners"), partners_table(window, loaded.place, unit=KWH, decimals=DECIMALS)))
    sheets.append(Sheet(_("Data quality"), quality_table(loaded.alone.window)))
    sheets.append(Sheet(_("Method"), _method(company_glossary(), loaded.group)))
    return _workbook(report, (), sheets)


def _workbook(report: Report, summary: tuple[Table, ...], sheets: list[Sheet]) -> Workbook:
    heads = (_("Key figure"), _("Value"), _("Unit"), _("Note"))
    return Workbook(report, _("Summary"), heads, summary, tuple(sheets))


def _method(glossary: Glossary, loaded: LoadedOverview) -> Table:
    rows: list[tuple[Cell, ...]] = [(one.term, one.text) for one in glossary.definitions]
    rows += [(_("Note"), note) for note in privacy_notes(loaded)]
    times = _("local times are those of {timezone}; an hour that comes twice is told apart by its time in UTC")
    rows.append((_("Clock"), times.format(timezone=loaded.overview.group.timezone)))
    return Table("method", "", (Column(_("Word")), Column(_("Meaning"))), rows)


def periods_table(window: GroupWindow) -> Table:
    """Return every surplus and deficit of a period of the calendar, in order of time."""
    result = shown_result(window)
    every = [one for one in periods_of(result, window.codes, window.balance) if one.state is not State.SELF_SUSTAINING]
    rows = [_period_row(one) for one in period_rows(window, result, every)]
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
    names = {"surplus": _("Surplus"), "deficit": _("Deficit")}
    parts = "; ".join(f"{one.name}: {number(one.energy_kwh, DECIMALS)}" for one in row.parts)
    partners = "; ".join(f"{one.name}: {number(one.energy_kwh, DECIMALS)}" for one in row.partners)
    length = timedelta(hours=row.hours)
    return (names[row.state], row.starts_at, row.ends_at, length, row.energy_kwh, row.peak_kw, parts, partners)
