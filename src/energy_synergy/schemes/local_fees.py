"""What a scheme leaves of the energy-based grid fee on shared energy, for each member."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Severity
from energy_synergy.schemes.checks.base import listed, scheme_finding, worlds
from energy_synergy.schemes.checks.same_place import spots
from energy_synergy.schemes.facts import GroupFacts, MemberFacts
from energy_synergy.schemes.records import Discount, Locality, Scheme

DIGITS = 9  # 1 - 0.57 is not 0.43 in binary


@dataclass(frozen=True, slots=True)
class LocalFee:
    """The part of the grid fee that a member still pays on shared energy, 1 for all of it; None where unknown.

    `discount` is the statement behind it.
    """

    member: str
    factor: float | None = None
    discount: Discount | None = None


@dataclass(frozen=True, slots=True)
class LocalFeesOfGroup:
    """The local fees of a group, one for each member in its order, and what is worth knowing about them."""

    fees: tuple[LocalFee, ...]
    findings: tuple[Finding, ...]
    locality: str | None = None

    @property
    def factor(self) -> float | None:
        """The factor that holds for everybody; None where it is unknown or members differ."""
        factors = {fee.factor for fee in self.fees}
        return factors.pop() if len(factors) == 1 else None


def local_fees(group: GroupFacts, scheme: Scheme) -> LocalFeesOfGroup:
    """Return what each member still pays of the grid fee on shared energy.

    Where the scheme says so the least local member sets the fee of everybody. Nothing is assumed: an open question,
    an unknown level of the grid or an unknown figure leave the factor unknown.
    """
    locality, found = locality_of(group, scheme)
    fees = tuple(_fee(member, group, scheme, locality) for member in group.members)
    findings = tuple(found)
    if scheme.discount:
        findings += tuple(_unknown(fees, scheme))
    return LocalFeesOfGroup(fees, findings, locality)


def locality_of(group: GroupFacts, scheme: Scheme) -> tuple[str | None, list[Finding]]:
    """Return the type of a group by its least local member, None where it cannot be told, with findings."""
    less_local: list[str] = []
    for kind in scheme.locality:
        if kind.place is None:
            return kind.name, [_type(kind, less_local)]
        told = spots(kind.place, group)
        values = {value for value in told.values() if value}
        unknown = [name for name, value in told.items() if not value]
        if len(values) <= 1 and not unknown:
            return kind.name, [_type(kind, less_local)]
        if len(values) <= 1:
            return None, [_type_unknown(kind, unknown)]
        most = max(sorted(values), key=list(told.values()).count)
        less_local = [name for name, value in told.items() if value and value != most]
    return None, []


def _fee(member: MemberFacts, group: GroupFacts, scheme: Scheme, locality: str | None) -> LocalFee:
    possible = worlds(scheme, group.answers)
    fitting = [one for one in scheme.discount if _fits_member(one, member) and one.locality in ("", locality)]
    in_worlds = [[one for one in fitting if one.fits(world)] for world in possible]
    values = {one.value for choices in in_worlds for one in choices}
    # One value in every world, from at least one statement in each: anything else is not known.
    if len(values) != 1 or not all(in_worlds):
        return LocalFee(member.name)
    return LocalFee(member.name, round(1.0 - values.pop(), DIGITS), in_worlds[0][0])


def _fits_member(discount: Discount, member: MemberFacts) -> bool:
    if not discount.grid_levels:
        return True
    levels = {site.grid_level for site in member.sites}
    return bool(levels) and all(level in discount.grid_levels for level in levels)


def _unknown(fees: tuple[LocalFee, ...], scheme: Scheme) -> Iterator[Finding]:
    unknown = [fee.member for fee in fees if fee.factor is None]
    if unknown:
        by_level = any(one.grid_levels for one in scheme.discount)
        yield scheme_finding(
            "scheme_local_fee_unknown",
            Severity.INFO,
            marked("The grid fee on shared energy is not known for {members}."),
            scheme.discount[0],
            " / ".join(f"-{100 * one.value:g} %" for one in scheme.discount),
            marked("Give the grid level of each site; a member with sites at several levels needs its own local fee.")
            if by_level
            else marked("Answer the questions of the scheme, or tell the local grid fee in the tariffs."),
            members=listed(unknown),
        )


def _type(kind: Locality, less_local: list[str]) -> Finding:
    return scheme_finding(
        "scheme_locality",
        Severity.INFO,
        marked("The group is of type {type}: {words}. That type counts for everybody.")
        if not less_local
        else marked("The group is of type {type}: {words}. That type counts for everybody, because of {members}."),
        kind,
        kind.words,
        marked("A group without its least local members may be of a better type.") if less_local else "",
        type=kind.name,
        words=kind.words,
        members=listed(less_local),
    )


def _type_unknown(kind: Locality, unknown: list[str]) -> Finding:
    return scheme_finding(
        "scheme_locality_unknown",
        Severity.INFO,
        marked("Whether the group is of type {type} ({words}) cannot be told for {places}."),
        kind,
        kind.words,
        marked("Give it for each site or company, spelled alike where it is the same."),
        type=kind.name,
        words=kind.words,
        places=listed(unknown),
    )
