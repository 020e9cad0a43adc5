"""What the pages of profiles show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from energy_synergy.web.sectors import SECTIONS


@dataclass(frozen=True, slots=True)
class ProfileRights:
    """What the visitor may of a group's profiles; the numbers of the companies they see, and bring data in for."""

    user_id: int | None
    manages: bool
    edits: bool
    companies: frozenset[int]
    importable: frozenset[int]

    def may_change(self, maker_id: int | None) -> bool:
        """Tell whether the visitor may change a profile of this maker; nobody may in an archived group."""
        return self.edits and (self.manages or (maker_id is not None and maker_id == self.user_id))


@dataclass(frozen=True, slots=True)
class ProfileUse:
    """A company whose energy in one direction is estimated with a profile, and with which version of it.

    `estimate` is the number of what is stored, `is_in_use` tells that the group's figures rest on it now.
    """

    estimate: int
    company_id: int
    company: str
    direction: str
    annual_kwh: float
    is_in_use: bool
    version: int | None = None


@dataclass(frozen=True, slots=True)
class ProfileCard:
    """A profile in the library; `spark_line` draws its mean day into a box of 96 by 32."""

    key: str
    name: str
    description: str
    direction: str
    sections: tuple[str, ...]
    spark_line: str
    uses: tuple[ProfileUse, ...] = ()
    hidden_uses: int = 0
    is_own: bool = False
    number: int = 0
    version: int = 0
    is_shared: bool = False
    is_archived: bool = False
    maker: str = ""
    is_mine: bool = False
    can_change: bool = False

    @property
    def spark_area(self) -> str:
        """The same day as an area."""
        return f"{self.spark_line}V32H0Z"

    @property
    def catalogue_name(self) -> str:
        """The name of a profile of the catalogue."""
        return self.key.partition(":")[2]

    @property
    def sectors(self) -> tuple[str, ...]:
        """The names of its sectors in the visitor's language."""
        return tuple(str(SECTIONS[one]) for one in self.sections)

    @property
    def companies(self) -> tuple[str, ...]:
        """The companies that use it now, of those that the visitor sees."""
        return tuple(dict.fromkeys(use.company for use in self.uses if use.is_in_use))


@dataclass(frozen=True, slots=True)
class LibraryChoice:
    """What the visitor looks for: words, a direction, a section of NACE, whose profiles, and those put away."""

    words: str = ""
    direction: str = ""
    sector: str = ""
    whose: str = ""


@dataclass(frozen=True, slots=True)
class Library:
    """The profiles that fit the choice, own ones first; `total` counts all that the visitor sees."""

    choice: LibraryChoice
    own: tuple[ProfileCard, ...]
    catalogue: tuple[ProfileCard, ...]
    total: int
    sections: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version of a profile in the list of them."""

    version: int
    recorded_at: datetime
    recorded_by: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Comparable:
    """A company with readings in one direction, with which a profile can be compared."""

    company_id: int
    company: str
    direction: str

    @property
    def key(self) -> str:
        """What stands for it in a list to choose from."""
        return f"{self.company_id}:{self.direction}"


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """A profile as its page shows it: `fields` are those of the option calendar, of version `shown_version`."""

    card: ProfileCard
    fields: Mapping[str, object]
    shown_version: int
    source: str
    versions: tuple[VersionLine, ...]
    comparable: tuple[Comparable, ...]
    compared: str
    can_update: frozenset[int] = frozenset()

    @property
    def outdated(self) -> tuple[ProfileUse, ...]:
        """The uses of an older version that the visitor may bring up to date."""
        return tuple(use for use in self.card.uses if use.estimate in self.can_update)
