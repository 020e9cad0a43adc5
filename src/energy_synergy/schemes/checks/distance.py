"""How far the places of a group lie apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Severity
from energy_synergy.schemes.checks.base import broken, in_some_world, listed, scheme_finding
from energy_synergy.schemes.facts import GroupFacts, MemberFacts, SiteFacts
from energy_synergy.schemes.records import Distance, Scheme
from energy_synergy.schemes.sphere import distance_km

Place = tuple[MemberFacts, SiteFacts]


@dataclass(frozen=True, slots=True)
class Farthest:
    """The two places that lie farthest apart [km]."""

    km: float
    first: Place
    second: Place


def farthest(places: Iterable[Place], *, from_plants: bool = False) -> Farthest | None:
    """Return the two places that lie farthest apart among those with coordinates; None for fewer than two.

    With `from_plants` only pairs count in which something is generated at one of the two.
    """
    pairs = combinations([one for one in places if one[1].has_coordinates], 2)
    found = (
        Farthest(_km(one, other), one, other)
        for one, other in pairs
        if not from_plants or _generates(one) or _generates(other)
    )
    return max(found, key=lambda pair: pair.km, default=None)


def check_distance(group: GroupFacts, scheme: Scheme) -> Iterator[Finding]:
    """Yield where the members lie too far apart, and for whom it cannot be told."""
    asked = in_some_world(scheme, scheme.distance, group.answers)
    if not asked:
        return
    yield from _without_coordinates(group, asked[0])
    pair, from_plant = farthest(group.places), farthest(group.places, from_plants=True)
    if pair is None:
        return
    widest_km = pair.km
    for found in broken(
        scheme, scheme.distance, group.answers, lambda one: widest_km > one.km, mildest_last=lambda one: one.km
    ):
        said = found.statement
        if found.question is not None:
            yield _finding(said, pair, group, Severity.WARNING, _ANSWER, question=found.question.label)
        elif said.between == "any_two":
            yield _finding(said, pair, group, Severity.ERROR, _LEAVE_OUT)
        elif from_plant is not None and from_plant.km > said.km:
            yield _finding(said, from_plant, group, Severity.ERROR, _LEAVE_OUT)
        else:
            yield _finding(said, pair, group, Severity.WARNING, _MEASURE)


def _finding(
    said: Distance, pair: Farthest, group: GroupFacts, severity: Severity, advice: str, **values: object
) -> Finding:
    alone = [member.name for member in group.members if _is_near_without(group, member, said.km)]
    if severity is Severity.ERROR and alone:
        advice = _LEAVE_ONE_OUT
    return scheme_finding(
        "scheme_distance",
        severity,
        marked("{first} and {second} lie {distance_km} km apart."),
        said,
        _bound(said),
        advice,
        first=pair.first[0].name_of(pair.first[1]),
        second=pair.second[0].name_of(pair.second[1]),
        distance_km=f"{pair.km:.2f}",
        members=listed(alone),
        **values,
    )


def _without_coordinates(group: GroupFacts, said: Distance) -> Iterator[Finding]:
    unplaced = [member.name for member in group.members if not member.sites]
    unplaced += [member.name_of(site) for member, site in group.places if not site.has_coordinates]
    if unplaced and len(group.members) > 1:
        yield scheme_finding(
            "scheme_distance_unknown",
            Severity.INFO,
            marked("The distance cannot be checked for {places}."),
            said,
            _bound(said),
            marked("Give the latitude and the longitude of these sites."),
            places=listed(unplaced),
        )


def _is_near_without(group: GroupFacts, member: MemberFacts, limit_km: float) -> bool:
    left = farthest([place for place in group.places if place[0] is not member])
    return left is None or left.km <= limit_km


def _generates(place: Place) -> bool:
    return place[1].generates or bool(place[1].installed_kw)


def _km(one: Place, other: Place) -> float:
    here, there = one[1], other[1]
    return distance_km(here.latitude or 0.0, here.longitude or 0.0, there.latitude or 0.0, there.longitude or 0.0)


def _bound(said: Distance) -> str:
    return f"≤ {said.value:g} {said.unit}"


_LEAVE_OUT = marked("Share in two groups whose members lie nearer to each other.")
_LEAVE_ONE_OUT = marked("Leave one of these out, and the others are near enough: {members}. Or share in two groups.")
_ANSWER = marked("Whether that is too far depends on the answer to: {question}")
_MEASURE = marked(
    "It is not known here between which places the scheme measures: between any two it is too far, from each plant to "
    "those it serves it is near enough. Ask the grid operator."
)
