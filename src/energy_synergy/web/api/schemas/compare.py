"""Every sharing key with every price rule; amounts are without VAT, null is unknown or not shown."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from energy_synergy.web.api.schemas.analysis import DatedQuery, PeriodOut
from energy_synergy.web.api.schemas.base import Finding, Record

Money = Annotated[float | None, Field(description="In the currency of the answer; null where not known or not shown")]


class CompareQuery(DatedQuery):
    """A period of the calendar, and which combinations to tell."""

    key: str | None = Field(default=None, max_length=60, description="Only this sharing key")
    price: str | None = Field(default=None, max_length=60, description="Only this price rule")


class BillOut(Record):
    """What a company pays alone with the grid over the period; null where a tariff or a price lacks."""

    company_id: int
    name: str
    grid_cost: Money = Field(description="Energy from the grid with its fees and levies")
    grid_income: Money = Field(description="What fed-in energy earns, its fee taken off")
    base_fee: Money
    peak_cost: Money = Field(description="Peak power of each local month; sharing does not change it")
    net: Money = Field(description="Costs less income; negative is income")
    vat: Money = Field(description="VAT on what is paid, not part of net")


class CompanyGain(Record):
    """What a combination does for a company."""

    company_id: int
    savings: Money = Field(description="What it has more than alone, after the compensation")
    savings_without_compensation: Money
    savings_of_bill: float | None = Field(description="Fraction of its bill alone; null where that is next to nothing")
    bill: Money = Field(description="Its bill in the group, net of VAT")
    given_kwh: float
    received_kwh: float
    service: float | None = Field(description="Received over what it lacked; null where it lacked nothing")


class FairnessOut(Record):
    """How evenly something is spread over the companies that it concerns."""

    measured: Literal["savings", "savings_per_kwh", "savings_of_bill", "service"]
    members: int
    jain: float | None
    gini: float | None
    min_max: float | None


class CombinationOut(Record):
    """One sharing key with one price rule; what is made of single amounts of others is for those who see them."""

    key: str
    price: str
    promise: Literal["slot", "period"] = Field(description="Where nobody is worse off than alone")
    with_compensation: bool = Field(description="Offered only with its compensation")
    scheme_admits_key: bool | None = Field(description="null without a country scheme")
    shared_kwh: float
    total_gain: Money
    group_price_per_kwh: float | None = Field(description="Mean price inside the group; null for a rule without one")
    intervals_without_price: int
    willingness: float | None = Field(description="Part of those who take part that are better off than alone")
    winners: int | None
    losers: int | None
    losers_without_compensation: int | None
    fairness: list[FairnessOut]
    companies: list[CompanyGain]


class ChoiceOut(Record):
    """What was assumed of a sharing key or a price rule, or why it is left out."""

    name: str
    sentence: str


class CompareOut(Record):
    """The same readings under every sharing key with every price rule."""

    period: PeriodOut
    currency: str
    scheme: str | None
    is_coarse: bool = Field(description="A total would give a company away, so that the gain of the group is left out")
    bills_alone: list[BillOut]
    combinations: list[CombinationOut]
    assumptions: list[ChoiceOut]
    skipped: list[ChoiceOut]
    findings: list[Finding]
