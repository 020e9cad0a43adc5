"""The comparison of keys and prices as tables and as a workbook: what the page shows, raw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import cast

from django.utils.translation import gettext as _

from energy_synergy.reports.report import Amount, Figure, Language, Report, Run
from energy_synergy.reports.tables import Cell, Column, Table
from energy_synergy.reports.workbook import Sheet, Workbook
from energy_synergy.timeline import zone
from energy_synergy.web.queries.compare_page_records import CompanyLine, ComparePage, CompareRow
from energy_synergy.web.queries.report_words import made_text, page_text, title_of_period
from energy_synergy.web.templatetags.es_numbers import written_language

INDEX_DECIMALS, PRICE_DECIMALS, ENERGY_DECIMALS = 3, 5, 3


def combinations_table(page: ComparePage) -> Table:
    """Return a row for each key with each price."""
    own = page.rows[0].own if page.rows else ()
    columns = (
        Column(_("Sharing key")),
        Column(_("Price")),
        Column(_("Compensation")),
        Column(_("Shared"), "kWh", ENERGY_DECIMALS),
        *(column for one in own for column in _own_columns(one.company, page.currency)),
        Column(_("Gain of the group"), page.currency),
        Column(_("Mean price in the group"), f"{page.currency}/kWh", PRICE_DECIMALS),
        *(_full_columns(page) if page.is_full else ()),
    )
    rows = [_row(page, row) for row in page.rows]
    return Table("combinations", _("Every sharing key with every price"), columns, rows)


def _own_columns(company: str, currency: str) -> tuple[Column, Column]:
    return Column(_("Gain of {company}").format(company=company), currency), Column(_("Part of its bill"), "%", 1)


def _full_columns(page: ComparePage) -> tuple[Column, ...]:
    measures = (
        _("Savings"),
        _("Savings per kWh"),
        _("Savings as part of the bill"),
        _("Part of the need that was served"),
    )
    return (
        Column(_("Gains least")),
        Column(_("Least gain"), page.currency),
        Column(_("Winners"), "", 0),
        Column(_("Losers"), "", 0),
        *(
            Column(f"{index}: {measure}", "", INDEX_DECIMALS)
            for measure in measures
            for index in (_("Jain"), _("Gini"), _("Min/max"))
        ),
    )


def _row(page: ComparePage, row: CompareRow) -> tuple[Cell, ...]:
    cells: list[Cell] = [
        row.key_label,
        row.price_label,
        _("with compensation") if row.is_compensated else "",
        row.shared_kwh,
    ]
    for one in row.own:
        cells += [one.gain, None if one.part is None else 100 * one.part]
    cells += [row.gain, row.price_per_kwh]
    if page.is_full:
        cells += row.least or (None, None)
        cells += [_count(row.winners), _count(row.losers)]
        for fair in row.fairness:
            cells += [fair.jain, fair.gini, fair.min_max]
    return tuple(cells)


def _count(value: int | None) -> float | None:
    return None if value is None else float(value)


def companies_table(page: ComparePage) -> Table:
    """Return a row for each company under the combination chosen."""
    columns = (
        Column(_("Company")),
        Column(_("Bill alone"), page.currency),
        Column(_("VAT alone"), page.currency),
        Column(_("Bill in the group"), page.currency),
        Column(_("VAT in the group"), page.currency),
        Column(_("Gain"), page.currency),
        Column(_("Part of its bill"), "%", 1),
        Column(_("Given"), "kWh", ENERGY_DECIMALS),
        Column(_("Received"), "kWh", ENERGY_DECIMALS),
        Column(_("Part of the need that was served"), "%", 1),
    )
    title = _("No combination")
    if page.chosen:
        title = _("{key}, {price}: company by company").format(key=page.chosen.key_label, price=page.chosen.price_label)
    note = _("Gains against {reference}.").format(reference=page.reference or _("the grid alone"))
    return Table("companies", title, columns, [_company(line) for line in page.lines], note=note)


def _company(line: CompanyLine) -> tuple[Cell, ...]:
    return (
        line.name,
        line.bill_alone,
        line.vat_alone,
        line.bill,
        line.vat,
        line.gain,
        None if line.part is None else 100 * line.part,
        line.given_kwh,
        line.received_kwh,
        None if line.service is None else 100 * line.service,
    )


COMPARE_TABLES: Mapping[str, Callable[[ComparePage], Table]] = {
    "combinations": combinations_table,
    "companies": companies_table,
}


def compare_workbook(page: ComparePage, made_at: datetime) -> Workbook:
    """Return the comparison as a workbook in the active language."""
    local_at = made_at.astimezone(zone(page.group.timezone))
    report = Report(
        language=cast(Language, written_language()),
        kind=_("Comparison of sharing keys and prices"),
        title=page.group.name,
        subtitle=title_of_period(page.period),
        facts=(),
        made_at=local_at,
        made=made_text(local_at),
        verdict=(Run(_("Amounts are without VAT; gains are against the bill alone with the grid.")),),
        figures=_figures(page),
        sections=(),
        page=page_text(),
    )
    heads = (_("Key figure"), _("Value"), _("Unit"), _("Note"))
    sheets = (Sheet(_("Comparison"), combinations_table(page)), Sheet(_("Companies"), companies_table(page)))
    return Workbook(report, _("Summary"), heads, (_notes(page),), sheets)


def _figures(page: ComparePage) -> tuple[Figure, ...]:
    return tuple(
        Figure(
            best.label,
            Amount(best.value, {"money": page.currency, "kWh": "kWh"}.get(best.unit, ""), 2),
            "; ".join(f"{row.key_label}, {row.price_label}" for row in best.rows),
        )
        for best in page.best
    )


def _notes(page: ComparePage) -> Table:
    rows: list[tuple[Cell, ...]] = [(one.label, one.sentence) for one in (*page.assumptions, *page.skipped)]
    rows += [(_("About the data"), finding.sentence) for finding in page.findings]
    return Table("notes", _("Assumptions and notes"), (Column(_("What")), Column(_("Note"))), rows)
