"""How much may be generated, in all and in each plant, and how little."""

from __future__ import annotations

from collections.abc import Iterator

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Severity
from energy_synergy.schemes.checks.base import Broken, broken, in_some_world, listed, scheme_finding
from energy_synergy.schemes.facts import GroupFacts
from energy_synergy.schemes.records import MinimumGeneration, PowerCap, Scheme, Statement

ROUNDING_KW = 1e-6


def installed_kw(group: GroupFacts) -> float:
    """Return the power of all plants that was told [kW]."""
    return sum(site.installed_kw or 0.0 for _, site in group.places)


def plants_without_power(group: GroupFacts) -> tuple[str, ...]:
    """Return where something is generated and nobody told the power."""
    sites = [member.name_of(site) for member, site in group.places if site.generates and site.installed_kw is None]
    members = [
        member.name
        for member in group.members
        if member.generates
        and not any(site.generates for site in member.sites)
        and not any(site.installed_kw for site in member.sites)
    ]
    return tuple(sites + members)


def check_power(group: GroupFacts, scheme: Scheme) -> Iterator[Finding]:
    """Yield where more power is installed than the scheme admits, and what cannot be told."""
    caps = [one for one in scheme.power_cap if _concerns(one, group)]
    asked = in_some_world(scheme, caps, group.answers)
    if not asked:
        return
    unknown = plants_without_power(group)
    if unknown:
        yield _power_unknown(asked[0], _bound(asked[0]), unknown)
    for per in ("group", "plant"):
        of_kind = [one for one in caps if one.per == per]
        for found in broken(
            scheme, of_kind, group.answers, lambda one: _largest_kw(one, group) > one.kw, lambda one: one.kw
        ):
            yield _above(found, group)


def check_minimum_generation(group: GroupFacts, scheme: Scheme) -> Iterator[Finding]:
    """Yield where less power is installed than the scheme asks for, given the power of the connections."""
    for said in in_some_world(scheme, scheme.minimum_generation, group.answers):
        unknown = plants_without_power(group)
        if unknown:
            yield _power_unknown(said, _least(said), unknown)
        unconnected = [member.name for member in group.members if not member.sites]
        unconnected += [member.name_of(site) for member, site in group.places if site.connection_kw is None]
        if unconnected:
            yield _connection_unknown(said, unconnected)
        connected_kw = sum(site.connection_kw or 0.0 for _, site in group.places)
        # What is not told can only add to the connections: too little stays too little unless a plant is unknown.
        if not unknown and said.value * connected_kw - installed_kw(group) > ROUNDING_KW:
            yield scheme_finding(
                "scheme_minimum_generation",
                Severity.ERROR,
                marked("{installed_kw} kW are installed for connections of {connected_kw} kW."),
                said,
                _least(said),
                marked("Install {lacking_kw} kW more, or take in fewer connections."),
                installed_kw=f"{installed_kw(group):g}",
                connected_kw=f"{connected_kw:g}",
                lacking_kw=f"{said.value * connected_kw - installed_kw(group):g}",
            )


def _concerns(cap: PowerCap, group: GroupFacts) -> bool:
    is_any_large = any(member.size_class == "large" and not member.is_public for member in group.members)
    return is_any_large or not cap.only_with_large_companies


def _largest_kw(cap: PowerCap, group: GroupFacts) -> float:
    if cap.per == "group":
        return installed_kw(group)
    return max((site.installed_kw or 0.0 for _, site in group.places), default=0.0)


def _above(found: Broken[PowerCap], group: GroupFacts) -> Finding:
    cap = found.statement
    plants = [member.name_of(site) for member, site in group.places if (site.installed_kw or 0.0) > cap.kw]
    sentence = marked("{power_kw} kW are installed in all.") if cap.per == "group" else marked("Too large: {plants}.")
    advice = _SMALLER if cap.concerns is None else _CONCERNS
    severity = found.severity if cap.concerns is None else Severity.WARNING
    return scheme_finding(
        "scheme_power",
        severity,
        sentence,
        cap,
        _bound(cap),
        advice if found.question is None else _ANSWER,
        power_kw=f"{_largest_kw(cap, group):g}",
        plants=listed(plants),
        concerns=cap.concerns or "",
        question=found.question.label if found.question else "",
    )


def _power_unknown(said: Statement, bound: str, places: tuple[str, ...]) -> Finding:
    return scheme_finding(
        "scheme_power_unknown",
        Severity.INFO,
        marked("The installed power cannot be checked for {places}."),
        said,
        bound,
        marked("Give the installed power of the sites that generate."),
        places=listed(places),
    )


def _connection_unknown(said: MinimumGeneration, places: list[str]) -> Finding:
    return scheme_finding(
        "scheme_connection_unknown",
        Severity.INFO,
        marked(
            "The power of the connection is not known for {places}, so the least power of generation is not either."
        ),
        said,
        _least(said),
        marked("Give the connection power of these sites."),
        places=listed(places),
    )


def _bound(cap: PowerCap) -> str:
    return f"≤ {cap.value:g} {cap.unit}"


def _least(said: MinimumGeneration) -> str:
    return f"≥ {100 * said.value:g} %"


_SMALLER = marked("Leave a plant out of the group, or share in two groups.")
_CONCERNS = marked("The scheme stays open; what is lost is {concerns}.")
_ANSWER = marked("Whether that is too much depends on the answer to: {question}")
