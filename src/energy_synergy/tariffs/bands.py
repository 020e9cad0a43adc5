"""Bands of a time-of-use tariff: the times, weekdays and months in which one price holds."""

from __future__ import annotations

import re
from functools import cached_property
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

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))
    name: str = Field("", max_length=60, description="What the band is called on bills, such as off-peak")
    price_per_kwh: PricePerKwh = Field(description="Price of a kWh in the band, without VAT; it may be negative")
    times: tuple[str, ...] = Field((), description="Spans of local time such as 22:00-06:00; empty for all day")
    weekdays: tuple[Annotated[int, Field(ge=0, le=6)], ...] = Field((), description="Monday 0 to Sunday 6; empty: all")
    months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = Field((), description="1 to 12; empty for all months")

    @field_validator("times")
    @classmethod
    def _are_spans(cls, times: tuple[str, ...]) -> tuple[str, ...]:
        for span in times:
            _quarters(span)
        return times

    @cached_property
    def holds(self) -> Flags:
        """Whether the band holds by month, weekday and quarter of the day, (12, 7, 96)."""
        months = _chosen([month - 1 for month in self.months], MONTHS)
        weekdays = _chosen(self.weekdays, WEEKDAYS)
        week = np.zeros((WEEKDAYS, SLOTS_PER_DAY), dtype=np.bool_)
        for span in self.times or ("00:00-24:00",):
            first, end = _quarters(span)
            week[weekdays, first : min(end, SLOTS_PER_DAY)] = True
            week[np.roll(weekdays, 1), : max(0, end - SLOTS_PER_DAY)] = True
        held: Flags = months[:, None, None] & week
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
