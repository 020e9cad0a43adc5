"""What a manifest tells of the market: currency, day-ahead prices, country scheme, tariffs, and where members are."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from energy_synergy.errors import EnergySynergyError, marked
from energy_synergy.findings import Finding
from energy_synergy.schemes.catalogue import whole_scheme
from energy_synergy.schemes.facts import GroupFacts, MemberFacts, SiteFacts
from energy_synergy.tariffs.price_files.base import PriceFile
from energy_synergy.tariffs.price_files.detect import read_price_file
from energy_synergy.tariffs.spot import SpotPrices
from energy_synergy.tariffs.tariff import Tariff, read_tariff
from energy_synergy.usecases.open_market import MarketTerms
from energy_synergy.usecases.scheme_terms import TermsOfDay, terms_by_scheme
from energy_synergy.usecases.sources import ManifestRefused, missing_file, refuse_unknown_keys

SITE_KEYS = tuple(one.name for one in fields(SiteFacts) if one.name not in ("name", "generates"))
GROUP_KEYS = ("currency", "spot", "scheme", "answers", "tariff")
MEMBER_KEYS = ("tariff", "participation", "size_class", "is_public", "country", "site", *SITE_KEYS)
SITE_KINDS: Mapping[str, tuple[type, ...]] = {
    "latitude": (int, float),
    "longitude": (int, float),
    "connection_kw": (int, float),
    "installed_kw": (int, float),
    "grid_level": (int,),
}
SITE_LIMITS: Mapping[str, tuple[float, float]] = {
    "latitude": (-90, 90),
    "longitude": (-180, 180),
    "connection_kw": (0, 10_000_000),
    "installed_kw": (0, 10_000_000),
}
SPOT_KEYS = ("file", "format", *PriceFile.model_fields)
SIZE_CLASSES = ("micro", "small", "medium", "large")
DEFAULT_CURRENCY = "EUR"
CURRENCY = re.compile("[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class ToldMarket:
    """What a manifest tells of the market besides its members; `scheme` is the name of a scheme, "" for none."""

    currency: str = DEFAULT_CURRENCY
    spot: SpotPrices | None = None
    scheme: str = ""
    facts: GroupFacts = field(default_factory=lambda: GroupFacts(()))
    findings: tuple[Finding, ...] = ()


def terms_on(told: ToldMarket, day: date) -> TermsOfDay:
    """Return the terms of a market by its scheme as it is on a day."""
    if not told.scheme:
        return TermsOfDay(MarketTerms(told.currency, told.spot), facts=told.facts)
    return terms_by_scheme(told.scheme, told.facts, told.spot, on=day)


def read_market(table: Mapping[str, Any], folder: Path, file: str, members: tuple[MemberFacts, ...]) -> ToldMarket:
    """Return what the keys of the group tell. Raises ManifestRefused, which names the key; UnknownName for a scheme."""
    currency = table.get("currency", DEFAULT_CURRENCY)
    if not isinstance(currency, str) or not CURRENCY.fullmatch(currency):
        raise ManifestRefused(
            marked("{file}: currency is three capital letters, such as EUR, not {value}."),
            file=file,
            value=repr(currency),
        )
    name = str(table.get("scheme", ""))
    answers = table.get("answers", {})
    if not isinstance(answers, Mapping):
        raise ManifestRefused(marked("{file}: answers is a table, such as [answers] area = 'rural'."), file=file)
    if name:
        questions = whole_scheme(name).question
        refuse_unknown_keys(answers, [one.name for one in questions], f"{file}, answers")
        for one in questions:
            _refuse_unless(answers.get(one.name), [answer.value for answer in one.answers], file, one.name)
    facts = GroupFacts(members, currency=currency, answers={key: str(value) for key, value in answers.items()})
    spot, findings = _spot(table["spot"], folder, file) if "spot" in table else (None, ())
    return ToldMarket(currency, spot, name, facts, findings)


def read_tariffs(value: object, where: str, folder: Path, currency: str) -> tuple[Tariff, ...]:
    """Return the dated tariffs that a table, a list of tables, or the path of a TOML file with either says.

    A tariff without a currency is in that of the group. Raises ManifestRefused, which names the place.
    """
    told = _from_file(value, where, folder) if isinstance(value, str) else value
    tables: list[Any] = told if isinstance(told, list) else [told]
    if not all(isinstance(one, Mapping) for one in tables):
        raise ManifestRefused(
            marked("{where}: give a table of prices, a list of those, or the name of a file, not {value}."),
            where=where,
            value=repr(value),
        )
    return tuple(_tariff({"currency": currency, **one}, where) for one in tables)


def _tariff(table: Mapping[str, Any], where: str) -> Tariff:
    try:
        return read_tariff(table)
    except EnergySynergyError as error:
        raise ManifestRefused(marked("{where}: {reason}"), where=where, reason=str(error)) from error


def _from_file(name: str, where: str, folder: Path) -> object:
    path = folder / name
    if not path.is_file():
        sentence, near = missing_file(path, "*.toml")
        raise ManifestRefused(
            marked("{where}: {reason}"), where=where, reason=sentence.format(file=str(path), near=near)
        )
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ManifestRefused(
            marked("{where}: {file} cannot be read as TOML: {reason}."), where=where, file=name, reason=str(error)
        ) from error
    return told["tariff"] if set(told) == {"tariff"} else told


def _spot(value: object, folder: Path, file: str) -> tuple[SpotPrices, tuple[Finding, ...]]:
    table = {"file": value} if isinstance(value, str) else value
    if not isinstance(table, dict) or not isinstance(table.get("file"), str):
        raise ManifestRefused(
            marked("{file}: spot is the name of a file of day-ahead prices, or a table with file."), file=file
        )
    refuse_unknown_keys(table, SPOT_KEYS, f"{file}, spot")
    path = folder / table["file"]
    if not path.is_file():
        sentence, near = missing_file(path)
        reason = sentence.format(file=str(path), near=near)
        raise ManifestRefused(marked("{where}: {reason}"), where=f"{file}, spot", reason=reason)
    try:
        found = read_price_file(path, **{key: one for key, one in table.items() if key != "file"})
    except EnergySynergyError as error:
        findings = getattr(error, "findings", ())
        raise ManifestRefused(
            marked("{where}: {reason}"), where=f"{file}, spot", reason=str(error), findings=findings
        ) from error
    if len(found.prices) != 1:
        raise ManifestRefused(
            marked("{file}, spot: the file holds the areas {areas}. Name one, such as area = 'FR'."),
            file=file,
            areas=", ".join(found.areas) or "-",
        )
    return found.prices[0], found.findings


def read_facts(table: Mapping[str, Any], name: str) -> MemberFacts:
    """Return where a member is, and what it is. Raises ManifestRefused, which names the member and the key."""
    _refuse_unless(table.get("size_class"), SIZE_CLASSES, name, "size_class")
    if not isinstance(table.get("is_public", False), bool):
        raise ManifestRefused(
            marked("{member}, {key}: {value} is no {kind}."),
            member=name,
            key="is_public",
            value=repr(table["is_public"]),
            kind=marked("yes or no: write true or false without quotes"),
        )
    own = {key: table[key] for key in SITE_KEYS if key in table}
    listed = table.get("site", [])
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed) or (listed and own):
        raise ManifestRefused(
            marked("{member}: tell its place by keys of the member, or several by [[member.site]], not both."),
            member=name,
        )
    generates = "production" in table
    # Which of several places it is that generates, their power says.
    sites = [_site(one, f"{name}, site", False) for one in listed] or [_site(own, name, generates)]
    return MemberFacts(
        name=name,
        sites=tuple(sites),
        size_class=str(table.get("size_class", "")),
        is_public=table.get("is_public") is True,
        country=str(table.get("country", "")),
        generates=generates,
    )


def _site(told: Mapping[str, Any], name: str, generates: bool) -> SiteFacts:
    refuse_unknown_keys(told, ("name", *SITE_KEYS), name)
    for key, value in told.items():
        kind = SITE_KINDS.get(key, (str,))
        if not isinstance(value, kind) or isinstance(value, bool):
            raise ManifestRefused(
                marked("{member}, {key}: {value} is no {kind}."),
                member=name,
                key=key,
                value=repr(value),
                kind=marked("text") if kind == (str,) else marked("number"),
            )
    for key, (lowest, highest) in SITE_LIMITS.items():
        if key in told and not lowest <= told[key] <= highest:
            raise ManifestRefused(
                marked("{member}, {key}: {value} is not between {lowest} and {highest}."),
                member=name,
                key=key,
                value=told[key],
                lowest=lowest,
                highest=f"{highest:,}",
            )
    return SiteFacts(**{"name": name, **told}, generates=generates)


def read_participation(value: object, member: str) -> float:
    """Return the fraction of a member's energy that enters the group, 1 where it is not told."""
    if value is None:
        return 1.0
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ManifestRefused(
            marked("{member}, {key}: {reason}"),
            member=member,
            key="participation",
            reason=marked("give a fraction from 0 to 1, such as 0.4 for 40 %."),
        )
    return float(value)


def _refuse_unless(value: object, known: list[str] | tuple[str, ...], where: str, key: str) -> None:
    if value is not None and value not in known:
        raise ManifestRefused(
            marked("{where}, {key}: {value} is not one of {known}."),
            where=where,
            key=key,
            value=repr(value),
            known=", ".join(known),
        )
