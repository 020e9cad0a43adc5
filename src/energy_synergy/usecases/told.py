"""What a visitor says of a file: its columns, how it is written, and the remedies chosen for its problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from energy_synergy.errors import EnergySynergyError, InvalidValue, marked
from energy_synergy.formats.base import Role
from energy_synergy.timeline import zone
from energy_synergy.units import KNOWN_UNITS

# A remedy that tells the reader something is the field of a format of the same name.
READER_FIXES: Mapping[str, tuple[str, ...]] = {
    "unit": KNOWN_UNITS,
    "stamp": ("start", "end"),
    "decimal_mark": ("point", "comma"),
    "date_order": ("dmy", "mdy", "ymd"),
    "direction": ("consumption", "production"),
    "doubles": ("first", "last"),
    "negatives": ("absolute", "other_direction", "missing"),
}
SERIES_FIXES: Mapping[str, tuple[str, ...]] = {"spikes": ("missing", "thousandth"), "gaps": ("interpolated",)}
ONE_TIME = ("cell", "leave_out")
MOST_FIXES = 500
LONGEST_TEXT = 80


@dataclass(frozen=True, slots=True)
class Fix:
    """One remedy: its kind, what it makes of the problem, and for a corrected cell its place.

    Kinds: those of `READER_FIXES` and `SERIES_FIXES`; `timezone` with a zone; `leave_out` with the code of a problem
    whose rows are left out; `cell` with the text that is right.
    """

    kind: str
    to: str
    place: str = ""

    @property
    def slot(self) -> tuple[str, str]:
        """What it is about: of two remedies about the same thing the later one counts."""
        return self.kind, self.to if self.kind == "leave_out" else self.place


@dataclass(frozen=True, slots=True)
class Told:
    """Everything told about one file. `hints` are fields of the formats, `columns` the roles by header."""

    format: str = ""
    hints: Mapping[str, Any] = field(default_factory=dict)
    columns: Mapping[str, Role] = field(default_factory=dict)
    fixes: tuple[Fix, ...] = ()

    def with_fix(self, fix: Fix) -> Told:
        """Return this with one more remedy, which replaces one about the same thing.

        Raises InvalidValue for a remedy that does not exist, and beyond the number that one file may need.
        """
        _refuse_unknown(fix)
        others = tuple(other for other in self.fixes if other.slot != fix.slot)
        if len(others) >= MOST_FIXES:
            raise InvalidValue(
                marked("More than {limit} remedies were chosen for one file. Correct the file itself."),
                limit=MOST_FIXES,
            )
        return replace(self, fixes=(*others, fix))

    def without_fix(self, fix: Fix) -> Told:
        """Return this with a remedy taken back."""
        return replace(self, fixes=tuple(other for other in self.fixes if other != fix))

    def rule(self, kind: str) -> str | None:
        """Return what a kind of remedy makes of its problem, or None where it was not chosen."""
        return next((fix.to for fix in self.fixes if fix.kind == kind), None)

    @property
    def left_out(self) -> frozenset[str]:
        """The codes of problems whose rows are left out."""
        return frozenset(fix.to for fix in self.fixes if fix.kind == "leave_out")

    def reader_hints(self, timezone: str) -> dict[str, Any]:
        """Return what to tell the reader of a format; `timezone` is the zone of the group."""
        hints: dict[str, Any] = {"usual_timezone": timezone, **self.hints}
        hints |= {fix.kind: fix.to for fix in self.fixes if fix.kind in READER_FIXES or fix.kind == "timezone"}
        cells = {fix.place: fix.to for fix in self.fixes if fix.kind == "cell"}
        return {**hints, "columns": dict(self.columns) or None, "cells": cells or None}

    def to_remember(self) -> Told:
        """Return what holds for every file of the same source: all but what is about single rows."""
        return replace(self, fixes=tuple(fix for fix in self.fixes if fix.kind not in ONE_TIME))


def _refuse_unknown(fix: Fix) -> None:
    known = {**READER_FIXES, **SERIES_FIXES}.get(fix.kind)
    is_known = fix.to in known if known else fix.kind in (*ONE_TIME, "timezone")
    if not is_known or not fix.to or len(fix.to) > LONGEST_TEXT or len(fix.place) > 300:
        raise InvalidValue(
            marked("There is no remedy {kind} with {value}."), kind=fix.kind, value=fix.to[:LONGEST_TEXT]
        )
    if fix.kind == "timezone":
        zone(fix.to)


def told_as_json(told: Told) -> dict[str, Any]:
    """Return what was told as plain values."""
    fixes = [{"kind": fix.kind, "to": fix.to, "place": fix.place} for fix in told.fixes]
    return {"format": told.format, "hints": dict(told.hints), "columns": dict(told.columns), "fixes": fixes}


def told_from_json(record: Mapping[str, Any]) -> Told:
    """Return what was told from plain values; a remedy that no longer exists is left aside."""
    told = Told(
        str(record.get("format", "")),
        dict(record.get("hints", {})),
        cast(Mapping[str, Role], dict(record.get("columns", {}))),
    )
    for one in record.get("fixes", ()):
        try:
            told = told.with_fix(Fix(str(one["kind"]), str(one["to"]), str(one.get("place", ""))))
        except EnergySynergyError:
            continue
    return told
