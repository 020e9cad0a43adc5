"""Readings that a program sends without a file: checked as a file is, and saved as a new version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np

from energy_synergy.errors import EnergySynergyError, marked
from energy_synergy.findings import Finding, Place, Severity
from energy_synergy.metering.checks.base import run_checks
from energy_synergy.metering.series import Direction, Quality, Series
from energy_synergy.ports import Dataset
from energy_synergy.units import SLOT
from energy_synergy.usecases.dataset import compute_dataset

FORMAT = "sent"
LONGEST_SPAN = timedelta(days=366)
MOST_FINDINGS = 100


@dataclass(frozen=True, slots=True)
class SentReading:
    """The energy of one interval [kWh], named by its start; None is missing."""

    starts_at: datetime
    energy_kwh: float | None
    quality: Quality = Quality.MEASURED


class ReadingsRefused(EnergySynergyError):
    """Readings of which some cannot be taken: nothing was saved; `findings` say which and why.

    The line of a finding is the place of the reading in the list, counted from 1.
    """

    code = "readings_refused"

    def __init__(self, sentence: str, *, findings: tuple[Finding, ...] = (), **values: object) -> None:
        super().__init__(sentence, **values)
        self.findings = findings


def readings_dataset(
    readings: Sequence[SentReading], *, meter: str, direction: Direction, step: timedelta, timezone: str
) -> Dataset:
    """Return what the readings of one meter bring; nothing is saved.

    Intervals of `step` begin on the 15-minute grid, or on that of a shorter step; those that are not sent are missing.
    Raises ReadingsRefused for no readings, for a span of more than a year, and for a reading that is off the grid,
    comes again or is below zero.
    """
    if not readings:
        raise ReadingsRefused(marked("There are no readings to save."))
    first = min(one.starts_at for one in readings).astimezone(UTC)
    last = max(one.starts_at for one in readings).astimezone(UTC)
    if last - first > LONGEST_SPAN:
        raise ReadingsRefused(
            marked("The readings span more than {days} days. Send them in parts."), days=LONGEST_SPAN.days
        )
    findings = tuple(_wrong(readings, first, step))
    if findings:
        raise ReadingsRefused(
            marked("Readings to correct: {count}. Nothing was saved."),
            findings=findings[:MOST_FINDINGS],
            count=len({finding.place.line for finding in findings}),
        )
    series = _series(readings, first, (last - first) // step + 1, meter=meter, direction=direction, step=step)
    dataset = compute_dataset([series])
    return replace(
        dataset,
        series=tuple(replace(one, meter=meter) for one in dataset.series),
        format=FORMAT,
        rows=len(readings),
        findings=run_checks([series], timezone),
    )


def _wrong(readings: Sequence[SentReading], first: datetime, step: timedelta) -> Iterable[Finding]:
    grid, counts = min(step, SLOT), Counter(one.starts_at for one in readings)
    for line, one in enumerate(readings, 1):
        at = one.starts_at.isoformat()
        if (one.starts_at - first) % step or one.starts_at.timestamp() % grid.total_seconds():
            sentence = marked("Reading {line} begins beside the grid of its step.")
            yield _finding("off_step", sentence, line, "starts_at", at, marked("a start every {minutes} minutes"), step)
        if counts[one.starts_at] > 1:
            sentence = marked("The time of reading {line} comes again.")
            yield _finding("duplicate_time", sentence, line, "starts_at", at, marked("each time once"), step)
        if one.energy_kwh is not None and not 0 <= one.energy_kwh < float("inf"):
            sentence = marked("Reading {line} is no energy: {value} kWh.")
            text = f"{one.energy_kwh:g}"
            yield _finding("negative_value", sentence, line, "energy_kwh", text, marked("0 kWh or more"), step)


def _finding(code: str, sentence: str, line: int, column: str, value: str, expected: str, step: timedelta) -> Finding:
    values = {"line": line, "value": value, "minutes": int(step.total_seconds() // 60)}
    place = Place(line=line, column=column)
    return Finding(code, Severity.ERROR, sentence, values, place, value=value, expected=expected)


def _series(
    readings: Sequence[SentReading], first: datetime, count: int, *, meter: str, direction: Direction, step: timedelta
) -> Series:
    energy_kwh, quality = np.full(count, np.nan), np.full(count, Quality.MISSING, dtype=np.uint8)
    for one in readings:
        if one.energy_kwh is not None:
            place = (one.starts_at - first) // step
            energy_kwh[place], quality[place] = one.energy_kwh, one.quality
    return Series(meter, direction, first, step, energy_kwh, quality)
