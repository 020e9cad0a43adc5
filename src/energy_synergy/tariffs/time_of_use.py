"""A price by time of day, weekday and season."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from typing import ClassVar, Self

import holidays
import numpy as np
import numpy.typing as npt
from pydantic import Field, field_validator, model_validator

from energy_synergy.errors import InvalidValue, UnknownName, marked
from energy_synergy.tariffs.bands import MONTHS, WEEKDAYS, Band
from energy_synergy.tariffs.base import PricedSlots, PricePerKwh, Prices, TariffPart
from energy_synergy.timeline import Timeline
from energy_synergy.units import SLOTS_PER_DAY

SUNDAY = 6
EPOCH = date(1970, 1, 1)
Ints = npt.NDArray[np.int64]


class BandsOverlap(InvalidValue):
    """Two bands of a time-of-use price hold at the same time."""

    code = "bands_overlap"


class TimeOfUse(TariffPart):
    """A price by local time, weekday and season; public holidays may count as Sundays."""

    name: ClassVar[str] = "time_of_use"
    label: ClassVar[Mapping[str, str]] = {"en": "Time of use", "fr": "Heures pleines, heures creuses"}
    bands: tuple[Band, ...] = Field(description="The bands with their times and prices; two never hold at once")
    other_price_per_kwh: PricePerKwh | None = Field(
        default=None, description="The price outside every band; left out, the bands must cover the whole year"
    )
    holidays_of: str = Field(
        default="",
        description="Country or region whose public holidays count as Sundays, such as FR or DE-BY; empty: none",
    )

    @field_validator("holidays_of")
    @classmethod
    def _is_known(cls, name: str) -> str:
        if name:
            _calendar(name, 2025)
        return name

    @model_validator(mode="after")
    def _bands_fit(self) -> Self:
        _band_by_time(self)
        return self

    def prices(self, slots: PricedSlots) -> Prices:
        """Return the price of each slot [currency/kWh], (T,)."""
        timeline = slots.timeline
        weekday = _weekdays(timeline, self.holidays_of) if self.holidays_of else timeline.weekday
        band = _band_by_time(self)[timeline.month - 1, weekday, timeline.quarter_of_day]
        last = np.nan if self.other_price_per_kwh is None else self.other_price_per_kwh
        prices: Prices = np.array([*(band.price_per_kwh for band in self.bands), last])[band]
        return prices


def _band_by_time(told: TimeOfUse) -> Ints:
    """Return the number of the band by month, weekday and quarter, (12, 7, 96); -1 outside every band."""
    found = np.full((MONTHS, WEEKDAYS, SLOTS_PER_DAY), -1, dtype=np.int64)
    for number, band in enumerate(told.bands):
        taken = band.holds & (found >= 0)
        if taken.any():
            month, weekday, quarter = (int(place[0]) for place in np.nonzero(taken))
            raise BandsOverlap(
                marked("The bands {first} and {second} both hold on weekday {weekday} at {time} in month {month}."),
                first=told.bands[found[month, weekday, quarter]].name or found[month, weekday, quarter] + 1,
                second=band.name or number + 1,
                weekday=weekday + 1,
                time=f"{quarter // 4:02}:{quarter % 4 * 15:02}",
                month=month + 1,
            )
        found[band.holds] = number
    if told.other_price_per_kwh is None and (found < 0).any():
        month, weekday, quarter = (int(place[0]) for place in np.nonzero(found < 0))
        raise InvalidValue(
            marked("No band holds on weekday {weekday} at {time} in month {month}. Add one, or give the other price."),
            weekday=weekday + 1,
            time=f"{quarter // 4:02}:{quarter % 4 * 15:02}",
            month=month + 1,
        )
    return found


def _weekdays(timeline: Timeline, holidays_of: str) -> Ints:
    """Return the weekday of each slot, (T,), Sunday on public holidays."""
    weekday = timeline.weekday.copy()
    if not timeline.slots:
        return weekday
    first, last = (EPOCH + timedelta(days=int(number)) for number in timeline.day_number[[0, -1]])
    for year in range(first.year, last.year + 1):
        days = [(day - EPOCH).days for day in _calendar(holidays_of, year)]
        weekday[np.isin(timeline.day_number, days)] = SUNDAY
    return weekday


@cache
def _calendar(name: str, year: int) -> frozenset[date]:
    """Return the public holidays of a country or region in a year.

    Raises UnknownName for a name that the calendars do not hold.
    """
    country, _, region = name.partition("-")
    try:
        return frozenset(holidays.country_holidays(country, subdiv=region or None, years=year))
    except NotImplementedError as error:
        raise UnknownName(
            marked("No calendar of public holidays is known for {name}. Use a code such as FR, AT or DE-BY."), name=name
        ) from error
