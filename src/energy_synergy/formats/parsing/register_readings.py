"""Readings made from registers, with a finding for each drop, wrong reading and gap."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from energy_synergy.errors import marked
from energy_synergy.files.numbers import Floats
from energy_synergy.files.times import Ints
from energy_synergy.findings import Severity
from energy_synergy.formats.parsing.readings import Readings
from energy_synergy.formats.parsing.registers import Counted, Counter, Drop, Fall, counted_by_step, unwrapped
from energy_synergy.formats.parsing.report import Report
from energy_synergy.metering.series import Direction, Quality

SENTENCES = {
    Drop.ROLLED_OVER: marked("Line {line}: the register of {meter} rolled over from {before} to {after}."),
    Drop.RESET: marked("Line {line}: the register of {meter} was set back from {before} to {after}."),
    Drop.REPLACED: marked("Line {line}: the register of {meter} falls from {before} to {after}: another meter."),
}
ADVICE_FALL = marked("What was counted between the two readings is not known and counts as missing.")


def register_readings(
    times: Ints,
    registers: Floats,
    lines: Ints,
    step: int,
    report: Report,
    *,
    meter: str,
    direction: Direction,
    unit: str = "kWh",
) -> Readings:
    """Return what a register counted in each step [s] from its readings (N,) at rising times (N,) [s, UTC].

    `registers` are in `unit`, NaN where there is none; `lines` (N,) are the places of the readings in the file.
    """
    counter = unwrapped(times, registers)
    counted = counted_by_step(counter, step)
    _note_falls(counter, lines, report, meter)
    _note_backwards(counter, registers, lines, report, meter)
    _note_gaps(counter, counted, lines, report, meter, unit)
    _note_between(counted, lines, report, meter)
    return Readings(
        meter,
        direction,
        counted.starts,
        np.full(len(counted.starts), step, dtype=np.int64),
        counted.amounts,
        unit,
        lines[counted.rows],
        np.where(counted.is_estimated, Quality.ESTIMATED, Quality.MEASURED).astype(np.uint8),
    )


def _moment(instant: int) -> datetime:
    return datetime.fromtimestamp(instant, UTC)


def _note_falls(counter: Counter, lines: Ints, report: Report, meter: str) -> None:
    for fall in counter.falls:
        is_known = fall.drop is Drop.ROLLED_OVER
        report.add(
            f"register_{fall.drop.value}",
            Severity.INFO if is_known else Severity.WARNING,
            SENTENCES[fall.drop],
            line=int(lines[fall.row]),
            value=f"{fall.after:.15g}",
            advice=None if is_known else ADVICE_FALL,
            place={"meter": meter, "starts_at": _moment(_time_of(counter, fall))},
            meter=meter,
            before=f"{fall.before:.15g}",
            after=f"{fall.after:.15g}",
        )


def _time_of(counter: Counter, fall: Fall) -> int:
    return int(counter.times[np.searchsorted(counter.rows, fall.row)])


def _note_backwards(counter: Counter, registers: Floats, lines: Ints, report: Report, meter: str) -> None:
    for row in counter.backwards:
        report.bad_row(
            "register_backwards",
            marked("Line {line}: the register of {meter} shows {value}, which the readings around it contradict."),
            line=int(lines[row]),
            value=f"{registers[row]:.15g}",
            expected=marked("a register that never runs backwards"),
            advice=marked("The reading is left out, and the energy is taken from those around it."),
            meter=meter,
        )


def _note_gaps(counter: Counter, counted: Counted, lines: Ints, report: Report, meter: str, unit: str) -> None:
    for place in counted.gaps.tolist():
        starts, ends = int(counter.times[place]), int(counter.times[place + 1])
        is_same = counter.eras[place] == counter.eras[place + 1]
        energy = f"{counter.totals[place + 1] - counter.totals[place]:.6g} {unit}" if is_same else "?"
        report.add(
            "register_gap",
            Severity.WARNING,
            marked("After line {line} no reading for {hours} h: from {starts_at} to {ends_at}, {energy} in all."),
            line=int(lines[counter.rows[place]]),
            expected=marked("readings an hour apart at most"),
            advice=marked("The energy is known but not when it flowed, so these intervals count as missing."),
            place={"meter": meter, "starts_at": _moment(starts), "ends_at": _moment(ends)},
            hours=f"{(ends - starts) / 3600:.3g}",
            starts_at=report.told(starts),
            ends_at=report.told(ends),
            energy=energy,
        )


def _note_between(counted: Counted, lines: Ints, report: Report, meter: str) -> None:
    places = np.flatnonzero(counted.is_estimated & ~np.isnan(counted.amounts))
    if len(places):
        report.add(
            "register_between",
            Severity.INFO,
            marked("{count} intervals of {meter} begin or end between two readings; they are estimated."),
            line=int(lines[counted.rows[places[0]]]),
            count=len(places),
            advice=marked(
                "The register was taken to rise evenly between the two, for an hour at most; no energy is lost."
            ),
            place={"meter": meter, "starts_at": _moment(int(counted.starts[places[0]]))},
            meter=meter,
        )
