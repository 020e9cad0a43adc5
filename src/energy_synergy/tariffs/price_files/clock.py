"""The times of rows of prices to instants: labels of the portal, zones, days of 23 and 25 hours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.refused import FileRefused, refusal
from energy_synergy.files.times import NAIVE, Bools, DateOrder, Ints, Labels, read_labels
from energy_synergy.files.zones import Change, changes, utc_from_local
from energy_synergy.findings import Severity
from energy_synergy.tariffs.base import Prices
from energy_synergy.tariffs.price_files.notes import Notes, told

HOUR = 3_600
LENGTHS = (900, 1_800, HOUR)
MARKER = re.compile(r"\s*\(([A-Za-z]{1,5})\)")
# The areas of one of these clocks change it at the same instants.
ZONE_OF_CLOCK = {
    "CET/CEST": "Europe/Brussels",
    "WET/WEST": "Europe/Lisbon",
    "EET/EEST": "Europe/Helsinki",
    "UTC": "UTC",
    "GMT": "UTC",
}
NAMED_CLOCK = re.compile(r"[(\[]\s*([A-Z]{3,4}(?:/[A-Z]{3,4})?)\s*[)\]]")


@dataclass(frozen=True, slots=True)
class Starts:
    """Starts of rows [s, UTC] (N,), which of them can be used, and the labels that they were read from.

    `never_shown` tells the rows of the hour that the clock skips in spring.
    """

    utc: Ints
    is_good: Bools
    labels: Labels
    never_shown: Bools


def zone_of_header(header: str) -> str | None:
    """Return the zone that a header such as MTU (CET/CEST) names, or None."""
    found = NAMED_CLOCK.search(header)
    return ZONE_OF_CLOCK.get(found[1]) if found else None


def labels_of(texts: Sequence[str], order: DateOrder | None) -> Labels:
    """Return the times of a column; the portal writes (CEST) behind those of an hour that comes twice."""
    return read_labels([MARKER.sub(r" \1", text.strip()) for text in texts], order)


def read_starts(
    texts: Sequence[str], lines: Sequence[int], zone: str | None, order: DateOrder | None, notes: Notes
) -> Starts:
    """Return the instants that rows begin at; rows that name no certain instant are noted and no good.

    In an hour that comes twice the order of the rows decides. Where the order says nothing, neither pass is used.
    Raises FileRefused for times without an offset where no zone is known.
    """
    labels = labels_of(texts, order)
    is_good = labels.is_valid.copy()
    for place in np.flatnonzero(~is_good).tolist():
        notes.bad_row(
            "price_time",
            marked("Line {line}: {value} is not a time."),
            line=lines[place],
            value=texts[place],
            expected=marked("the start of an hour or of a quarter of an hour"),
        )
    is_naive = is_good & (labels.offset == NAIVE)
    utc = np.where(is_good & ~is_naive, labels.local - np.where(is_naive, 0, labels.offset), 0)
    never_shown = np.zeros(len(utc), dtype=np.bool_)
    if is_naive.any():
        if zone is None:
            raise zone_needed()
        rows = np.flatnonzero(is_naive)
        utc[rows], is_sure, never_shown[rows] = _localised(labels.local[rows], zone, notes)
        is_good[rows] &= is_sure
        notes.detected.setdefault("timezone", zone)
    return Starts(utc, is_good, labels, never_shown)


def _localised(local: Ints, zone: str, notes: Notes) -> tuple[Ints, Bools, Bools]:
    found = utc_from_local(local, zone)
    is_sure = ~found.never_shown
    for change in found.given_once:
        is_sure &= ~_in_repeated_hour(local, change)
        _note_once(change, notes)
    for change in found.unordered:
        is_sure &= ~_in_repeated_hour(local, change)
        _note_unordered(change, notes)
    return found.utc, is_sure, found.never_shown


def note_never_shown(starts: Starts, prices: Prices, lines: Sequence[int], texts: Sequence[str], notes: Notes) -> None:
    """Note the prices (N,) in the hour that the clock skips; the portal leaves its row blank, some copies fill it."""
    for place in np.flatnonzero(starts.never_shown & np.isfinite(prices)).tolist():
        notes.bad_row(
            "time_never_shown",
            marked("Line {line}: {value} lies in the hour that the clock skips in spring; its price is left out."),
            line=lines[place],
            value=texts[place],
            expected=marked("no price in the skipped hour"),
        )


def _in_repeated_hour(local: Ints, change: Change) -> Bools:
    inside: Bools = (local >= change.instant + change.after) & (local < change.instant + change.before)
    return inside


def _span(change: Change) -> tuple[int, int]:
    length = change.before - change.after
    return change.instant - length, change.instant + length


def _note_once(change: Change, notes: Notes) -> None:
    notes.add(
        "repeated_hour_once",
        Severity.WARNING,
        marked(
            "The hour that comes twice on {date} is there once, and it is not said which one it is; neither is used."
        ),
        span=_span(change),
        expected=marked("both passes of the hour, in order"),
        advice=marked("Export the day again with times in UTC."),
        date=told(change.instant)[:10],
    )


def _note_unordered(change: Change, notes: Notes) -> None:
    notes.add(
        "repeated_hour_order",
        Severity.WARNING,
        marked("The rows are not in order, so the two passes of the hour that comes twice on {date} are not used."),
        span=_span(change),
        advice=marked("Export the day again with times in UTC, or in order of time."),
        date=told(change.instant)[:10],
    )


def lengths_by_ends(starts: Starts, ends: Labels, zone: str | None) -> Ints:
    """Return how long each row lasts [s] (N,) by its end, 0 where the end says nothing sensible.

    Around a change of the clock the portal writes 02:00 - 02:00, or 01:00 - 03:00, for one hour.
    """
    is_told = ends.is_valid & (ends.offset != NAIVE)
    clock = ends.local - starts.labels.local
    length = np.where(is_told, ends.local - np.where(is_told, ends.offset, 0) - starts.utc, clock)
    if zone is not None and starts.is_good.any():
        good = starts.utc[starts.is_good]
        near = np.zeros(len(clock), dtype=np.bool_)
        for change in changes(int(good.min()), int(good.max()), zone):
            near |= np.abs(starts.utc - change.instant) <= 3 * HOUR
        for shift in (HOUR, -HOUR):
            wrong = near & ~is_told & ~np.isin(length, LENGTHS)
            length = np.where(wrong & np.isin(clock + shift, LENGTHS), clock + shift, length)
    return np.where(ends.is_valid & np.isin(length, LENGTHS), length, 0)


def lengths_by_steps(utc: Ints, is_good: Bools) -> Ints:
    """Return how long each row lasts [s] (N,) where only starts are told, 0 where that cannot be seen.

    It is the usual distance of the starts of its UTC day, or less where the next row begins sooner: a quarter-hour
    that lacks is a hole, not a longer price before it.
    """
    lengths = np.zeros(len(utc), dtype=np.int64)
    rows = np.flatnonzero(is_good)
    rows = rows[np.argsort(utc[rows], kind="stable")]
    ordered = np.unique(utc[rows])
    if len(ordered) < 2:
        return lengths
    steps = np.diff(ordered, append=ordered[-1] + (ordered[-1] - ordered[-2]))
    usual = _usual_by_day(ordered, steps)
    own = np.minimum(usual, np.where(np.isin(steps, LENGTHS), steps, usual))
    lengths[rows] = own[np.searchsorted(ordered, utc[rows])]
    return np.where(np.isin(lengths, LENGTHS), lengths, 0)


def _usual_by_day(ordered: Ints, steps: Ints) -> Ints:
    usual = np.zeros(len(ordered), dtype=np.int64)
    days = ordered // 86_400
    for day in np.unique(days):
        rows = days == day
        found, counts = np.unique(steps[rows & np.isin(steps, LENGTHS)], return_counts=True)
        usual[rows] = found[counts.argmax()] if len(found) else 0
    return usual


def zone_needed() -> FileRefused:
    """Return the refusal of times without an offset in a zone that nobody told."""
    return refusal(
        "zone_needed",
        marked("The times carry no offset and no time zone was given, so they could mean different instants."),
        advice=marked("Give the time zone of the prices, for example Europe/Paris."),
    )
