"""The report of one company: what it used and produced, what the group gave it and took from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import cast

import numpy as np
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from energy_synergy.reports.chart_records import LineChart, Strand
from energy_synergy.reports.numbers import column_unit, in_unit
from energy_synergy.reports.report import Amount, Figure, Language, Report, Section, Sentence
from energy_synergy.timeline import zone
from energy_synergy.web.db.facts import PlacedFinding
from energy_synergy.web.queries.attention import compute_attention
from energy_synergy.web.queries.buckets import typical_buckets
from energy_synergy.web.queries.company_page import LoadedCompany, compute_company_page
from energy_synergy.web.queries.company_page_records import CompanyFigures, CompanyPage
from energy_synergy.web.queries.company_profile import ProfileDays
from energy_synergy.web.queries.company_window import mean_day
from energy_synergy.web.queries.overview import LoadedOverview, compute_overview
from energy_synergy.web.queries.overview_records import Attention
from energy_synergy.web.queries.report_charts import balance_chart, heat_chart, row_buckets, rows_title, time_axis
from energy_synergy.web.queries.report_company_tables import (
    company_glossary,
    company_rows,
    destination_of,
    mix_chart,
    origin_of,
    partners_table,
)
from energy_synergy.web.queries.report_quality import quality_section
from energy_synergy.web.queries.report_words import (
    agreement_notes,
    made_text,
    others_text,
    page_text,
    sentence_of,
    title_of_period,
)
from energy_synergy.web.queries.seen import OTHERS_ID
from energy_synergy.web.templatetags.es_company import whole_percent
from energy_synergy.web.templatetags.es_numbers import energy_in, percent, share_of, written_language


@dataclass(frozen=True)
class CompanySource:
    """What a company's report rests on: its page, its days beside a profile if any were measured, its findings."""

    loaded: LoadedCompany
    days: ProfileDays | None = None
    findings: Sequence[PlacedFinding] = ()

    @cached_property
    def page(self) -> CompanyPage:
        """What the page of the company says."""
        return compute_company_page(self.loaded)

    @cached_property
    def alone(self) -> LoadedOverview:
        """The company as a group of one."""
        return LoadedOverview(self.loaded.alone, compute_overview(self.loaded.alone))

    @cached_property
    def attention(self) -> tuple[Attention, ...]:
        """What needs a look in its data."""
        return compute_attention(self.loaded.alone, self.findings)

    @property
    def unit(self) -> str:
        """The unit of its key figures, as on its page."""
        return column_unit(self.page.figures.consumption_kwh, self.page.figures.production_kwh)

    def notes(self) -> Iterator[str]:
        """Yield by which agreements energy is shared, and what the reader does not see, and why."""
        yield from agreement_notes(self.page.shared_by)
        if any(one.id == OTHERS_ID for one in self.page.partners):
            yield others_text()
        if not self.page.is_told:
            yield _(
                "What comes from the group and goes to it is shown by the month only: one single company stands behind "
                "it, and it has not agreed to be seen."
            )


def company_report(source: CompanySource, made_at: datetime) -> Report:
    """Return the report of a company in the active language."""
    page = source.page
    local_at = made_at.astimezone(zone(page.group.timezone))
    facts = (_("Member of {group}").format(group=page.group.name), page.group.timezone, page.company.sector)
    return Report(
        language=cast(Language, written_language()),
        kind=_("Company report"),
        title=page.company.name,
        subtitle=title_of_period(page.period),
        facts=tuple(fact for fact in facts if fact),
        made_at=local_at,
        made=made_text(local_at),
        verdict=company_verdict(source) if page.has_data else sentence_of(_nothing_text()),
        figures=company_figures(page, source.unit) if page.has_data else (),
        sections=_sections(source) if page.has_data else (_quality(source),),
        page=page_text(),
    )


def _nothing_text() -> str:
    return _("Nothing is known of this company in this period.")


def company_verdict(source: CompanySource) -> Sentence:
    """Return the sentence that the page of the company begins with, told about it and not to it."""
    page = replace(source.page, is_own=False, is_told=True)
    values = {"page": page, "figures": page.figures, "company": page.company, "unit": source.unit}
    return sentence_of(render_to_string("company/verdict.html", values))


