"""What a use case needs from outside: contracts with more than one implementation, and the records they pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from energy_synergy.community.group import Group
from energy_synergy.errors import EnergySynergyError, marked
from energy_synergy.findings import Finding
from energy_synergy.metering.series import Direction, Series

UNDO_FOR = timedelta(days=30)


class SourceKind(StrEnum):
    """What the energy of a company in one direction is read from."""

    READINGS = "readings"
    TYPICAL_DAY = "typical_day"
    ESTIMATE = "estimate"


@dataclass(frozen=True, slots=True)
class Dataset:
    """What one file brings for one company.

    All series are of the same `kind`: dated ones lie on the 15-minute grid, undated ones have 96 values. There is
    one series for each meter and direction; a meter without a name is the company's only one in that direction.
    `rows` were read, `left_out` of them are wrong and were left out on request. `known_as` is what the file calls the
    meter without a name, by direction, where it names one.
    """

    kind: SourceKind
    series: tuple[Series, ...]
    file_name: str = ""
    sha256: str = ""
    format: str = ""
    detected: Mapping[str, str] = field(default_factory=dict)
    rows: int = 0
    left_out: int = 0
    findings: tuple[Finding, ...] = ()
    known_as: Mapping[Direction, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AnnualTotal:
    """What a company that knows only its annual total [kWh] tells: which profile, with which fields."""

    direction: Direction
    profile: str
    annual_kwh: float
    fields: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewMember:
    """A company that comes with a new group, and everything it brings."""

    name: str
    sector: str = ""
    active_from: datetime | None = None
    active_to: datetime | None = None
    datasets: tuple[Dataset, ...] = ()
    annual_totals: tuple[AnnualTotal, ...] = ()


@dataclass(frozen=True, slots=True)
class NewGroup:
    """A group to be stored under a slug; names of members differ from each other."""

    slug: str
    name: str
    timezone: str
    members: tuple[NewMember, ...] = ()
    country: str = ""
    currency: str = "EUR"
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save did: the number of the import, and how many stored days are new, replaced or unchanged."""

    import_id: int
    days_added: int = 0
    days_replaced: int = 0
    days_unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking an import back did: the number of the import that brings back what was there before it.

    `days_restored` have the values from before again, `days_removed` have none as before, `days_kept` were changed by a
    later import and stay. `source_changed` tells that what is in use went back too.
    """

    import_id: int
    days_restored: int = 0
    days_removed: int = 0
    days_kept: int = 0
    source_changed: bool = False


class UndoRefused(EnergySynergyError):
    """An import cannot be taken back, or no longer."""

    code = "undo_refused"


def refuse_undo(recorded_at: datetime, *, undone_at: datetime | None, is_undo: bool, now: datetime) -> None:
    """Refuse to take back an import that was taken back already, that takes back another, or that is too old.

    Raises UndoRefused.
    """
    if undone_at is not None:
        raise UndoRefused(marked("This import was undone already. Import the file again if you need it."))
    if is_undo:
        raise UndoRefused(marked("This undoes another import and cannot be undone itself. Import the file again."))
    if now >= recorded_at + UNDO_FOR:
        raise UndoRefused(
            marked("An import can be undone for {days} days. Import the right values over it instead."),
            days=UNDO_FOR.days,
        )


class GroupStore(Protocol):
    """Groups with their companies and everything known about their energy; nothing known is ever overwritten.

    Each save is one transaction. A newer value of a slot counts, a missing one leaves what was known. The kind of
    source that came last for a company and direction is the one in use; the others stay stored. What was known at
    an instant (`as_of`), the source in use then included, stays readable.
    """

    def create_group(self, group: NewGroup, *, now: datetime, recorded_by: str) -> None:
        """Store a new group with its members and everything they bring.

        Raises InvalidValue when the slug is taken.
        """

    def load_group(
        self,
        slug: str,
        starts_at: datetime | None = None,
        ends_at: datetime | None = None,
        *,
        as_of: datetime | None = None,
    ) -> Group:
        """Return a group with the sources in use; of dated readings only the UTC days that touch the period.

        Each meter gives one series; days that are missing between stored ones are NaN. With `as_of` the values and the
        sources are those known at that instant, it included; the members are those of today.
        Raises UnknownName for a slug that is not there.
        """

    def load_readings(
        self,
        company_id: int,
        direction: Direction,
        meter: str,
        starts_at: datetime,
        ends_at: datetime,
        *,
        as_of: datetime | None = None,
    ) -> Series | None:
        """Return the dated readings of one meter on the UTC days that touch a period, in use or not; None for none."""

    def sources_in_use(self, company_id: int, direction: Direction) -> Mapping[str, SourceKind]:
        """Return what the meters of a company in one direction are read from, by name; only those in use."""

    def add_company(self, slug: str, member: NewMember, *, now: datetime, recorded_by: str) -> int:
        """Store a new company of a group and return its number.

        Raises UnknownName for a slug that is not there, InvalidValue when the group has a company of that name.
        """

    def delete_group(self, slug: str) -> None:
        """Remove a group, and the companies that belong to no other one.

        Raises UnknownName for a slug that is not there.
        """

    def company_id(self, slug: str, name: str) -> int:
        """Return the number of a company in a group.

        Raises UnknownName for a slug or a name that is not there.
        """

    def save_dataset(self, company_id: int, dataset: Dataset, *, now: datetime, recorded_by: str) -> Saved:
        """Store a dataset as new versions and take its kind of source into use."""

    def save_annual_total(self, company_id: int, total: AnnualTotal, *, now: datetime, recorded_by: str) -> Saved:
        """Store an annual total with its profile as a new version and take it into use."""

    def undo_import(self, import_id: int, *, now: datetime, recorded_by: str) -> Undone:
        """Take an import back by new versions that bring back what was there before it; nothing is removed.

        Days that a later import changed stay. What was in use before comes back where this import changed it and no
        later one rests on it.
        Raises UndoRefused when it was undone already or is older than `UNDO_FOR`, UnknownName when it is not there.
        """

    def use_source(self, company_id: int, direction: Direction, kind: SourceKind, *, now: datetime) -> None:
        """Take another stored kind of source into use.

        Raises InvalidValue when the company has nothing of that kind in that direction.
        """
