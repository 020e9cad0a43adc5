"""The sources that a manifest gives a member in one direction: files, and annual totals with a profile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from errno import EISDIR
from itertools import pairwise
from os import strerror
from pathlib import Path
from typing import Any

from energy_synergy.errors import EnergySynergyError, marked
from energy_synergy.findings import Finding
from energy_synergy.formats.base import Format
from energy_synergy.metering.series import Direction, Series
from energy_synergy.profiles.expand import Estimate
from energy_synergy.registry import option, option_class, suggest
from energy_synergy.usecases.inspect_file import inspect_file


class ManifestRefused(EnergySynergyError):
    """A manifest that cannot be used; the message names the member and the key, `findings` what a file held."""

    code = "manifest_refused"

    def __init__(self, sentence: str, *, findings: tuple[Finding, ...] = (), **values: object) -> None:
        super().__init__(sentence, **values)
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Sources:
    series: tuple[Series, ...] = ()
    estimates: tuple[Estimate, ...] = ()
    findings: tuple[Finding, ...] = ()

    def __add__(self, other: Sources) -> Sources:
        new = tuple(finding for finding in other.findings if finding not in self.findings)
        return Sources(self.series + other.series, self.estimates + other.estimates, self.findings + new)


@dataclass(frozen=True, slots=True)
class Key:
    """One key of one member, for reading its sources and for saying what is wrong with them."""

    folder: Path
    timezone: str
    member: str
    direction: Direction

    def refused(self, sentence: str, /, *, findings: tuple[Finding, ...] = (), **values: object) -> ManifestRefused:
        """Return a refusal that begins with the member and the key."""
        reason = sentence.format_map(values)
        return ManifestRefused(
            marked("{member}, {key}: {reason}"),
            findings=findings,
            member=self.member,
            key=self.direction,
            reason=reason,
        )


def read_sources(value: object, key: Key) -> Sources:
    """Read a path, a table, or a list of those."""
    sources = Sources()
    entries = value if isinstance(value, list) else [value]
    _refuse_repeated(entries, key)
    for entry in entries:
        table = {"file": entry} if isinstance(entry, str) else entry
        if not isinstance(table, dict) or ("file" in table) == ("profile" in table):
            raise key.refused(
                marked("give a file name, a table with either file or profile, or a list of those, not {value}."),
                value=repr(entry),
            )
        sources += _file(table, key) if "file" in table else _estimate(table, key)
    return replace(sources, series=_as_one_meter(sources.series, key.member))


def _refuse_repeated(entries: list[object], key: Key) -> None:
    """Refuse an entry that stands twice: its energy would be added twice in silence."""
    for place, entry in enumerate(entries):
        if entry in entries[:place]:
            file = entry.get("file", entry) if isinstance(entry, dict) else entry
            raise key.refused(marked("{file} is listed twice. Remove one of them."), file=str(file))


def _as_one_meter(series: tuple[Series, ...], name: str) -> tuple[Series, ...]:
    """Give files that follow each other in time (one a month) one name, so that they count as one meter."""
    runs = sorted((one.starts_at, one.ends_at) for one in series if one.starts_at and one.ends_at)
    follow = all(before[1] <= after[0] for before, after in pairwise(runs))
    if len(runs) < 2 or len(runs) != len(series) or not follow:
        return series
    return tuple(replace(one, meter=name) for one in series)


def _file(table: Mapping[str, Any], key: Key) -> Sources:
    refuse_unknown_keys(table, ("file", "meter", *_format_keys(table, key)), f"{key.member}, {key.direction}")
    name = text(table, "file", f"{key.member}, {key.direction}")
    path = key.folder / name
    if path.is_dir():
        raise key.refused(marked("{file} cannot be read: {reason}."), file=str(path), reason=strerror(EISDIR))
    if not path.is_file():
        sentence, near = missing_file(path)
        raise key.refused(sentence, file=str(path), near=near)
    hints: dict[str, Any] = {"usual_timezone": key.timezone, "direction": key.direction}
    hints |= {field: value for field, value in table.items() if field not in ("file", "meter")}
    try:
        inspection = inspect_file(path, file_name=path.name, **hints)
    except EnergySynergyError as error:
        findings = _placed(getattr(error, "findings", ()), name)
        raise key.refused("{file}: {reason}", findings=findings, file=name, reason=str(error)) from error
    return Sources(
        series=_chosen(inspection.result.series, table.get("meter"), name, key),
        findings=_placed(inspection.findings, name),
    )


def _format_keys(table: Mapping[str, Any], key: Key) -> tuple[str, ...]:
    if "format" not in table:
        return ("format", *Format.model_fields)
    try:
        return ("format", *option_class("formats", str(table["format"])).model_fields)
    except EnergySynergyError as error:
        raise key.refused("{reason}", reason=str(error)) from error


def _placed(findings: Iterable[Finding], file: str) -> tuple[Finding, ...]:
    return tuple(replace(finding, place=replace(finding.place, file=file)) for finding in findings)


def _chosen(series: tuple[Series, ...], meter: object, file: str, key: Key) -> tuple[Series, ...]:
    """Return the series of this direction, and of one meter where the manifest names it."""
    if meter is not None and meter not in {one.meter for one in series}:
        raise key.refused(
            marked("{file} has no meter {meter}. It has: {known}."),
            file=file,
            meter=meter,
            known=", ".join(sorted({one.meter for one in series})),
        )
    chosen = tuple(one for one in series if one.direction == key.direction and meter in (None, one.meter))
    if not chosen:
        raise key.refused(
            marked("{file} holds no {direction}. It holds: {known}."),
            file=file,
            direction=key.direction,
            known=", ".join(f"{one.meter} ({one.direction})" for one in series) or "-",
        )
    return chosen


def _estimate(table: Mapping[str, Any], key: Key) -> Sources:
    name = str(table["profile"])
    fields = {field: value for field, value in table.items() if field not in ("profile", "annual_kwh")}
    try:
        known = option_class("profiles", name).model_fields
        refuse_unknown_keys(table, ("profile", "annual_kwh", *known), f"{key.member}, {key.direction}")
        annual_kwh = _annual_kwh(table, key)
        profile = option("profiles", name, **fields)
        estimate = Estimate(key.member, key.direction, profile, annual_kwh)
    except ManifestRefused:
        raise
    except EnergySynergyError as error:
        raise key.refused("{reason}", reason=str(error)) from error
    return Sources(estimates=(estimate,))


def _annual_kwh(table: Mapping[str, Any], key: Key) -> float:
    value = table.get("annual_kwh")
    if value is None:
        raise key.refused(marked("give the annual total beside the profile, such as annual_kwh = 68000."))
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise key.refused(
            marked("The annual total of {meter} must be a number of kWh from zero up, not {value}."),
            meter=key.member,
            value=repr(value),
        )
    return float(value)


def missing_file(path: Path, pattern: str = "*") -> tuple[str, str]:
    """Return the sentence about a file that is not there, and the file beside it that may be meant, or ""."""
    near = suggest(path.name, (entry.name for entry in path.parent.glob(pattern) if entry.is_file()))
    if near:
        return marked("There is no file {file}. Did you mean {near}?"), near
    return marked("There is no file {file}. Check the name and the folder."), near


def text(table: Mapping[str, Any], key: str, where: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ManifestRefused(
            marked('{where} needs a {key} in quotes, such as {key} = "{example}".'),
            where=where,
            key=key,
            example={"timezone": "Europe/Paris", "file": "readings.csv"}.get(key, "Atelier"),
        )
    return value


def refuse_unknown_keys(table: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    names = list(known)
    for key in table:
        if key not in names:
            near = suggest(key, names)
            sentence = (
                marked("{where}: unknown key {key}. Did you mean {near}? Known keys: {known}.")
                if near
                else marked("{where}: unknown key {key}. Known keys: {known}.")
            )
            raise ManifestRefused(sentence, where=where, key=key, near=near, known=", ".join(names))