def company_figures(page: CompanyPage, unit: str) -> tuple[Figure, ...]:
    """Return the key figures of the company's page, in its unit."""
    figures, cover = page.figures, page.figures.cover

    def energy(energy_kwh: float | None) -> Amount:
        return Amount(in_unit(energy_kwh, unit), unit)

    own = _plain(_("<b>%(part)s</b> of what was used") % {"part": whole_percent(cover.own)}) if cover else ""
    group = _plain(_("<b>%(part)s</b> of what was used") % {"part": whole_percent(cover.group)}) if cover else ""
    covered = _("<b>%(share)s</b> covered without the grid")
    used_hint = _plain(covered % {"share": whole_percent(cover.covered)}) if cover else ""
    by_month = "" if page.is_told_in_sum else _("shown by the month")
    used = (
        Figure(_("Used"), energy(figures.consumption_kwh), used_hint, "consumption"),
        Figure(_("Own use"), energy(figures.own_kwh), own, "production"),
        Figure(_("From the group"), energy(figures.received_kwh), group or by_month, "local"),
        Figure(
            _("Bought from the grid"), energy(figures.grid_import_kwh), _sold_text(page, unit) or by_month, "deficit"
        ),
    )
    if not figures.has_production:
        return used[:1] + used[2:]
    made = (
        Figure(_("Produced"), energy(figures.production_kwh), _on_site_text(figures), "production"),
        Figure(_("Given to the group"), energy(figures.given_kwh), _given_text(figures) or by_month, "given-1"),
    )
    if not figures.has_consumption:
        return (*made, Figure(_("Sold to the grid"), energy(figures.grid_export_kwh), by_month, "surplus"))
    return (used[0], made[0], *used[1:3], made[1], used[3])


def _sold_text(page: CompanyPage, unit: str) -> str:
    sold_kwh = page.figures.grid_export_kwh
    if sold_kwh is None or not page.figures.has_production:
        return ""
    return _plain(_("<b>%(sold)s</b> sold to it") % {"sold": energy_in(sold_kwh, unit)})


def _on_site_text(figures: CompanyFigures) -> str:
    share = share_of(figures.own_kwh, figures.production_kwh)
    return "" if share is None else _plain(_("<b>%(part)s</b> used on site") % {"part": percent(share)})


def _given_text(figures: CompanyFigures) -> str:
    share = share_of(figures.given_kwh, figures.production_kwh)
    return "" if share is None else _plain(_("<b>%(part)s</b> of what was produced") % {"part": percent(share)})


def _plain(html: str) -> str:
    return "".join(run.text for run in sentence_of(html))


def _sections(source: CompanySource) -> tuple[Section, ...]:
    loaded, page, alone = source.loaded, source.page, source.alone
    bars = tuple(one for one in (origin_of(page.figures), destination_of(page.figures)) if one is not None)
    sections = [
        Section(_("Where did its energy come from, and where did it go?"), _origin_text(), (mix_chart(loaded), *bars)),
        _day_section(source),
    ]
    if page.figures.has_production and page.figures.has_consumption:
        alt = _("Production and consumption of the company over time.")
        chart = balance_chart(alone, alt=alt)
        sections.append(Section(_("Does its own production meet its consumption?"), "", (chart,)))
    net = _("Before anything is shared: net energy by hour, kWh.")
    sections.append(
        Section(_("When does it have energy left, and when does it lack some?"), net, (heat_chart(loaded.alone),))
    )
    sections.append(Section(rows_title(row_buckets(loaded.alone)), "", (company_rows(loaded),)))
    if page.partners:
        sections.append(Section(_("With whom did it share?"), "", (partners_table(loaded),)))
    return (*sections, _quality(source), Section(_("How was it computed?"), "", (company_glossary(),)))


def _quality(source: CompanySource) -> Section:
    return quality_section(source.page.completeness, source.attention, source.notes())


def _net_text() -> str:
    return _("Before anything is shared: net energy by hour, kWh.")


def _origin_text() -> str:
    return _("Consumption by its origin upwards, what was given and sold downwards.")


def _day_section(source: CompanySource) -> Section:
    """Return the mean day of the company, beside what the closest profile expects of the same days."""
    window, figures, days = source.loaded.alone, source.page.figures, source.days
    sides = (
        (figures.has_consumption, _("Consumption"), "consumption", window.group_consumption_kwh),
        (figures.has_production, _("Production"), "production", window.group_production_kwh),
    )
    strands = [Strand(label, color, mean_day(window, energy)) for has, label, color, energy in sides if has]
    lead = _("Mean power of each quarter-hour over the days of the period.")
    if days is not None:
        name, share = days.chosen.label, percent(days.chosen.misplaced)
        expected = np.average(days.expected_kwh[days.measured.days > 0], axis=0, weights=_weights(days))
        label = _("{direction} by the profile “{name}”")
        direction = _("Consumption") if days.side == "consumption" else _("Production")
        strands.append(Strand(label.format(direction=direction, name=name), "primary", expected, is_dashed=True))
        told = _("<b>%(share)s</b> of the energy falls at other times than “%(name)s” expects.")
        lead += " " + _plain(told) % {"share": share, "name": name}
    axis = time_axis(typical_buckets(), "typical")
    return Section(
        _("What does its day look like?"), lead, (LineChart(_("The mean day of the company."), axis, tuple(strands)),)
    )


def _weights(days: ProfileDays) -> np.ndarray:
    return days.measured.days[days.measured.days > 0]
