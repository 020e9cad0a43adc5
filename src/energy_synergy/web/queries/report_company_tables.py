"""The tables and charts of a company's report: its energies row by row, its partners, and what the words mean."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from django.utils.translation import gettext as _

from energy_synergy.metering.series import Energies
from energy_synergy.reports.chart_records import StackChart, Strand
from energy_synergy.reports.numbers import column_unit, in_unit
from energy_synergy.reports.report import Definition, Glossary
from energy_synergy.reports.tables import Bar, Cell, Column, Part, Table
from energy_synergy.reports.workbook import Drawn
from energy_synergy.web.queries.buckets import MINUTES, Buckets
from energy_synergy.web.queries.company_page import LoadedCompany
from energy_synergy.web.queries.company_page_records import CompanyFigures
from energy_synergy.web.queries.report_charts import row_buckets, row_cells, row_head, row_labels, time_axis
from energy_synergy.web.queries.report_words import readings_text, shared_text
from energy_synergy.web.templatetags.es_company import whole_percent
from energy_synergy.web.templatetags.es_numbers import percent, share_of

# The colour of what a company uses of its own production.
OWN = "production"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One of a company's energies [kWh], (T,), NaN where unknown; `side` is where a chart draws it, if it does."""

    label: str
    energy_kwh: Energies
    color: str = ""
    side: str = ""


def energies_of(loaded: LoadedCompany, *, is_told: bool) -> tuple[Quantity, ...]:
    """Return what a company used and produced, with its exchange, or without it only what is lacking and left.

    A direction without any source is left out, and what a company without production would use of it.
    """
    figures = loaded.figures
    used = _used(loaded, is_told=is_told) if figures.has_consumption else ()
    if not figures.has_production:
        return tuple(one for one in used if one.color != OWN)
    return (*used, *_produced(loaded, is_told=is_told))


def _used(loaded: LoadedCompany, *, is_told: bool) -> tuple[Quantity, ...]:
    lacking = (Quantity(_("From the group or the grid"), loaded.exchanged("deficit_kwh"), "deficit", "above"),)
    told = (
        Quantity(_("Received from the group"), loaded.exchanged("received_kwh"), "local", "above"),
        Quantity(_("Bought from the grid"), loaded.exchanged("grid_import_kwh"), "deficit", "above"),
    )
    return (
        Quantity(_("Consumption"), loaded.alone.group_consumption_kwh),
        Quantity(_("From own production"), loaded.exchanged("self_consumed_kwh"), OWN, "above"),
        *(told if is_told else lacking),
    )


def _produced(loaded: LoadedCompany, *, is_told: bool) -> tuple[Quantity, ...]:
    left = (Quantity(_("To the group or the grid"), loaded.exchanged("surplus_kwh"), "surplus", "below"),)
    told = (
        Quantity(_("Given to the group"), loaded.exchanged("given_kwh"), "given-1", "below"),
        Quantity(_("Sold to the grid"), loaded.exchanged("grid_export_kwh"), "surplus", "below"),
    )
    return (Quantity(_("Production"), loaded.alone.group_production_kwh), *(told if is_told else left))


def drawn_rows(loaded: LoadedCompany) -> Drawn | None:
    """Return the drawing of the rows in a workbook: consumption by its origin; none without consumption."""
    _buckets, energies = _rows_of(loaded)
    stacked = tuple((place, one.color) for place, one in enumerate(energies, start=1) if one.side == "above")
    return Drawn(_("Consumption by its origin."), stacked, ()) if stacked else None


def _rows_of(loaded: LoadedCompany) -> tuple[Buckets, tuple[Quantity, ...]]:
    """Return the rows of a table with their energies: months may tell what the company exchanged."""
    buckets = row_buckets(loaded.alone)
    return buckets, energies_of(loaded, is_told=loaded.is_told or buckets.step_minutes >= MINUTES["month"])


def mix_chart(loaded: LoadedCompany) -> StackChart:
    """Return where the consumption of a company came from and where its surplus went, row by row of its table."""
    buckets, energies = _rows_of(loaded)
    strands = [
        (one.side, Strand(one.label, one.color, buckets.sums(np.nan_to_num(one.energy_kwh)))) for one in energies
    ]
    return StackChart(
        alt=_("Where the consumption of the company came from, and below the line where its surplus went."),
        axis=time_axis(buckets, loaded.alone.choice.period.kind),
        above=tuple(strand for side, strand in strands if side == "above"),
        below=tuple(strand for side, strand in strands if side == "below"),
    )


