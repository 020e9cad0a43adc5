"""What the page that compares keys and prices shows, as the visitor may see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from energy_synergy.community.fairness import Fairness
from energy_synergy.web.queries.findings import FindingLine
from energy_synergy.web.queries.overview_records import Completeness, GroupHead, PeriodHead

Change = Literal["wins", "loses", "same", "out"]


@dataclass(frozen=True, slots=True)
class OwnGain:
    """What a company of the visitor gains under a combination [currency], and as a part of its bill alone."""

    company: str
    gain: float | None
    part: float | None


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One key with one price; what the visitor may not see is None.

    `gain` is that of the group, `price_per_kwh` the mean price inside it. `least` names who gains least and how much;
    `winners` and `losers` count companies against the reference, `unpaid_losers` those that would lose without the
    compensation. `fairness` measures savings, savings per kWh, of the bill, and service.
    """

    name: str
    key: str
    key_label: str
    price: str
    price_label: str
    is_compensated: bool
    is_admitted: bool | None
    shared_kwh: float
    gain: float | None
    price_per_kwh: float | None
    least: tuple[str, float] | None
    winners: int | None
    losers: int | None
    unpaid_losers: int | None
    fairness: tuple[Fairness, ...]
    own: tuple[OwnGain, ...]
    blocked_slots: int

    @property
    def evenness(self) -> Fairness | None:
        """How evenly savings are spread."""
        return self.fairness[0] if self.fairness else None

    @property
    def service(self) -> Fairness | None:
        """How evenly need is served."""
        return self.fairness[-1] if self.fairness else None


@dataclass(frozen=True, slots=True)
class CompanyLine:
    """A company under the combination chosen; amounts without VAT [currency], VAT apart, None where not known.

    `gain` is against the reference, `part` of the bill alone; `start` and `width` place its bar, fractions.
    """

    id: int
    name: str
    color_index: int
    bill_alone: float | None
    vat_alone: float | None
    bill: float | None
    vat: float | None
    gain: float | None
    part: float | None
    given_kwh: float
    received_kwh: float
    service: float | None
    change: Change
    start: float = 0.0
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class BestLine:
    """The best by one measure, with the combinations that reach it, the first few of them named."""

    label: str
    unit: str
    value: float
    rows: tuple[CompareRow, ...]
    count: int

    @property
    def more(self) -> int:
        """How many combinations are not named."""
        return self.count - len(self.rows)


@dataclass(frozen=True, slots=True)
class AssumptionLine:
    """What was assumed of a key or a price rule, or why it is left out."""

    label: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Every key with every price over a period, and one of them company by company.

    `reference` says what companies are compared with: None for the grid alone. `currency` is that of all amounts.
    `is_full` tells whether the visitor sees every company; `all_names` are those of all combinations, whatever the
    filter leaves. `lacks_running_month` tells that what others do in a month that is not over is left out.
    """

    group: GroupHead
    period: PeriodHead
    currency: str
    completeness: Completeness
    has_data: bool
    is_full: bool
    is_coarse: bool
    lacks_running_month: bool
    rows: tuple[CompareRow, ...]
    best: tuple[BestLine, ...]
    chosen: CompareRow | None
    lines: tuple[CompanyLine, ...]
    reference: str | None
    references: tuple[tuple[str, str], ...]
    keys: tuple[tuple[str, str], ...]
    prices: tuple[tuple[str, str], ...]
    assumptions: tuple[AssumptionLine, ...]
    skipped: tuple[AssumptionLine, ...]
    findings: tuple[FindingLine, ...]
    scheme: str
    zero: float = 0.0

    @property
    def has_gain(self) -> bool:
        """Tell whether anything changes hands under any combination."""
        return any(row.shared_kwh > 0 for row in self.rows)

    @property
    def own_best(self) -> tuple[OwnGain, CompareRow] | None:
        """Return where the first company of the visitor gains most."""
        known = [(one.gain, row.own[0], row) for row in self.rows for one in row.own[:1] if one.gain is not None]
        if not known:
            return None
        _, own, row = max(known, key=lambda each: each[0])
        return own, row
