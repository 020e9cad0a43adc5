"""The tariff of a member: what it pays the grid and is paid by it, between two dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Self, cast

from pydantic import (
    AllowInfNan,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SerializeAsAny,
    ValidationError,
    model_validator,
)

from energy_synergy.errors import InvalidValue, marked
from energy_synergy.registry import option, options, problems_of
from energy_synergy.tariffs.base import TariffPart
from energy_synergy.tariffs.flat import Flat

Amount = Annotated[float, Field(ge=0), AllowInfNan(False)]


def tariff_part(told: object) -> TariffPart | None:
    """Return the part that a number, or a table `{name = ..., <fields>}`, says; None for None.

    Raises UnknownName for a part that is not there, InvalidValue for fields that do not fit.
    """
    if told is None or isinstance(told, TariffPart):
        return told
    if isinstance(told, int | float) and not isinstance(told, bool):
        return cast(TariffPart, option("tariffs", "flat", price_per_kwh=told))
    if not isinstance(told, Mapping) or not isinstance(told.get("name"), str):
        raise InvalidValue(
            marked("{value} is no price. Give a number, or a table with one of these names: {known}."),
            value=repr(told)[:80],
            known=", ".join(options("tariffs")),
        )
    fields = {key: value for key, value in told.items() if key != "name"}
    return cast(TariffPart, option("tariffs", told["name"], **fields))


def tariff_part_record(part: TariffPart | None) -> dict[str, Any] | None:
    """Return a part as plain values, which `tariff_part` reads back."""
    return None if part is None else {"name": part.name, **part.model_dump(mode="json")}


Part = Annotated[SerializeAsAny[TariffPart], BeforeValidator(tariff_part)]


class Tariff(BaseModel):
    """What a member pays the grid for a kWh and is paid for one fed in; prices per kWh, all without VAT.

    It holds from `active_from` to `active_to` (end exclusive, local dates of the group, None = open). The local fee and
    levies are what is due on a kWh from the group; left out, they follow from the full ones and the country scheme.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
    title: str = Field(
        default="", max_length=120, description="What the tariff is called, such as the supplier and the offer"
    )
    currency: str = Field("EUR", pattern="^[A-Z]{3}$", description="Currency of every price, such as EUR")
    active_from: date | None = Field(default=None, description="First day on which it holds; empty for ever before")
    active_to: date | None = Field(
        default=None, description="First day on which it no longer holds; empty for ever after"
    )
    energy: Part | None = Field(default=None, description="Energy price of the supplier")
    grid_fee: Part = Field(default=Flat(price_per_kwh=0), description="Grid fee on a kWh from the grid")
    levies: Part = Field(
        default=Flat(price_per_kwh=0), description="Levies and taxes on a kWh from the grid, without VAT"
    )
    local_grid_fee: Part | None = Field(default=None, description="Grid fee on a kWh from the group, if it differs")
    local_levies: Part | None = Field(
        default=None, description="Levies and taxes on a kWh from the group, if they differ"
    )
    feed_in: Part | None = Field(default=None, description="What a kWh fed into the grid earns")
    injection_fee: Part = Field(default=Flat(price_per_kwh=0), description="Fee on a kWh fed into the grid")
    local_injection_fee: Part | None = Field(default=None, description="Fee on a kWh given to the group, if it differs")
    base_fee_per_month: Amount = Field(default=0.0, description="What the connection costs each month")
    peak_price_per_kw_month: Amount = Field(
        default=0.0, description="Price of each kW of the highest quarter-hour drawn from the grid in a month"
    )
    vat_percent: Annotated[float, Field(ge=0, le=100)] = Field(default=0.0, description="VAT on what the member pays")

    @model_validator(mode="after")
    def _ends_after_start(self) -> Self:
        if self.active_from and self.active_to and self.active_to <= self.active_from:
            raise InvalidValue(
                marked("The tariff ends on {active_to}, which is not after its start on {active_from}."),
                active_from=self.active_from.isoformat(),
                active_to=self.active_to.isoformat(),
            )
        return self

    def record(self) -> dict[str, Any]:
        """Return the tariff as plain values, which `read_tariff` reads back; what is not told is left out."""
        plain = self.model_dump(mode="json", exclude_none=True)
        parts = {name: tariff_part_record(getattr(self, name)) for name in PART_NAMES}
        return plain | {name: part for name, part in parts.items() if part is not None}


PART_NAMES = (
    "energy",
    "grid_fee",
    "levies",
    "local_grid_fee",
    "local_levies",
    "feed_in",
    "injection_fee",
    "local_injection_fee",
)


def read_tariff(told: Mapping[str, Any]) -> Tariff:
    """Return the tariff that a table of plain values says.

    Raises InvalidValue, which names the field, and UnknownName for a part that is not there.
    """
    try:
        return Tariff(**told)
    except ValidationError as error:
        problems = problems_of(error, Tariff, "tariff")
        raise InvalidValue(marked("The tariff cannot be read: {problems}"), problems=problems) from error
