"""Participation: with which part of its energy a meter takes part in each of several groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum

import numpy as np

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.sharing.base import SUM_TOLERANCE, Array

# Austria: a meter may be in five energy communities at once (energiegemeinschaften.gv.at).
MOST_GROUPS = 5


class ParticipationRefused(InvalidValue):
    """A meter takes part in too many groups, or with more than all of its energy."""

    code = "participation_refused"


def check_participation(factors: Mapping[str, float], *, most_groups: int = MOST_GROUPS) -> None:
    """Check the participation factors of one meter, by group: fractions above 0, together at most 1.

    Raises ParticipationRefused for more groups than a meter may have, for a factor that is none, and for a sum above 1.
    """
    if len(factors) > most_groups:
        raise ParticipationRefused(
            marked("The meter takes part in {groups} groups, and at most {most} are allowed. End some of them."),
            groups=len(factors),
            most=most_groups,
        )
    for group, factor in factors.items():
        if not 0 < factor <= 1:
            raise ParticipationRefused(
                marked("The participation factor in {group} is {factor}; it must be above 0 and at most 1."),
                group=group,
                factor=factor,
            )
    total = fsum(factors.values())
    if total > 1 + SUM_TOLERANCE:
        raise ParticipationRefused(
            marked("The participation factors of the meter sum to {total}, more than 1. Lower one of them."),
            total=total,
        )


def taking_part_of(giving_factors: Sequence[float], receiving_factors: Sequence[float]) -> Array:
    """Return what the kernel takes as `taking_part`, (2, 1, M), from the factors of the members in one group.

    A member that feeds in and draws by two meters has a factor for each direction.
    """
    return np.array([giving_factors, receiving_factors], dtype=np.float64)[:, None, :]
