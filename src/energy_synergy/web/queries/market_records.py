"""What the market page shows, as plain records: raw numbers and names, never formatted text."""

from __future__ import annotations

from dataclasses import dataclass

from energy_synergy.findings import Finding
from energy_synergy.web.queries.overview_records import GroupHead, PeriodHead


@dataclass(frozen=True, slots=True)
class MarketRow:
    """What a company, or the group, traded; amounts are in the currency of the group.

    `alone` is what it would pay the grid less what it would earn there, None where that is not told; `part` the saving
    as a part of that, None where that says nothing.
    """

    id: int
    name: str
    color_index: int
    received_kwh: float
    given_kwh: float
    paid: float
    earned: float
    saving: float
    alone: float | None
    part: float | None
    has_tariff: bool = True


@dataclass(frozen=True, slots=True)
class MarketVerdict:
    """What the market brought: of the group, or of one company where the group must not be told.

    `mean_price`, `buyers_less` and `producers_more` are per kWh traded, None where there is none; `gain` is an amount.
    """

    company: str
    mean_price: float | None
    buyers_less: float | None
    producers_more: float | None
    gain: float
    traded_kwh: float


@dataclass(frozen=True, slots=True)
class NoTrade:
    """For how long nothing was traded, and why: a word of `REASONS`."""

    reason: str
    hours: float


@dataclass(frozen=True, slots=True)
class AgreementHead:
    """Which key and price rule the market rests on; without a title it is a proposal."""

    title: str
    number: int | None
    key: str
    rule: str
    is_partly: bool
    refusals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MarketPage:
    """The market of a group over a period as a visitor may see it.

    Without tariffs there is nothing but `group`, `period` and the heads. `total` and `no_trade` are left out where they
    would give a company away. `lacks_running_month` tells that what others do in a month that is not over is left out.
    """

    group: GroupHead
    period: PeriodHead
    currency: str
    agreement: AgreementHead
    has_data: bool
    has_tariffs: bool
    is_protected: bool
    lacks_running_month: bool
    is_full: bool
    verdict: MarketVerdict | None
    rows: tuple[MarketRow, ...]
    total: MarketRow | None
    no_trade: tuple[NoTrade, ...]
    findings: tuple[Finding, ...]
    without_tariff: tuple[str, ...]