def company_rows(loaded: LoadedCompany, *, unit: str = "", decimals: int = 1) -> Table:
    """Return the energies of a company hour by hour, day by day or month by month.

    Without a unit, in that which suits the largest row, for paper; with one, for a workbook.
    """
    buckets, energies = _rows_of(loaded)
    sums = [buckets.sums(one.energy_kwh).tolist() for one in energies]
    labels = row_cells(buckets) if unit else row_labels(buckets)
    unit = unit or column_unit(*(energy_kwh for column in sums for energy_kwh in column))
    rows: list[tuple[Cell, ...]] = [
        (label, *(in_unit(energy_kwh, unit) for energy_kwh in row))
        for label, row in zip(labels, zip(*sums, strict=True), strict=True)
    ]
    total = (_("Total"), *(in_unit(float(np.nansum(one.energy_kwh)), unit) for one in energies))
    heads = (Column(row_head(buckets)), *(Column(one.label, unit, decimals) for one in energies))
    return Table("rows", "", heads, rows, total)


def partners_table(loaded: LoadedCompany, *, unit: str = "", decimals: int = 1) -> Table:
    """Return what each other company gave to one and received from it, the largest exchange first."""
    partners = loaded.partners
    unit = unit or column_unit(*(energy for one in partners for energy in (one.received_kwh, one.given_kwh)))
    rows: list[tuple[Cell, ...]] = [
        (one.name, in_unit(one.received_kwh, unit), in_unit(one.given_kwh, unit)) for one in partners
    ]
    total = (
        _("Total"),
        in_unit(sum(one.received_kwh for one in partners), unit),
        in_unit(sum(one.given_kwh for one in partners), unit),
    )
    heads = (
        Column(_("Company")),
        *(Column(label, unit, decimals) for label in (_("Received from it"), _("Given to it"))),
    )
    return Table("partners", "", heads, rows, total if rows else None)


def origin_of(figures: CompanyFigures) -> Bar | None:
    """Return where the consumption of a company comes from, in whole percent as on its page; None without any."""
    bar = _bar(
        figures.consumption_kwh,
        (
            (_("Own production"), OWN, figures.own_kwh),
            (_("Group"), "local", figures.received_kwh),
            (_("Grid supply"), "deficit", figures.grid_import_kwh),
            (_("From the group or the grid"), "deficit", _unless_told(figures, figures.lacking_kwh)),
            (_("not known"), "grid", figures.open_consumption_kwh),
        ),
    )
    cover = figures.cover
    if bar is None or cover is None:
        return bar
    texts = {OWN: whole_percent(cover.own), "local": whole_percent(cover.group)}
    if not figures.open_consumption_kwh:
        texts["deficit"] = whole_percent(100 - cover.covered)
    return _bar_of(tuple(replace(one, text=texts.get(one.color, one.text)) for one in bar.parts))


def destination_of(figures: CompanyFigures) -> Bar | None:
    """Return where the production of a company goes, None where it has none."""
    return _bar(
        figures.production_kwh,
        (
            (_("Used by itself"), OWN, figures.own_kwh),
            (_("Given to the group"), "given-1", figures.given_kwh),
            (_("Sold to the grid"), "surplus", figures.grid_export_kwh),
            (_("To the group or the grid"), "surplus", _unless_told(figures, figures.left_kwh)),
            (_("not known"), "grid", figures.open_production_kwh),
        ),
    )


def _unless_told(figures: CompanyFigures, energy_kwh: float) -> float | None:
    return energy_kwh if figures.received_kwh is None else None


def _bar(whole_kwh: float | None, flows: tuple[tuple[str, str, float | None], ...]) -> Bar | None:
    if not whole_kwh:
        return None
    shares = [(label, color, share_of(energy_kwh, whole_kwh) or 0.0) for label, color, energy_kwh in flows]
    return _bar_of(tuple(Part(label, color, share, percent(share)) for label, color, share in shares if share))


def _bar_of(parts: tuple[Part, ...]) -> Bar:
    return Bar(parts, ", ".join(f"{one.label} {one.text}" for one in parts))


def company_glossary() -> Glossary:
    """Return how the quantities of a company are computed."""
    pairs = (
        (_("From own production"), _("in each quarter-hour the smaller of its production and its consumption")),
        (_("Received from the group"), shared_text()),
        (_("Bought from the grid"), _("consumption less own production used and less what it received")),
        (_("Sold to the grid"), _("production less what it used itself and less what it gave")),
        (_("Readings"), readings_text()),
    )
    return Glossary(tuple(Definition(term, text) for term, text in pairs))
