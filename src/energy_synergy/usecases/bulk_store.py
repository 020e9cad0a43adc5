"""What a bulk import needs from the store beside saving: the companies with their meters, and what came in before."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from energy_synergy.metering.series import Direction
from energy_synergy.ports import Dataset, Saved
from energy_synergy.usecases.told import Told


@dataclass(frozen=True, slots=True)
class Bond:
    """What ties a company to a group; `active_to` is exclusive, None is open."""

    group: str
    group_name: str
    timezone: str
    is_archived: bool = False
    active_from: datetime | None = None
    active_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class KnownMeter:
    """A meter of a company; one without a name may be `known_as` what the files call it that it was read from.

    `is_read` tells that its energy is read from dated readings now.
    """

    direction: Direction
    name: str
    known_as: str = ""
    is_read: bool = True


@dataclass(frozen=True, slots=True)
class KnownCompany:
    """A company with its bonds and meters; `told` is what was said of its earlier files by header and format."""

    id: int
    name: str
    bonds: tuple[Bond, ...] = ()
    meters: tuple[KnownMeter, ...] = ()
    told: Mapping[tuple[str, str], Told] | None = None


@dataclass(frozen=True, slots=True)
class EarlierImport:
    """An import of a file with the same bytes."""

    import_id: int
    company_id: int
    is_undone: bool = False


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What one file brought for one company of a group."""

    group: str
    company_id: int
    saved: Saved
    file: str


class BulkStore(Protocol):
    """Companies, their meters and earlier imports; each file is all or nothing."""

    def known_companies(self, group: str | None = None) -> Sequence[KnownCompany]:
        """Return the companies of one group, or of all, in a stated order; archived groups are among the bonds.

        Raises UnknownName for a group that is not there.
        """

    def earlier_imports(self, sha256s: Collection[str]) -> Mapping[str, Sequence[EarlierImport]]:
        """Return the imports of files with some digests, by digest; takings back are not among them."""

    def all_or_nothing(self) -> AbstractContextManager[None]:
        """Return a context: what is saved inside stays when it ends, and is gone when it is left by an exception.

        One inside another is a part that may fail alone; what the outer one holds stays only when that ends.
        """

    def save_dataset(self, company_id: int, dataset: Dataset, *, now: datetime, recorded_by: str) -> Saved:
        """Store a dataset as new versions and take its kind of source into use."""

    def note_imports(self, brought: Sequence[BroughtIn]) -> None:
        """Write into the record of who did what that files were brought in."""
