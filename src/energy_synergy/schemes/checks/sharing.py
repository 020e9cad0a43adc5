"""How the group shares: since when it may, in which interval, by which key, in which currency."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from energy_synergy.errors import marked
from energy_synergy.findings import Finding, Severity
from energy_synergy.schemes.checks.base import in_some_world, listed, scheme_finding
from energy_synergy.schemes.facts import GroupFacts
from energy_synergy.schemes.records import Scheme


def check_in_force(scheme: Scheme, day: date) -> Iterator[Finding]:
    """Yield that the scheme is not in force yet."""
    if scheme.valid_from and day < scheme.valid_from:
        yield Finding(
            "scheme_not_in_force",
            Severity.ERROR,
            marked("{scheme} is in force from {valid_from} on."),
            {"scheme": scheme.title, "valid_from": scheme.valid_from.isoformat()},
            advice=marked("Choose a later date or another scheme."),
        )


def check_interval(group: GroupFacts, scheme: Scheme) -> Iterator[Finding]:
    """Yield that the group shares in another interval than the scheme."""
    said = in_some_world(scheme, scheme.interval, group.answers)
    if group.interval_minutes is None or not said or any(one.value == group.interval_minutes for one in said):
        return
    yield scheme_finding(
        "scheme_interval",
        Severity.ERROR,
        marked("The group shares by intervals of {minutes} minutes."),
        said[0],
        " / ".join(f"{one.value:g} {one.unit}" for one in said),
        marked("Share by intervals of {asked} minutes: shorter or longer ones give other amounts."),
        minutes=group.interval_minutes,
        asked=f"{said[0].value:g}",
    )


def check_key(group: GroupFacts, scheme: Scheme) -> Iterator[Finding]:
    """Yield that the scheme does not admit the sharing key of the group."""
    said = in_some_world(scheme, scheme.keys, group.answers)
    admitted = [name for one in said for name in one.value]
    if not group.key or not said or any(one.is_free for one in said) or group.key in admitted:
        return
    yield scheme_finding(
        "scheme_key",
        Severity.ERROR,
        marked("The scheme does not admit the sharing key {key}."),
        said[0],
        listed(admitted),
        marked("Choose one of these sharing keys: {keys}."),
        key=group.key,
        keys=listed(admitted),
    )


def check_currency(group: GroupFacts, scheme: Scheme) -> Iterator[Finding]:
    """Yield that the group settles in another currency than its country."""
    if group.currency and scheme.currency and group.currency != scheme.currency:
        yield Finding(
            "scheme_currency",
            Severity.WARNING,
            marked("The group settles in {currency}, the country of the scheme in {expected_currency}."),
            {"currency": group.currency, "expected_currency": scheme.currency},
            advice=marked("Change the currency of the group, or choose the scheme of another country."),
        )
