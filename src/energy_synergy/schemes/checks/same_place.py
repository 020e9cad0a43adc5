"""What all places of a group must have in common: building, transformer, substation, municipality, operator, level."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Severity
from energy_synergy.schemes.checks.base import in_some_world, listed, open_question, scheme_finding, worlds
from energy_synergy.schemes.facts import GroupFacts, MemberFacts, SiteFacts
from energy_synergy.schemes.records import GridLevels, Same, SamePlace, Scheme, Territory, Words

PLACES: Mapping[SamePlace, Words] = {
    "building": Words(en="Building or plot", fr="Bâtiment ou parcelle"),
    "grid_node": Words(en="Transformer or connection point", fr="Transformateur ou point de raccordement"),
    "substation": Words(en="Substation", fr="Poste source"),
    "municipality": Words(en="Municipality", fr="Commune"),
    "distribution_operator": Words(en="Distribution operator", fr="Gestionnaire de réseau de distribution"),
    "grid_level": Words(en="Grid level", fr="Niveau de réseau"),
    "country": Words(en="Country", fr="Pays"),
}
SAME = Words(en="the same for all", fr="identique pour tous")


def where(place: SamePlace, member: MemberFacts, site: SiteFacts | None) -> str:
    """Return what was told of a place, in one spelling; empty where nothing was."""
    if place == "country":
        return member.country.upper()
    told = None if site is None else getattr(site, place)
    return " ".join(str(told or "").split()).casefold()


def spots(place: SamePlace, group: GroupFacts) -> dict[str, str]:
    """Return what was told of every place of a group, by the name of the place in a sentence."""
    if place == "country":
        return {member.name: where(place, member, None) for member in group.members}
    bare = {member.name: "" for member in group.members if not member.sites}
    return bare | {member.name_of(site): where(place, member, site) for member, site in group.places}


def check_same_place(group: GroupFacts, scheme: Scheme) -> Iterator[Finding]:
    """Yield who is elsewhere than most of the group where the scheme wants all in one place."""
    possible = worlds(scheme, group.answers)
    for said in in_some_world(scheme, scheme.same, group.answers):
        told = spots(said.place, group)
        unknown = [name for name, value in told.items() if not value]
        if unknown and len(told) > 1:
            yield _unknown(said, unknown)
        values = Counter(value for value in told.values() if value)
        if len(values) < 2:
            continue
        most = values.most_common(1)[0][0]
        others = [name for name, value in told.items() if value and value != most]
        if all(said.fits(world) for world in possible):
            yield _differs(said, others, Severity.ERROR, _MOVE)
        else:
            question = open_question(scheme, said, group.answers)
            yield _differs(said, others, Severity.WARNING, _ANSWER, question=question.label)


def check_grid_levels(group: GroupFacts, scheme: Scheme) -> Iterator[Finding]:
    """Yield who is connected at another level of the grid than the scheme admits."""
    for said in in_some_world(scheme, scheme.grid_levels, group.answers):
        told = [(member.name_of(site), site.grid_level) for member, site in group.places]
        unknown = [member.name for member in group.members if not member.sites]
        unknown += [name for name, level in told if level is None]
        if unknown:
            yield _unknown_level(said, unknown)
        outside = [name for name, level in told if level is not None and not said.lowest <= level <= said.highest]
        if outside:
            yield scheme_finding(
                "scheme_grid_level",
                Severity.ERROR,
                marked("These are connected at another grid level: {places}."),
                said,
                f"{said.lowest}–{said.highest}",
                marked("Correct the grid level of the site, or choose a scheme that admits it."),
                places=listed(outside),
            )


def check_territory(group: GroupFacts, scheme: Scheme) -> Iterator[Finding]:
    """Yield the bounds that only the grid operator or the authority can judge."""
    for said in in_some_world(scheme, scheme.territory, group.answers):
        yield _territory(said)


def _territory(said: Territory) -> Finding:
    return scheme_finding(
        "scheme_territory",
        Severity.INFO,
        marked("Not checked here: whether all members lie within {territory}."),
        said,
        said.words,
        marked("Ask the grid operator or the authority."),
        territory=said.words,
    )


def _unknown_level(said: GridLevels, unknown: list[str]) -> Finding:
    return scheme_finding(
        "scheme_grid_level_unknown",
        Severity.INFO,
        marked("The grid level cannot be checked for {places}."),
        said,
        f"{said.lowest}–{said.highest}",
        marked("Give the grid level of these sites; it stands in the contract of the connection."),
        places=listed(unknown),
    )


def _unknown(said: Same, unknown: list[str]) -> Finding:
    return scheme_finding(
        f"scheme_{said.place}_unknown",
        Severity.INFO,
        marked("{place}: cannot be checked for {places}."),
        said,
        SAME,
        marked("Give it for each site or company, spelled alike where it is the same."),
        place=PLACES[said.place],
        places=listed(unknown),
    )


def _differs(said: Same, others: list[str], severity: Severity, advice: str, **values: object) -> Finding:
    return scheme_finding(
        f"scheme_{said.place}",
        severity,
        marked("{place}: {places} and the rest of the group differ."),
        said,
        SAME,
        advice,
        place=PLACES[said.place],
        places=listed(others),
        **values,
    )


_MOVE = marked("Correct it if it is mistaken; else leave these out, or give them a group of their own.")
_ANSWER = marked("Whether that matters depends on the answer to: {question}")
