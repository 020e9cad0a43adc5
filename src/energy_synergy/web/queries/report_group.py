"""The report of a group: the overview of a period, told on paper."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from django.utils.translation import gettext as _

from energy_synergy.reports.numbers import in_unit
from energy_synergy.reports.report import Amount, Block, Figure, Language, Report, Section
from energy_synergy.timeline import zone
from energy_synergy.web.queries.overview import LoadedOverview
from energy_synergy.web.queries.overview_records import Overview
from energy_synergy.web.queries.overview_tables import flows_table
from energy_synergy.web.queries.report_charts import balance_chart, heat_chart, row_buckets, rows_title
from energy_synergy.web.queries.report_quality import quality_section
from energy_synergy.web.queries.report_tables import (
    companies_table,
    flows_matrix,
    largest_periods,
    rows_table,
    states_bar,
    unit_of,
)
from energy_synergy.web.queries.report_words import (
    facts_of,
    group_glossary,
    group_notes,
    made_text,
    page_text,
    sentence_of,
    title_of_period,
    verdict_of,
)
from energy_synergy.web.templatetags.es_numbers import percent, share_of, signed_percent, written_language

QUARTER_MINUTES, DAY_MINUTES = 15, 24 * 60
MOST_IN_MATRIX = 10
MOST_FLOWS = 20


def group_report(loaded: LoadedOverview, made_at: datetime) -> Report:
    """Return the report of a group in the active language."""
    overview, unit = loaded.overview, unit_of(loaded.overview)
    local_at = made_at.astimezone(zone(overview.group.timezone))
    return Report(
        language=cast(Language, written_language()),
        kind=_("Group report"),
        title=overview.group.name,
        subtitle=title_of_period(overview.period),
        facts=facts_of(overview),
        made_at=local_at,
        made=made_text(local_at),
        verdict=verdict_of(overview, unit),
        figures=group_figures(overview, unit),
        sections=_sections(loaded, unit) if overview.has_data else (_quality(loaded),),
        page=page_text(),
    )


def group_figures(overview: Overview, unit: str) -> tuple[Figure, ...]:
    """Return the key figures of the page, in its unit."""
    kpis = overview.kpis

    def energy(energy_kwh: float | None) -> Amount:
        return Amount(in_unit(energy_kwh, unit), unit)

    shared = share_of(kpis.shared_kwh, kpis.consumption_kwh)
    of_consumption = "" if shared is None else _plain(_("<b>%(part)s</b> of consumption") % {"part": percent(shared)})
    return (
        Figure(_("Consumption"), energy(kpis.consumption_kwh), _change(overview), "consumption"),
        Figure(_("Production"), energy(kpis.production_kwh), _used_inside(overview), "production"),
        Figure(_("Self-sufficiency"), _fraction(kpis.self_sufficiency), _("of needs met locally"), "local"),
        Figure(_("Surplus"), energy(kpis.surplus_kwh), _("to the grid"), "surplus"),
        Figure(_("Deficit"), energy(kpis.deficit_kwh), _("from the grid"), "deficit"),
        Figure(_("Shared in the group"), energy(kpis.shared_kwh), of_consumption),
    )


def _fraction(value: float | None) -> Amount:
    return Amount(None if value is None else 100 * value, "%", 0)


def _used_inside(overview: Overview) -> str:
    share = overview.kpis.self_consumption
    if share is None:
        return _("no production in this period")
    return _plain(_("<b>%(share)s</b> used in the group") % {"share": percent(share)})


def _plain(html: str) -> str:
    return "".join(run.text for run in sentence_of(html))


def _change(overview: Overview) -> str:
    change = overview.kpis.consumption_change
    if change is None:
        return _("of all companies")
    against = {
        "day": _("vs the day before"),
        "week": _("vs the week before"),
        "month": _("vs the month before"),
        "year": _("vs the year before"),
    }
    return f"{signed_percent(change)} {against[overview.period.kind]}"


def _sections(loaded: LoadedOverview, unit: str) -> tuple[Section, ...]:
    overview, window = loaded.overview, loaded.window
    sections = [
        _balance_section(loaded),
        Section(_("How long is the group…"), _tolerance_text(overview), (states_bar(overview, unit),)),
    ]
    if not window.is_coarse:
        sections.append(Section(_("When is there surplus or deficit?"), _heat_text(overview), (heat_chart(window),)))
    sections.append(Section(rows_title(row_buckets(window)), "", (rows_table(loaded),)))
    title = _("What does each company bring and take?")
    sections.append(Section(title, "", (companies_table(overview, unit),)))
    sections.append(_flows_section(loaded, unit))
    if periods := largest_periods(window):
        sections.append(Section(_("Which surpluses and deficits were the largest?"), "", periods))
    sections.append(_quality(loaded))
    sections.append(Section(_("How was it computed?"), "", (group_glossary(overview),)))
    return tuple(sections)


def _quality(loaded: LoadedOverview) -> Section:
    return quality_section(loaded.overview.completeness, loaded.overview.attention, group_notes(loaded))


def _balance_section(loaded: LoadedOverview) -> Section:
    chart = balance_chart(loaded)
    return Section(_("Does the group’s production meet its consumption?"), _step_text(chart.axis.minutes), (chart,))


def _step_text(minutes: int) -> str:
    """Return what a bucket of the chart is, as the page tells it."""
    if minutes > DAY_MINUTES:
        return _("Energy per month, surplus below zero.")
    if minutes == DAY_MINUTES:
        return _("Energy per day, surplus below zero.")
    return _("Mean power per hour.") if minutes > QUARTER_MINUTES else _("Mean power per 15 minutes.")


def _tolerance_text(overview: Overview) -> str:
    share = percent(overview.tolerance)
    return _("Hours of the period; within ±%(share)s of consumption counts as self-sustaining") % {"share": share}


def _heat_text(overview: Overview) -> str:
    if overview.period.kind == "year":
        return _("Net energy by hour, kWh; mean of the month’s days.")
    return _("Net energy by hour, kWh.")


def _flows_section(loaded: LoadedOverview, unit: str) -> Section:
    title, window = _("Who supplied whom?"), loaded.window
    if len(window.facts.companies) <= MOST_IN_MATRIX:
        lead = _("Rows give, columns take; own use is not shown.")
        return Section(title, lead, (flows_matrix(window, unit),))
    table = flows_table(loaded)
    lead = _("The {n} largest of {total} flows; the workbook has all of them.").format(
        n=min(MOST_FLOWS, len(table.rows)), total=len(table.rows)
    )
    shown: tuple[Block, ...] = (type(table)("flows", "", table.columns, table.rows[:MOST_FLOWS], note=table.note),)
    return Section(title, lead if len(table.rows) > MOST_FLOWS else "", shown)
