"""Every quarter of an hour of a report's workbook: the group and its companies, or one company."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from energy_synergy.community.periods import DEFICIT, SELF_SUSTAINING, SURPLUS, UNKNOWN
from energy_synergy.metering.series import Energies
from energy_synergy.reports.tables import Column
from energy_synergy.reports.workbook import Slots
from energy_synergy.units import SLOT_SECONDS, SLOTS_PER_DAY
from energy_synergy.web.queries.buckets import calendar_buckets
from energy_synergy.web.queries.company_page import LoadedCompany
from energy_synergy.web.queries.group_window import GroupWindow
from energy_synergy.web.queries.report_company_tables import energies_of
from energy_synergy.web.queries.seen import hourly_where_asked

# A year of quarter-hours of twenty companies in both directions fits; above it a row is an hour.
MOST_CELLS = 1_700_000


@dataclass(frozen=True, slots=True)
class Quantity:
    """A column: what it is called, and its values [kWh], (T,)."""

    label: str
    energy_kwh: Energies


def group_slots(window: GroupWindow) -> Slots:
    """Return the group with the states of its slots, then each company with a source."""
    balance, unknown = window.balance, window.is_unknown

    def known(energy_kwh: Energies) -> Energies:
        return np.where(unknown, np.nan, energy_kwh)

    quantities = [
        Quantity(_("Production"), window.group_production_kwh),
        Quantity(_("Consumption"), window.group_consumption_kwh),
        Quantity(_("Used locally"), known(balance.local_kwh)),
        Quantity(_("Surplus"), known(balance.surplus_kwh)),
        Quantity(_("Deficit"), known(balance.deficit_kwh)),
        *_companies(window),
    ]
    words = ((Column(_("State")), _states(window)), (Column(_("Readings")), _readings(window)))
    return _slots(window, quantities, words)


def _companies(window: GroupWindow) -> list[Quantity]:
    """Return the columns of the companies, of those that show no more as means of hours."""
    sides = (
        (_("{name}: production"), window.result.production_kwh, window.has_production),
        (_("{name}: consumption"), window.result.consumption_kwh, window.has_consumption),
    )
    found = []
    for label, energy_kwh, has_source in sides:
        shown = hourly_where_asked(window, energy_kwh)
        for place, company in enumerate(window.facts.companies):
            if has_source[place]:
                found.append(Quantity(label.format(name=company.name), shown[:, place]))
    return found


def company_slots(loaded: LoadedCompany) -> Slots:
    """Return one company: what it used and produced, and where that came from and went as far as it may be told."""
    quantities = [Quantity(one.label, one.energy_kwh) for one in energies_of(loaded, is_told=loaded.is_told)]
    return _slots(loaded.alone, quantities, ())


def _slots(
    window: GroupWindow, quantities: Sequence[Quantity], words: tuple[tuple[Column, tuple[str, ...]], ...]
) -> Slots:
    timeline, count = window.timeline, window.result.slots
    columns = tuple(Column(one.label, "kWh", 3) for one in quantities)
    values = tuple(one.energy_kwh for one in quantities)
    local, utc = Column(_("Local time")), Column(_("Time in UTC"))
    if timeline is None:
        clock = np.arange(SLOTS_PER_DAY, dtype=np.int64) * SLOT_SECONDS
        return Slots(slots_name(), "", Column(_("Time")), clock, utc, None, columns, values, words)
    if count * (len(columns) + len(words)) <= MOST_CELLS:
        return Slots(slots_name(), "", local, timeline.local_unix, utc, timeline.unix, columns, values, words)
    hours = calendar_buckets(timeline, window.choice.period.kind, "hour")
    firsts = hours.firsts
    sums = tuple(hours.sums(energy_kwh) for energy_kwh in values)
    return Slots(_("Hours"), "", local, timeline.local_unix[firsts], utc, timeline.unix[firsts], columns, sums, ())


def slots_name() -> str:
    """Return the name of the sheet with a row for each slot."""
    return _("Quarter-hours")


def _states(window: GroupWindow) -> tuple[str, ...]:
    names = {SURPLUS: _("Surplus"), SELF_SUSTAINING: _("Self-sustaining"), DEFICIT: _("Deficit"), UNKNOWN: ""}
    return tuple(names[code] for code in window.codes.tolist())


def _readings(window: GroupWindow) -> tuple[str, ...]:
    """Return for each slot whether a reading is missing or estimated; nothing where all were measured."""
    names = ("", _("partly estimated"), _("readings missing"))
    codes = np.where(window.result.is_provisional | window.is_unknown, 2, window.is_estimated.astype(np.int64))
    return tuple(names[code] for code in codes.tolist())
