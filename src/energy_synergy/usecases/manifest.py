"""The group manifest: a whole group in one TOML file, for work without a database."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from energy_synergy.community.gaps.base import GapPolicy
from energy_synergy.community.group import Group, Member
from energy_synergy.errors import EnergySynergyError, marked
from energy_synergy.findings import Finding
from energy_synergy.metering.series import DIRECTIONS
from energy_synergy.timeline import first_instant, zone
from energy_synergy.usecases import manifest_market
from energy_synergy.usecases.gap_policy import gap_policy
from energy_synergy.usecases.manifest_market import (
    ToldMarket,
    read_facts,
    read_market,
    read_participation,
    read_tariffs,
)
from energy_synergy.usecases.sources import (
    Key,
    ManifestRefused,
    Sources,
    missing_file,
    read_sources,
    refuse_unknown_keys,
    text,
)

GROUP_KEYS = ("name", "timezone", "member", *manifest_market.GROUP_KEYS)
MEMBER_KEYS = (
    "name",
    "sector",
    "active_from",
    "active_to",
    "gaps",
    "production",
    "consumption",
    *manifest_market.MEMBER_KEYS,
)
OnMember = Callable[[str, int, int], object]


@dataclass(frozen=True, slots=True)
class Manifest:
    """A group, what is told of its market, and what is worth knowing about its files (each finding names its file)."""

    group: Group
    findings: tuple[Finding, ...] = ()
    market: ToldMarket = field(default_factory=ToldMarket)


def load_group(path: str | Path) -> Group:
    """Return the group of a manifest, ready to analyse.

    Raises ManifestRefused, which names the member and the key, and UnknownName for a zone that is none.
    """
    return load_manifest(path).group


def load_manifest(path: str | Path, *, on_member: OnMember | None = None) -> Manifest:
    """Return the group of a manifest with the findings of its files; files are looked for beside the manifest.

    `on_member` is called before each member with its name, how many are done, and how many there are.

    Raises ManifestRefused, which names the member and the key, and UnknownName for a zone that is none.
    """
    table = _parsed(Path(path))
    file = Path(path).name
    refuse_unknown_keys(table, GROUP_KEYS, file)
    name, timezone = text(table, "name", file), text(table, "timezone", file)
    zone(timezone)
    entries = table.get("member")
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        raise ManifestRefused(marked("{file} names no member. Add a [[member]] table for each company."), file=file)
    names = [text(entry, "name", f"[[member]] {number}") for number, entry in enumerate(entries, 1)]
    _refuse_same_names(names)
    folder = Path(path).parent
    market = read_market(table, folder, file, tuple(map(read_facts, entries, names)))
    usual = read_tariffs(table.get("tariff", []), f"{file}, tariff", folder, market.currency)
    members, findings = [], list(market.findings)
    for done, entry in enumerate(entries):
        if on_member:
            on_member(names[done], done, len(entries))
        member, found = _member(entry, names[done], folder, timezone)
        own = read_tariffs(entry.get("tariff", []), f"{names[done]}, tariff", folder, market.currency)
        members.append(replace(member, tariffs=own if "tariff" in entry else usual))
        findings += found
    return Manifest(Group(name, timezone, tuple(members)), tuple(findings), market)


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        sentence, near = missing_file(path, "*.toml")
        raise ManifestRefused(sentence, file=str(path), near=near) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        is_text = isinstance(error, tomllib.TOMLDecodeError)
        raise ManifestRefused(
            marked("{file} is not a TOML file: {reason}. The guide to the command line shows a manifest."),
            file=path.name,
            reason=str(error) if is_text else "it is not saved as UTF-8",
        ) from error
    except OSError as error:
        raise ManifestRefused(
            marked("{file} cannot be read: {reason}."), file=str(path), reason=error.strerror or str(error)
        ) from error


def _refuse_same_names(names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise ManifestRefused(
                marked("Two members are called {name}. Put both meters in a list under one member, or rename one."),
                name=name,
            )


def _member(table: Mapping[str, Any], name: str, folder: Path, timezone: str) -> tuple[Member, tuple[Finding, ...]]:
    refuse_unknown_keys(table, MEMBER_KEYS, name)
    sources = Sources()
    for direction in DIRECTIONS:
        if direction in table:
            sources += read_sources(table[direction], Key(folder, timezone, name, direction))
    active_from = _instant(table.get("active_from"), timezone, name, "active_from")
    active_to = _instant(table.get("active_to"), timezone, name, "active_to")
    if active_from and active_to and active_to < active_from:
        raise ManifestRefused(
            marked("{member}, {key}: {reason}"),
            member=name,
            key="active_to",
            reason=marked("The period ends ({ends_at}) before it starts ({starts_at}).").format(
                starts_at=table["active_from"], ends_at=table["active_to"]
            ),
        )
    member = Member(
        name,
        sources.series,
        sources.estimates,
        sector=str(table.get("sector", "")),
        active_from=active_from,
        active_to=active_to,
        gaps=_gaps(table.get("gaps"), name),
        participation=read_participation(table.get("participation"), name),
    )
    return member, sources.findings


def _gaps(value: object, member: str) -> GapPolicy | None:
    try:
        return gap_policy(value)
    except EnergySynergyError as error:
        raise ManifestRefused(
            marked("{member}, {key}: {reason}"), member=member, key="gaps", reason=str(error)
        ) from error


def _instant(value: object, timezone: str, member: str, key: str) -> datetime | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=zone(timezone))
    if isinstance(value, date):
        return first_instant(value, timezone)
    raise ManifestRefused(
        marked("{member}, {key}: {value} is not a date. Write it without quotes, such as {key} = 2025-01-01."),
        member=member,
        key=key,
        value=repr(value),
    )
