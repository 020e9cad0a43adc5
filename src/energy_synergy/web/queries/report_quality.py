"""How far the data of a report can be trusted: where values come from, and what needs a look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from django.utils.translation import gettext as _

from energy_synergy.metering.series import Qualities, Quality
from energy_synergy.reports.report import Point, Points, Section, Severity
from energy_synergy.reports.tables import Bar, Cell, Column, Part, Table
from energy_synergy.web.queries.group_window import GroupWindow
from energy_synergy.web.queries.overview_records import Attention, Completeness
from energy_synergy.web.templatetags.es_numbers import percent, received_percent

SEVERITIES: Mapping[str, Severity] = {"info": "info", "warning": "warning", "error": "error"}
LEAST_SHOWN = 0.0005
QUALITIES = (Quality.MEASURED, Quality.ESTIMATED, Quality.SUBSTITUTED, Quality.MISSING)


def quality_section(completeness: Completeness, attention: Iterable[Attention], notes: Iterable[str] = ()) -> Section:
    """Return the section on data; `notes` say what the reader does not see, and why."""
    found = tuple(_point(one) for one in attention) or (_nothing(),)
    told = tuple(Point("info", _("Note"), "", note) for note in notes)
    blocks = (completeness_bar(completeness), Points((*found, *told)))
    return Section(_("How complete are the data?"), "", blocks)


def _point(attention: Attention) -> Point:
    words = {"info": _("Note"), "warning": _("To check"), "error": _("Error")}
    severity = SEVERITIES[attention.severity]
    return Point(severity, words[severity], attention.member, attention.sentence)


def _nothing() -> Point:
    return Point("ok", _("In order"), "", _("All readings of the period are there."))


def completeness_bar(completeness: Completeness) -> Bar:
    """Return where the values of the period come from."""
    parts = (
        (_("measured"), "local", completeness.measured),
        (_("estimated"), "given-1", completeness.estimated),
        (_("substituted"), "ramp-2", completeness.substituted),
        (_("missing"), "gap", completeness.missing),
    )
    return Bar(tuple(Part(label, color, share, _share_text(share)) for label, color, share in parts if share))


def _share_text(share: float) -> str:
    """Return a share in percent; what is there but tiny is not written as nothing."""
    return received_percent(share) if share >= LEAST_SHOWN else f"< {percent(2 * LEAST_SHOWN, 1)}"


def quality_table(window: GroupWindow) -> Table:
    """Return for each company and direction how many of its values are of each quality, in percent."""
    readings = window.readings
    sides = (
        (_("Consumption"), readings.consumption_quality, window.has_consumption),
        (_("Production"), readings.production_quality, window.has_production),
    )
    rows: list[tuple[Cell, ...]] = [
        (company.name, label, *_shares(qualities[:, place]))
        for place, company in enumerate(window.facts.companies)
        for label, qualities, has_source in sides
        if has_source[place]
    ]
    labels = (_("Measured"), _("Estimated"), _("Substituted"), _("Missing"))
    columns = (Column(_("Company")), Column(_("Direction")), *(Column(label, "%", 2) for label in labels))
    return Table("quality", _("Where the values come from"), columns, rows)


def _shares(qualities: Qualities) -> list[float]:
    size = max(1, len(qualities))
    return [100 * float(np.count_nonzero(qualities == quality)) / size for quality in QUALITIES]


def attention_table(attention: Iterable[Attention]) -> Table:
    """Return what needs a look as a table."""
    points = [_point(one) for one in attention]
    rows: list[tuple[Cell, ...]] = [(point.severity_word, point.subject, point.sentence) for point in points]
    columns = (Column(_("Severity")), Column(_("Company")), Column(_("Problem")))
    return Table("attention", _("Needs attention"), columns, rows)
