"""The parts of a file of Enedis, one meter, direction, stage and quantity each; what repeats is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.times import Ints
from energy_synergy.findings import Severity
from energy_synergy.formats.base import Stamp
from energy_synergy.formats.parsing.enedis import (
    ACTIVE,
    DIRECTIONS,
    UNITS,
    note_ends_assumed,
    note_not_active,
    refuse_without_curve,
    seconds_of,
    stamp_seen,
)
from energy_synergy.formats.parsing.report import Report
from energy_synergy.formats.parsing.words import plain
from energy_synergy.metering.series import Direction

HALF_HOUR = 1_800
STAGES = ("best", "corrige", "complete")


@dataclass(frozen=True, slots=True)
class Part:
    """Some values as a file describes them: texts as written, `times` the wall clock of each [s] (K,), `rows` (K,).

    `seen` is what the file shows of its stamps, None where it shows nothing.
    """

    meter: str
    way: str
    quantity: str
    stage: str
    unit: str
    step: str
    begins: str
    ends: str
    times: Ints
    rows: Ints
    seen: Stamp | None = None

    @property
    def direction(self) -> Direction:
        """The direction of its energy."""
        return DIRECTIONS[plain(self.way)]

    @property
    def its_unit(self) -> str:
        """The unit of its values."""
        return UNITS[plain(self.unit)]

    @property
    def seconds(self) -> int | None:
        """The length of each of its values [s], None where it is not told."""
        return seconds_of(self.step)

    def stamp(self, report: Report) -> Stamp:
        """Return whether its times name starts or ends: by what was seen, else by what Enedis does for such meters."""
        if self.seen:
            return self.seen
        seconds = self.seconds or 0
        if seconds < HALF_HOUR:
            return "start"
        note_ends_assumed(seconds, self.meter, report)
        return "end"


def usable(parts: Sequence[Part], report: Report) -> list[Part]:
    """Return the parts that are active energy of a known direction, each moment of a meter and direction once.

    Of several stages the most corrected counts where it has the moment, of several quantities the fuller.
    Raises FileRefused when there is none.
    """
    others: dict[str, int] = {}
    unclear: list[str] = []
    by_series: dict[tuple[str, str], list[Part]] = {}
    for part in parts:
        if plain(part.quantity) not in ACTIVE:
            others[part.quantity] = others.get(part.quantity, 0) + len(part.rows)
        elif plain(part.way) not in DIRECTIONS or plain(part.unit) not in UNITS:
            _note_unclear(part, report)
            unclear.append(" ".join((part.quantity, part.way, part.unit)))
        else:
            by_series.setdefault((part.meter, part.direction), []).append(part)
    note_not_active(others, report)
    if not by_series:
        refuse_without_curve([*others, *unclear])
    return [part for group in by_series.values() for part in _once(_with_stamps(group), report)]


def _with_stamps(parts: Sequence[Part]) -> list[Part]:
    """Return the parts of one meter and direction with what the bounds of any of them show about the same step."""
    found: dict[int | None, Stamp] = {}
    for begins, ends in sorted({(part.begins, part.ends) for part in parts}):
        for seconds in {part.seconds for part in parts}:
            times = [one.times for one in parts if (one.begins, one.ends, one.seconds) == (begins, ends, seconds)]
            if times and (seen := stamp_seen(np.concatenate(times), begins, ends)):
                found.setdefault(seconds, seen)
    return [replace(part, seen=found.get(part.seconds)) for part in parts]


def _once(parts: Sequence[Part], report: Report) -> list[Part]:
    """Return the parts of one meter and direction without the moments that a better stage or quantity has."""
    sizes: dict[tuple[str, str], int] = {}
    for part in parts:
        sizes[part.stage, part.quantity] = sizes.get((part.stage, part.quantity), 0) + len(part.rows)
    kinds = sorted(sizes, key=lambda kind: (_rank(kind[0]), -sizes[kind], plain(kind[1]) != "ea", kind))
    if len(kinds) == 1:
        return list(parts)
    kept: list[Part] = []
    for kind in kinds:
        seen = np.concatenate([part.times for part in kept] or [np.empty(0, dtype=np.int64)])
        for part in parts:
            if (part.stage, part.quantity) == kind:
                is_new = ~np.isin(part.times, seen)
                kept.append(replace(part, times=part.times[is_new], rows=part.rows[is_new]))
    _note_repeats(parts, kept, kinds, report)
    return [part for part in kept if len(part.rows)]


def _rank(stage: str) -> int:
    return STAGES.index(plain(stage)) if plain(stage) in STAGES else len(STAGES)


def _note_repeats(
    parts: Sequence[Part], kept: Sequence[Part], kinds: Sequence[tuple[str, str]], report: Report
) -> None:
    left_out = sum(len(part.rows) for part in parts) - sum(len(part.rows) for part in kept)
    if not left_out:
        return
    meter = parts[0].meter
    report.add(
        "repeats_left_out",
        Severity.INFO,
        marked("The meter {meter} has values several times over ({kinds}); {used} goes first, {count} are left out."),
        count=left_out,
        place={"meter": meter},
        meter=meter,
        kinds=", ".join(_told(kind) for kind in kinds),
        used=_told(kinds[0]),
    )


def _told(kind: tuple[str, str]) -> str:
    return " ".join(text[:20] for text in kind if text)


def _note_unclear(part: Part, report: Report) -> None:
    report.add(
        "values_unclear",
        Severity.ERROR,
        marked("{count} values of {meter} are left out: the direction {way} or the unit {unit} is not known."),
        count=len(part.rows),
        expected=marked("CONS or PROD, and W, kW, Wh or kWh"),
        place={"meter": part.meter},
        meter=part.meter,
        way=part.way[:40] or "-",
        unit=part.unit[:40] or "-",
    )
