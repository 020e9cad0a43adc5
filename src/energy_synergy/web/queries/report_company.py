"""The report of one company: what it used and produced, what the group gave it and took from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

import numpy as np
from django.utils.html import format_html
from django.utils.translation import gettext as _

from energy_synergy.profiles.expand import Estimate
from energy_synergy.reports.chart_records import LineChart, Strand
from energy_synergy.reports.numbers import column_unit, in_unit
from energy_synergy.reports.report import Amount, Figure, Language, Report, Run, Section, Sentence
from energy_synergy.timeline import zone
from energy_synergy.web.queries.buckets import typical_buckets
from energy_synergy.web.queries.company_window import estimated_day, mean_day, place_of, window_of_one
from energy_synergy.web.queries.overview import LoadedOverview, compute_overview
from energy_synergy.web.queries.overview_records import MemberRow
from energy_synergy.web.queries.report_charts import (
    balance_chart,
    heat_chart,
    mix_chart,
    row_buckets,
    rows_title,
    time_axis,
)
from energy_synergy.web.queries.report_company_tables import (
    company_glossary,
    company_rows,
    destination_of,
    partners_table,
)
from energy_synergy.web.queries.report_quality import completeness_bar, quality_section
from energy_synergy.web.queries.report_tables import mix_of
from energy_synergy.web.queries.report_words import made_text, page_text, sentence_of, title_of_period
from energy_synergy.web.templatetags.es_numbers import energy_in, percent, share_of, written_language


@dataclass(frozen=True)
class LoadedCompany:
    """One company over a period: its place in the window of the group, and the same company by itself."""

    group: LoadedOverview
    place: int
    alone: LoadedOverview
    estimates: Sequence[Estimate] = ()

    @property
    def row(self) -> MemberRow:
        """What the company brings and takes."""
        company_id = self.group.window.facts.companies[self.place].id
        return next(row for row in self.group.overview.members if row.id == company_id)

    @property
    def unit(self) -> str:
        """The unit of its key figures."""
        return column_unit(self.row.consumption_kwh, self.row.production_kwh)


def load_company(group: LoadedOverview, company_id: int, estimates: Sequence[Estimate] = ()) -> LoadedCompany | None:
    """Return one company of a group that was loaded, None where it is not shown by itself."""
    place = place_of(group.window, company_id)
    if place is None:
        return None
    window = window_of_one(group.window, place)
    return LoadedCompany(group, place, LoadedOverview(window, compute_overview(window)), estimates)


def company_report(loaded: LoadedCompany, made_at: datetime) -> Report:
    """Return the report of a company in the active language."""
    overview, row = loaded.group.overview, loaded.row
    local_at = made_at.astimezone(zone(overview.group.timezone))
    facts = (_("Member of {group}").format(group=overview.group.name), overview.group.timezone)
    return Report(
        language=cast(Language, written_language()),
        kind=_("Company report"),
        title=row.name,
        subtitle=title_of_period(overview),
        facts=(*facts, row.sector) if row.sector else facts,
        made_at=local_at,
        made=made_text(local_at),
        verdict=company_verdict(row, loaded.unit),
        figures=company_figures(row, loaded.unit),
        sections=_sections(loaded),
        page=page_text(),
    )


def company_verdict(row: MemberRow, unit: str) -> Sentence:
    """Return where the consumption of a company came from and where its production went, in words."""
    name, sentences = row.name, []
    if row.consumption_kwh:
        origin = _(
            "{name} used <b>{used}</b>: <b>{own}</b> of it came from its own production, <b>{group}</b> from the group "
            "and <b>{grid}</b> from the grid."
        )
        parts = [percent(share_of(one, row.consumption_kwh)) for one in (row.own_kwh, row.received_kwh)]
        bought = percent(share_of(row.grid_import_kwh, row.consumption_kwh))
        used = energy_in(row.consumption_kwh, unit)
        sentences.append(format_html(origin, name=name, used=used, own=parts[0], group=parts[1], grid=bought))
    if row.production_kwh:
        destination = _(
            "{name} produced <b>{produced}</b>, used <b>{own}</b> of it itself, gave <b>{given}</b> to the group and "
            "sold <b>{sold}</b> to the grid."
        )
        flows = (row.own_kwh, row.given_kwh, row.grid_export_kwh)
        own, given, sold = (percent(share_of(one, row.production_kwh)) for one in flows)
        produced = energy_in(row.production_kwh, unit)
        sentences.append(format_html(destination, name=name, produced=produced, own=own, given=given, sold=sold))
    if not sentences:
        return (Run(_("Nothing is known of this company in this period.")),)
    return sentence_of(" ".join(sentences))


def company_figures(row: MemberRow, unit: str) -> tuple[Figure, ...]:
    """Return the key figures of a company."""

    def energy(energy_kwh: float | None) -> Amount:
        return Amount(in_unit(energy_kwh, unit), unit)

    def of(part: float, whole: float | None, text: str) -> str:
        share = share_of(part, whole)
        return "" if share is None else text.format(share=percent(share))

    used, produced = row.consumption_kwh, row.production_kwh
    covered = share_of(row.own_kwh + row.received_kwh, used)
    of_use, of_production = _("{share} of its consumption"), _("{share} of its production")
    figures = (
        Figure(_("Consumed"), energy(used), "", "consumption"),
        Figure(_("From own production"), energy(row.own_kwh), of(row.own_kwh, used, of_use), "production"),
        Figure(_("Received from the group"), energy(row.received_kwh), of(row.received_kwh, used, of_use), "local"),
        Figure(
            _("Bought from the grid"), energy(row.grid_import_kwh), of(row.grid_import_kwh, used, of_use), "deficit"
        ),
    )
    if not row.has_production:
        return figures
    return (
        *figures,
        Figure(_("Produced"), energy(produced), "", "production"),
        Figure(_("Given to the group"), energy(row.given_kwh), of(row.given_kwh, produced, of_production), "given-1"),
        Figure(
            _("Sold to the grid"),
            energy(row.grid_export_kwh),
            of(row.grid_export_kwh, produced, of_production),
            "surplus",
        ),
        Figure(
            _("Covered locally"), Amount(None if covered is None else 100 * covered, "%", 0), _("of its needs"), "local"
        ),
    )


def _sections(loaded: LoadedCompany) -> tuple[Section, ...]:
    group, row, alone = loaded.group, loaded.row, loaded.alone
    bars = tuple(one for one in (mix_of(row), destination_of(row)) if one is not None)
    origin = _("Where did its energy come from, and where did it go?")
    sections = [Section(origin, _origin_text(), (mix_chart(group.window, loaded.place), *bars))]
    if not group.window.is_coarse:
        sections.append(_day_section(loaded))
        if row.has_production and row.has_consumption:
            alt = _("Production and consumption of the company over time.")
            chart = balance_chart(alone, alt=alt)
            sections.append(Section(_("Does its own production meet its consumption?"), "", (chart,)))
        if alone.overview.has_data:
            title = _("When does it have energy left, and when does it lack some?")
            sections.append(
                Section(title, _("Before anything is shared: net energy by hour, kWh."), (heat_chart(alone.window),))
            )
    sections.append(Section(rows_title(row_buckets(group.window)), "", (company_rows(group.window, loaded.place),)))
    if (partners := partners_table(group.window, loaded.place)).rows:
        sections.append(Section(_("With whom did it share?"), "", (partners,)))
    quality = quality_section(group, row.name)
    bar = completeness_bar(alone.overview.completeness)
    sections.append(Section(quality.title, "", (bar, *quality.blocks)))
    sections.append(Section(_("How was it computed?"), "", (company_glossary(),)))
    return tuple(sections)


def _origin_text() -> str:
    return _("Consumption by its origin upwards, what was given and sold downwards.")


def _day_section(loaded: LoadedCompany) -> Section:
    """Return the mean day of the company beside that of the profile it had before it was measured."""
    window, row = loaded.alone.window, loaded.row
    sides = (
        (row.has_consumption, Strand(_("Consumption"), "consumption", mean_day(window, window.group_consumption_kwh))),
        (row.has_production, Strand(_("Production"), "production", mean_day(window, window.group_production_kwh))),
    )
    strands = [strand for has_source, strand in sides if has_source]
    profile = estimated_day(window, loaded.estimates)
    lead = _("Mean power of each quarter-hour over the days of the period.")
    if profile is not None:
        strands.append(Strand(_("Consumption as estimated before"), "primary", profile, is_dashed=True))
        measured = strands[0].energy_kwh
        error = _mean_error(measured, profile)
        if error is not None:
            lead += " " + _("The profile differs from it by {share} on average.").format(share=percent(error))
    axis = time_axis(typical_buckets(), "typical")
    chart = LineChart(_("The mean day of the company."), axis, tuple(strands))
    return Section(_("What does its day look like?"), lead, (chart,))


def _mean_error(measured_kwh: np.ndarray, profile_kwh: np.ndarray) -> float | None:
    """Return the mean distance of two days, as a fraction of the mean of the first."""
    mean = float(np.nanmean(measured_kwh)) if np.isfinite(measured_kwh).any() else 0.0
    return float(np.nanmean(np.abs(measured_kwh - profile_kwh))) / mean if mean else None
