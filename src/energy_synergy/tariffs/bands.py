"""Bands of a time-of-use tariff: the times, weekdays and months in which one price holds."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Annotated

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, field_validator

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.tariffs.base import PricePerKwh
from energy_synergy.units import SLOTS_PER_DAY

Flags = npt.NDArray[np.bool_]
SPAN = re.compile(r"(\d{1,2}):(00|15|30|45)\s*[-–]\s*(\d{1,2}):(00|15|30|45)")
MONTHS, WEEKDAYS = 12, 7


class Band(BaseModel):
    """One price and when it holds, on the local clock; left empty, every time, weekday or month.

    `times` are spans such as 22:00-06:00 (end exclusive, over midnight too: the part after midnight belongs to the
    next weekday). Weekdays count from Monday 0 to Sunday 6, months from 1 to 12.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str = Field(default="", max_length=60, description="What the band is called on bills, such as off-peak")
    price_per_kwh: PricePerKwh = Field(description="Price of a kWh in the band, without VAT; it may be negative")
    times: tuple[str, ...] = Field(default=(), description="Spans of local time such as 22:00-06:00; empty for all day")
    weekdays: tuple[Annotated[int, Field(ge=0, le=6)], ...] = Field(
        default=(), description="Monday 0 to Sunday 6; empty: all"
    )
    months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = Field(
        default=(), description="1 to 12; empty for all months"
    )

    @field_validator("times")
    @classmethod
    def _are_spans(cls, times: tuple[str, ...]) -> tuple[str, ...]:
        for span in times:
            _quarters(span)
        return times

    @field_validator("weekdays", "months")
    @classmethod
    def _in_order(cls, numbers: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(sorted(set(numbers)))

    @property
    def holds(self) -> Flags:
        """Whether the band holds by month, weekday and quarter of the day, (12, 7, 96); not to be written to."""
        return _held(self.times, self.weekdays, self.months)


# Kept beside the bands, not in them: equal bands must stay equal, and an array in them cannot be compared.
@lru_cache(maxsize=1000)
def _held(times: tuple[str, ...], weekdays: tuple[int, ...], months: tuple[int, ...]) -> Flags:
    week = np.zeros((WEEKDAYS, SLOTS_PER_DAY), dtype=np.bool_)
    chosen = _chosen(weekdays, WEEKDAYS)
    for span in times or ("00:00-24:00",):
        first, end = _quarters(span)
        week[chosen, first : min(end, SLOTS_PER_DAY)] = True
        week[np.roll(chosen, 1), : max(0, end - SLOTS_PER_DAY)] = True
    held: Flags = _chosen([month - 1 for month in months], MONTHS)[:, None, None] & week
    held.flags.writeable = False
    return held


def _chosen(places: tuple[int, ...] | list[int], size: int) -> Flags:
    chosen = np.full(size, not places, dtype=np.bool_)
    chosen[list(places)] = True
    return chosen


def _quarters(span: str) -> tuple[int, int]:
    """Return the first quarter of a span and the one after its last; above 96 where it runs over midnight."""
    match = SPAN.fullmatch(span.strip())
    if match:
        hours = [int(match[1]), int(match[3])]
        first, end = (hour * 4 + int(minute) // 15 for hour, minute in zip(hours, (match[2], match[4]), strict=True))
        if first < SLOTS_PER_DAY and end <= SLOTS_PER_DAY and first != end:
            return first, end if end > first else end + SLOTS_PER_DAY
    raise InvalidValue(
        marked("{span} is not a span of the day. Write it as 22:00-06:00, at quarters of an hour."), span=span
    )
