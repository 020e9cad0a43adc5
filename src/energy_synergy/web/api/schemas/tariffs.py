"""Tariffs of companies and templates of a group, with the kinds of prices that their parts may have."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from energy_synergy.web.api.schemas.base import Change, Day, Line, Name, Record, nothing

Price = Annotated[float, Field(strict=True, ge=-1e6, le=1e6, allow_inf_nan=False, examples=[0.1825])]
Amount = Annotated[float, Field(strict=True, ge=0, le=1e9, allow_inf_nan=False)]
Percent = Annotated[float, Field(strict=True, ge=0, le=100, allow_inf_nan=False)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$"), Field(examples=["EUR"])]
Times = Annotated[str, StringConstraints(max_length=20), Field(examples=["22:00-06:00"])]
Weekday = Annotated[int, Field(strict=True, ge=0, le=6)]
Month = Annotated[int, Field(strict=True, ge=1, le=12)]
Title = Annotated[Line, Field(max_length=120, description="What it is called, such as the supplier and the offer")]


class FlatPrice(Record):
    """The same price at any time."""

    name: Literal["flat"]
    price_per_kwh: Price


class BandPrice(Record):
    """One price and when it holds, on the local clock; an empty list is every time, weekday or month."""

    name: Line = Field(default="", max_length=60)
    price_per_kwh: Price
    times: list[Times] = Field(default=[], max_length=24, description="End exclusive; 22:00-06:00 is over midnight")
    weekdays: list[Weekday] = Field(default=[], max_length=7, description="Monday 0 to Sunday 6")
    months: list[Month] = Field(default=[], max_length=12)


class TimeOfUsePrice(Record):
    """A price by local time, weekday and season."""

    name: Literal["time_of_use"]
    bands: list[BandPrice] = Field(min_length=1, max_length=24)
    other_price_per_kwh: Price | None = Field(default=None, description="At every other time")
    holidays_of: Line = Field(default="", max_length=10, description="Public holidays that count as Sundays: FR, DE-BY")


class SpotIndexedPrice(Record):
    """The day-ahead price times a factor plus a spread, within a floor and a cap."""

    name: Literal["spot_indexed"]
    factor: Price = 1.0
    spread_per_kwh: Price = 0.0
    floor_per_kwh: Price | None = None
    cap_per_kwh: Price | None = None


class OtherPrice(Record):
    """A kind of price that another package brought."""

    name: str
    fields: dict[str, Any]


Part = Annotated[FlatPrice | TimeOfUsePrice | SpotIndexedPrice, Field(discriminator="name")]
PartOut = FlatPrice | TimeOfUsePrice | SpotIndexedPrice | OtherPrice


class TariffBody(Record):
    """The prices of a tariff per kWh and its amounts, all without VAT; a part that is left out is not told."""

    currency: Currency | None = Field(default=None, description="Left out: that of the group")
    energy: Part | None = Field(default=None, description="Energy price of the supplier")
    grid_fee: Part | None = Field(default=None, description="Grid fee on a kWh from the grid; left out: none")
    levies: Part | None = Field(default=None, description="Levies on a kWh from the grid; left out: none")
    local_grid_fee: Part | None = Field(default=None, description="Left out: from the grid fee and the scheme")
    local_levies: Part | None = Field(default=None, description="Left out: from the levies and the scheme")
    feed_in: Part | None = Field(default=None, description="What a kWh fed into the grid earns")
    injection_fee: Part | None = Field(default=None, description="Fee on a kWh fed in; left out: none")
    local_injection_fee: Part | None = Field(default=None, description="Left out: as on a kWh fed in")
    base_fee_per_month: Amount = 0.0
    peak_price_per_kw_month: Amount = 0.0
    vat_percent: Percent = 0.0


class TariffIn(TariffBody):
    """A tariff from one local day to another, both included; null is open."""

    title: Title = ""
    first_on: Day | None = None
    last_on: Day | None = None


class TariffChange(Change):
    """A change of a tariff; a field that is left out stays as it is, a part that is null is not told any more."""

    title: Title = Field(default_factory=nothing)  # type: ignore[assignment]
    first_on: Day | None = Field(default_factory=nothing)
    last_on: Day | None = Field(default_factory=nothing, description="To end a tariff, send only this")
    currency: Currency = Field(default_factory=nothing)  # type: ignore[assignment]
    energy: Part | None = Field(default_factory=nothing)
    grid_fee: Part | None = Field(default_factory=nothing)
    levies: Part | None = Field(default_factory=nothing)
    local_grid_fee: Part | None = Field(default_factory=nothing)
    local_levies: Part | None = Field(default_factory=nothing)
    feed_in: Part | None = Field(default_factory=nothing)
    injection_fee: Part | None = Field(default_factory=nothing)
    local_injection_fee: Part | None = Field(default_factory=nothing)
    base_fee_per_month: Amount = Field(default_factory=nothing)  # type: ignore[assignment]
    peak_price_per_kw_month: Amount = Field(default_factory=nothing)  # type: ignore[assignment]
    vat_percent: Percent = Field(default_factory=nothing)  # type: ignore[assignment]


class PricesOut(Record):
    """The parts and amounts of a tariff as they are kept; null is not told."""

    title: str
    currency: str
    energy: PartOut | None
    grid_fee: PartOut
    levies: PartOut
    local_grid_fee: PartOut | None
    local_levies: PartOut | None
    feed_in: PartOut | None
    injection_fee: PartOut
    local_injection_fee: PartOut | None
    base_fee_per_month: float
    peak_price_per_kw_month: float
    vat_percent: float


class TariffOut(PricesOut):
    """A tariff of a company. A change makes a new one with a new number; the one before stays in the history."""

    id: int
    first_on: date | None
    last_on: date | None = Field(description="Included")
    holds_today: bool
    recorded_at: datetime
    replaced_at: datetime | None = Field(description="Since when it counts no longer; null while it counts")


class CompanyTariffOut(Record):
    """What holds for a company today; `state` is none, two, currency (another than the group's) or fits."""

    company_id: int
    state: Literal["fits", "none", "two", "currency"]
    today: list[TariffOut] = Field(description="The tariffs that hold today; one, where it fits")


class TariffTemplateIn(TariffBody):
    """A tariff without dates, for the companies of the group; everybody in the group sees it."""

    title: Name


class TariffTemplateOut(PricesOut):
    """A template of the group."""

    id: int
    recorded_at: datetime


class TariffQuery(Record):
    """Which tariffs of a company."""

    history: bool = Field(default=False, description="Those that were changed or removed as well")
