"""What the page of data quality shows, as plain records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from energy_synergy.metering.series import Direction
from energy_synergy.web.queries.overview_records import Completeness, GroupHead, PeriodHead

# A source that ends this much before the last reading of the group is told.
NOTABLE_LAG = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Gap:
    """A run of quarter-hours without a reading, its end exclusive."""

    starts_at: datetime
    ends_at: datetime
    hours: float


@dataclass(frozen=True, slots=True)
class QualityRow:
    """What the values of one company and direction rest on in the period.

    `last_reading_at` is the start of the last quarter of an hour that is stored, None where no source has dates; `lag`
    is how much earlier that is than the last one of the group.
    """

    company_id: int
    company: str
    color_index: int
    direction: Direction
    completeness: Completeness
    missing_hours: float
    gaps: int
    longest_gap: Gap | None
    last_reading_at: datetime | None
    lag: timedelta | None

    @property
    def is_late(self) -> bool:
        """Tell whether it ends notably before the last reading of the group."""
        return self.lag is not None and self.lag >= NOTABLE_LAG


@dataclass(frozen=True, slots=True)
class FoundImport:
    """An import that something was found in."""

    id: int
    company: str
    recorded_at: datetime
    count: int


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """One kind of problem, with how often it was found and in which imports, the latest first."""

    code: str
    label: str
    severity: str
    example: str
    count: int
    imports: tuple[FoundImport, ...]


@dataclass(frozen=True, slots=True)
class QualityPage:
    """Everything on the page.

    `completeness` and `missing_hours`, of all sources together, are those of the whole group, `hidden` tells whether it
    has companies that the rows leave out. `worst` is the row that lacks the most, None where nothing lacks.
    """

    group: GroupHead
    period: PeriodHead
    has_source: bool
    is_coarse: bool
    completeness: Completeness
    missing_hours: float
    rows: tuple[QualityRow, ...]
    hidden: bool
    worst: QualityRow | None
    longest_gap: Gap | None
    last_reading_at: datetime | None
    age: timedelta | None
    found: tuple[FoundGroup, ...]
    is_cut: bool

    @property
    def late(self) -> tuple[QualityRow, ...]:
        """The sources that end notably before the last reading of the group."""
        return tuple(row for row in self.rows if row.is_late)
