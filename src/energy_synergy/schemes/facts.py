"""What is known of a group where a scheme asks for it; everything that nobody told is None or empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """A place of a member: where it lies [degrees, WGS 84] and how it is connected.

    `building` is the building or plot, `grid_node` the transformer, cabin or connection point behind which it lies,
    `grid_level` the level of the grid (1 the highest voltage, 7 the low voltage), `connection_kw` what the connection
    allows [kW], `installed_kw` the power of the plant there [kW]: 0 for none, None where nobody told. `generates` tells
    whether something is known to be generated there. `number` is the caller's own, 0 for none.
    """

    name: str
    latitude: float | None = None
    longitude: float | None = None
    building: str = ""
    grid_node: str = ""
    substation: str = ""
    municipality: str = ""
    distribution_operator: str = ""
    grid_level: int | None = None
    connection_kw: float | None = None
    installed_kw: float | None = None
    generates: bool = False
    number: int = 0

    @property
    def has_coordinates(self) -> bool:
        """Tell whether the place can be found on a map."""
        return self.latitude is not None and self.longitude is not None


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """A member with its places; `size_class` is micro, small, medium or large, empty where nobody told.

    A public body is no company, whatever its size. `generates` tells whether anything of it is known to produce,
    `number` is the caller's own, 0 for none.
    """

    name: str
    sites: tuple[SiteFacts, ...] = ()
    size_class: str = ""
    is_public: bool = False
    country: str = ""
    generates: bool = False
    number: int = 0

    def name_of(self, site: SiteFacts) -> str:
        """Return what a place of the member is called in a sentence."""
        return self.name if len(self.sites) == 1 or not site.name else f"{self.name} ({site.name})"


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """A group as a scheme sees it: its members, how it shares, and its answers to the questions of the scheme.

    `key` is the name of the sharing key, `interval_minutes` the length of an interval of sharing.
    """

    members: tuple[MemberFacts, ...]
    key: str = ""
    interval_minutes: int | None = None
    currency: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def places(self) -> tuple[tuple[MemberFacts, SiteFacts], ...]:
        """Every place with its member, in the order of the group."""
        return tuple((member, site) for member in self.members for site in member.sites)
