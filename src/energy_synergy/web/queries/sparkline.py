"""A mean day as a small drawing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache

from energy_synergy.profiles.base import Profile
from energy_synergy.profiles.curve import Curve
from energy_synergy.registry import option
from energy_synergy.units import SLOTS_PER_DAY, SLOTS_PER_HOUR

WIDTH, HEIGHT, HEADROOM = 96, 32, 3


def catalogue_spark(name: str) -> str:
    """Return the line of a profile that needs no field."""
    return _spark(name, "{}")


def version_spark(name: str, fields: Mapping[str, object]) -> str:
    """Return the line of a profile with its fields."""
    return _spark(name, json.dumps(fields, sort_keys=True))


@lru_cache(maxsize=1024)
def _spark(name: str, fields: str) -> str:
    profile: Profile = option("profiles", name, **json.loads(fields))
    return spark_line(profile.typical_day())


def spark_line(curve: Curve) -> str:
    """Return the hours of a day, (96,), as steps in a box of 96 by 32, the largest just under its top.

    >>> import numpy as np
    >>> spark_line(np.full(96, 1 / 96))[:12]
    'M0,3.0H4V3.0'
    """
    hours = curve.reshape(-1, SLOTS_PER_HOUR).sum(axis=1)
    levels = [f"{HEIGHT - (HEIGHT - HEADROOM) * value / hours.max():.1f}" for value in hours.tolist()]
    steps = "".join(f"V{level}H{SLOTS_PER_HOUR * (hour + 1)}" for hour, level in enumerate(levels) if hour)
    assert len(levels) * SLOTS_PER_HOUR == SLOTS_PER_DAY
    return f"M0,{levels[0]}H{SLOTS_PER_HOUR}{steps}"
