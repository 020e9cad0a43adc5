"""How long each reading lasts where only the times tell: a meter may change its step in the middle of a file."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from energy_synergy.files.times import Ints
from energy_synergy.formats.base import Stamp
from energy_synergy.formats.parsing.assemble import COARSE_RUN
from energy_synergy.formats.parsing.readings import LONGEST, Readings


def with_run_lengths(readings: Readings, stamp: Stamp) -> Readings:
    """Return readings of one step in which each of a long run of equally wider distances lasts its distance.

    A hole of one reading is no run: it stays a hole. Where times name ends, a reading begins its length before.
    """
    step = int(readings.lengths[0]) if len(readings.lengths) else 0
    order = np.argsort(readings.starts, kind="stable")
    lengths = np.full(len(order), step, dtype=np.int64)
    lengths[order] = _by_runs(readings.starts[order], step, stamp)
    starts = readings.starts if stamp == "start" else readings.starts + step - lengths
    return replace(readings, starts=starts, lengths=lengths)


def _by_runs(times: Ints, step: int, stamp: Stamp) -> Ints:
    """Return the length of each of some times in order (N,): the distance before an end, or after a start."""
    lengths = np.full(len(times), step, dtype=np.int64)
    if len(times) <= COARSE_RUN:
        return lengths
    distances = np.diff(times)
    first, last = int(distances[0]), int(distances[-1])
    own = np.append(distances, last) if stamp == "start" else np.insert(distances, 0, first)
    bounds = np.flatnonzero(np.diff(own, prepend=-1, append=-1))
    for begin, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        distance = int(own[begin])
        if end - begin >= COARSE_RUN and step < distance <= LONGEST and distance % step == 0:
            lengths[begin:end] = distance
    return lengths
