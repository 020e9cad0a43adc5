"""What the page of a company shows, as plain records: raw numbers, dates and names, never formatted text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from energy_synergy.web.db.facts import CompanyFacts
from energy_synergy.web.queries.overview_records import Completeness, GroupHead, PeriodHead, SharedBy


@dataclass(frozen=True, slots=True)
class Cover:
    """Where the consumption of a company came from, in whole percent that add up: covered = own + group."""

    covered: int
    own: int
    group: int


@dataclass(frozen=True, slots=True)
class CompanyFigures:
    """What a company used, produced, gave and received in a period [kWh].

    consumption = own + lacking + open and production = own + left + open; lacking = received + grid import and
    left = given + grid export. These four are None where they would give another company away. A direction of which
    all readings are missing is None.
    """

    consumption_kwh: float | None
    production_kwh: float | None
    own_kwh: float
    lacking_kwh: float
    left_kwh: float
    received_kwh: float | None
    given_kwh: float | None
    grid_import_kwh: float | None
    grid_export_kwh: float | None
    open_consumption_kwh: float
    open_production_kwh: float
    has_consumption: bool
    has_production: bool

    @property
    def cover(self) -> Cover | None:
        """How far the consumption was covered, None without consumption or where that may not be told."""
        if not self.consumption_kwh or self.received_kwh is None:
            return None
        own, group = 100 * self.own_kwh / self.consumption_kwh, 100 * self.received_kwh / self.consumption_kwh
        covered = round(own + group)
        # What rounding down leaves over goes to the part with the larger remainder, then to the other one.
        left_over = covered - int(own) - int(group)
        first = int(own) + (left_over == 2 or (left_over == 1 and own % 1 >= group % 1))
        return Cover(covered, first, covered - first)


@dataclass(frozen=True, slots=True)
class Partner:
    """A company, or those that are not shown as one, and what it gave to this company and took from it [kWh]."""

    id: int
    name: str
    color_index: int
    received_kwh: float
    given_kwh: float


@dataclass(frozen=True, slots=True)
class CompanyPage:
    """A company over a period in figures.

    `is_told` is False where what it exchanges is shown by the month only; `is_told_in_sum` says whether the sums of
    this period are shown. Without `are_partners_shown` all others are one.
    """

    group: GroupHead
    company: CompanyFacts
    period: PeriodHead
    has_data: bool
    is_own: bool
    is_told: bool
    is_told_in_sum: bool
    are_partners_shown: bool
    last_reading_at: datetime | None
    completeness: Completeness
    figures: CompanyFigures
    partners: tuple[Partner, ...]
    shared_by: tuple[SharedBy, ...] = ()
