"""A company's measured days beside a profile: the one that is asked for, or the one that lies closest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
from django.db.models import F, Q

from energy_synergy.community.day_shapes import DayShapes, compute_day_shapes, expected_shapes, misplaced
from energy_synergy.community.typical_day import SATURDAY
from energy_synergy.metering.series import DIRECTIONS, Direction, Energies, Quality
from energy_synergy.profiles import data_options
from energy_synergy.profiles.base import Profile
from energy_synergy.registry import option
from energy_synergy.web.db.models import Group, OwnProfileVersion
from energy_synergy.web.queries.group_window import GroupWindow
from energy_synergy.web.words import in_language

OWN = "own-"
MEASURED = (Quality.MEASURED, Quality.SUBSTITUTED)


@dataclass(frozen=True, slots=True)
class NamedProfile:
    """A profile to compare with: `key` names it in addresses."""

    key: str
    label: str
    profile: Profile
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class ProfileChoice:
    """A profile that can be chosen, with the part of the energy that it puts at another time."""

    key: str
    label: str
    is_own: bool
    misplaced: float


@dataclass(frozen=True, slots=True, eq=False)
class ProfileDays:
    """Mean measured days of one direction [kWh], beside those that a profile expects with the same energy in all.

    `choices` are all profiles of the direction, the closest first; `chosen` is the one that is shown.
    """

    side: Direction
    sides: tuple[Direction, ...]
    kind: Literal["week", "typical"]
    measured: DayShapes
    expected_kwh: Energies
    chosen: ProfileChoice
    choices: tuple[ProfileChoice, ...]


def load_own_profiles(group: Group, user_id: int | None) -> list[NamedProfile]:
    """Return the profiles made in a group that somebody may use: those that are shared and their own; one query."""
    may_use = Q(profile__is_shared=True) | Q(profile__maker=user_id)
    rows = OwnProfileVersion.objects.filter(
        may_use, profile__group=group, profile__archived_at=None, version=F("profile__version")
    )
    return [
        NamedProfile(f"{OWN}{row.profile_id}", row.profile.name, option("profiles", row.option, **row.fields), True)
        for row in rows.select_related("profile").order_by("profile__name", "profile_id")
    ]


def catalogue() -> list[NamedProfile]:
    """Return the profiles of the catalogue."""
    return [NamedProfile(kind.name, in_language(kind.label), kind()) for kind in data_options()]


def sides_of(alone: GroupWindow) -> tuple[Direction, ...]:
    """Return the directions of a company that were measured in a period, consumption first."""
    return tuple(side for side in reversed(DIRECTIONS) if not np.isnan(_measured_kwh(alone, side)).all())


def compute_profile_days(
    alone: GroupWindow, profiles: Sequence[NamedProfile], *, side: str, profile: str
) -> ProfileDays | None:
    """Return measured days beside a profile by its key, else beside the closest; None where nothing was measured."""
    sides = sides_of(alone)
    if not sides:
        return None
    shown = next((one for one in sides if one == side), sides[0])
    energy_kwh = _measured_kwh(alone, shown)
    measured, dates = _measured_days(alone, energy_kwh)
    expected: dict[str, Energies] = {}
    choices = []
    for one in profiles:
        if one.profile.direction in (None, shown):
            expected[one.key] = expected_shapes(one.profile, dates, measured)
            apart = misplaced(measured, expected[one.key])
            choices.append(ProfileChoice(one.key, one.label, one.is_own, 1.0 if apart is None else apart))
    choices.sort(key=lambda one: (one.misplaced, one.label, one.key))
    if not choices:
        return None
    chosen = next((one for one in choices if one.key == profile), choices[0])
    kind: Literal["week", "typical"] = "typical" if alone.timeline is None else "week"
    return ProfileDays(shown, sides, kind, measured, expected[chosen.key], chosen, tuple(choices))


def _measured_kwh(alone: GroupWindow, side: Direction) -> Energies:
    """Return the readings of a direction [kWh], (T,), NaN where nothing was measured."""
    readings, has = alone.readings, {"production": alone.has_production, "consumption": alone.has_consumption}
    quality = readings.production_quality if side == "production" else readings.consumption_quality
    energy_kwh = readings.production_kwh if side == "production" else readings.consumption_kwh
    is_measured = np.isin(quality[:, 0], MEASURED) & has[side][0]
    return np.where(is_measured, energy_kwh[:, 0], np.nan)


def _measured_days(alone: GroupWindow, energy_kwh: Energies) -> tuple[DayShapes, list[date]]:
    """Return the mean days and the dates behind them; for a typical day those of its type."""
    timeline, period = alone.timeline, alone.choice.period
    if timeline is not None:
        numbers = np.unique(timeline.day_number[~np.isnan(energy_kwh)])
        return compute_day_shapes(energy_kwh, timeline), [date(1970, 1, 1) + timedelta(int(n)) for n in numbers]
    days = [period.starts_on + timedelta(n) for n in range((period.ends_on - period.starts_on).days)]
    counted = [day for day in days if period.day_type in ("all", "weekend" if day.weekday() >= SATURDAY else "weekday")]
    return DayShapes(energy_kwh[None, :], np.ones(1, dtype=np.int64)), counted or days
