"""The market of a period: prices, trades, what savings are made of, proofs; amounts without VAT, null is unknown."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from energy_synergy.web.api.schemas.analysis import BucketsQuery, DatedQuery, PeriodOut
from energy_synergy.web.api.schemas.base import Finding, Moment, Number, Record

Money = Annotated[float | None, Field(description="In the currency of the answer; null where not known or not shown")]
Price = Annotated[float | None, Field(description="Currency per kWh; null where not known or not shown")]
Prices = Annotated[list[float | None], Field(description="Currency per kWh, one a bucket; null where not known")]


class MarketQuery(BucketsQuery):
    """A period of the calendar, and how finely its prices are told."""


class PairQuery(DatedQuery):
    """A period of the calendar, and who sold to whom."""

    seller: Number = Field(description="Number of the company that sold")
    buyer: Number = Field(description="Number of the company that bought")


class ExplainQuery(DatedQuery):
    """A period of the calendar, and one interval of sharing in it if not all."""

    at: Moment | None = Field(default=None, description="An instant in the interval; left out: the whole period")


class MarketCompany(Record):
    """What a company traded over the period; without a number it is the whole group."""

    company_id: int | None
    name: str
    received_kwh: float
    given_kwh: float
    paid: float
    earned: float
    saving: float = Field(description="What it has more than alone with the grid")
    alone: Money = Field(description="What it would pay the grid less what it would earn there; negative: it earns")
    saving_of_bill: float | None = Field(
        description="Saving over the size of `alone`; null where that is next to nothing"
    )


class NoTradeOut(Record):
    """For how long nothing was traded, and why."""

    reason: Literal[
        "neither",
        "no_surplus",
        "no_deficit",
        "missing",
        "no_price",
        "window_empty",
        "no_rule_price",
        "key_gives_none",
    ]
    hours: float


class PriceBuckets(Record):
    """Prices bucket by bucket: the mean over time, of the group price over the energy traded.

    Who sees every company gets the mean of all companies and the window of the group, anybody else those of the own
    company.
    """

    starts: list[str] = Field(description="What a clock on the wall shows when a bucket begins")
    step_minutes: int = Field(description="Length of a bucket; that of months is 30 days")
    grid_price_per_kwh: Prices
    group_price_per_kwh: Prices
    feed_in_price_per_kwh: Prices
    price_floor_per_kwh: Prices
    price_ceiling_per_kwh: Prices
    traded_kwh: list[float | None]


class MarketOut(Record):
    """The market of a group over a period, as far as you may see it."""

    period: PeriodOut
    currency: str
    agreement: str | None = Field(description="Titles of the agreements; null where the terms are a proposal")
    key: str
    price: str
    promise: Literal["slot", "period"] = Field(description="Where nobody is worse off than alone")
    interval_minutes: int
    is_protected: bool = Field(description="Anything but your own amounts would give a company away")
    mean_price_per_kwh: Price
    buyers_less_per_kwh: Price = Field(description="What buyers paid less than to the grid, fees counted")
    producers_more_per_kwh: Price = Field(description="What producers earned more than from the grid")
    companies: list[MarketCompany]
    group: MarketCompany | None = Field(description="null where it would give a company away")
    no_trade: list[NoTradeOut]
    prices: PriceBuckets | None = Field(description="null where they would give a company away")
    findings: list[Finding]


class PartyOut(Record):
    """A company of the matrix; without a number those that you do not see, as one."""

    company_id: int | None
    name: str


class TradeMatrixOut(Record):
    """Who sold how much to whom: rows sell, columns buy; null where you see nothing."""

    period: PeriodOut
    currency: str
    companies: list[PartyOut]
    energy_kwh: list[list[float | None]]
    amounts: list[list[float | None]]


class TradeSlot(Record):
    """What was sold in a quarter of an hour."""

    starts_at: datetime
    energy_kwh: float
    group_price_per_kwh: float
    amount: float


class PairTradesOut(Record):
    """What one company sold another; the amounts of the slots add up to `amount`."""

    period: PeriodOut
    currency: str
    seller: PartyOut
    buyer: PartyOut
    energy_kwh: float
    amount: float
    seller_alone: Money = Field(description="What the grid would have left the seller for it; for whom sees the seller")
    buyer_alone: Money = Field(description="What it would have cost the buyer, fees inside taken off; likewise")
    slots: list[TradeSlot]


class AccountLine(Record):
    """One part of an account: above 0 the company is paid, below it pays."""

    code: str
    label: str
    alone_kwh: float | None
    alone: float
    together_kwh: float | None
    together: float
    difference: float


class ExplainedOut(Record):
    """What a saving is made of: the differences of the lines add up to it."""

    period: PeriodOut
    currency: str
    company: PartyOut
    key: str
    price: str
    paid: float
    earned: float
    saving: float
    lines: list[AccountLine]
    sentences: list[str] = Field(description="The same in words, in the language of the request")


class CheckOut(Record):
    """One promise of the market, and how far the numbers are from it."""

    code: str
    sentence: str
    deviation: float | None = Field(description="The largest one; null where it is no number")
    unit: str
    tolerance: float
    holds: bool | None = Field(description="null where the price rule does not promise this")
    starts_at: datetime | None = Field(description="Where it is largest, for who sees every company")
    company: str | None


class ProofOut(Record):
    """Every promise, checked by sums over plain numbers that do not use what computed them."""

    is_sound: bool
    digest: str | None = Field(description="SHA-256 of the stored bytes of a kept result; else null")
    is_unchanged: bool | None = Field(description="Whether it is that of the bytes when they were kept; else null")
    checks: list[CheckOut]


class KeptResultOut(Record):
    """A result that is kept."""

    id: int
    starts_at: datetime
    ends_at: datetime
    agreement: str | None
    digest: str
    recorded_at: datetime
