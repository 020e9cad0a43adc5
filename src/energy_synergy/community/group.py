"""The Project Group and its members, as plain records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from energy_synergy.community.gaps.base import GapPolicy
from energy_synergy.metering.series import Direction, Series
from energy_synergy.profiles.expand import Estimate
from energy_synergy.tariffs.tariff import Tariff


@dataclass(frozen=True, slots=True)
class Member:
    """A company of the group; a direction without any source is zero, not missing.

    `series` holds what was measured or given as one typical day, `estimates` an annual total with a profile.
    `gaps` says what stands in for missing readings; None leaves them missing. `tariffs` are the dated tariffs between
    the member and the grid. `participation` is the fraction of its surplus and deficit that enters this group; the rest
    is the grid's or another group's.
    It belongs to the group from `active_from` to `active_to` (end exclusive, None = open) and takes no part outside.
    """

    name: str
    series: tuple[Series, ...] = ()
    estimates: tuple[Estimate, ...] = ()
    sector: str = ""
    active_from: datetime | None = None
    active_to: datetime | None = None
    gaps: GapPolicy | None = None
    tariffs: tuple[Tariff, ...] = ()
    participation: float = 1.0

    def has_direction(self, direction: Direction) -> bool:
        """Tell whether the member has any source in this direction."""
        directions = [series.direction for series in self.series] + [estimate.direction for estimate in self.estimates]
        return direction in directions


@dataclass(frozen=True, slots=True)
class Group:
    """A Project Group: companies that pool their energy, read on the clock of one zone."""

    name: str
    timezone: str
    members: tuple[Member, ...] = ()

    @property
    def taking_part(self) -> tuple[float, ...] | None:
        """The participation of each member, in order; None where all take part with everything."""
        factors = tuple(member.participation for member in self.members)
        return None if all(factor == 1.0 for factor in factors) else factors
