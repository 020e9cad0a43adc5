"""What a kWh costs and earns a company over a day or a week: the values of the chart, and the same as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from django.utils.translation import gettext as _

from energy_synergy.reports.tables import Cell, Column, Table
from energy_synergy.tariffs.base import PricedSlots, Prices
from energy_synergy.tariffs.member_prices import LocalFees, MemberPrices, price_members
from energy_synergy.tariffs.tariff import Tariff
from energy_synergy.timeline import Timeline, zone
from energy_synergy.web.db.loading import bonds_in_order
from energy_synergy.web.db.models import Company, Group
from energy_synergy.web.queries.bucket_tables import nones
from energy_synergy.web.queries.calendar_period import timeline_of
from energy_synergy.web.queries.market_terms import market_terms
from energy_synergy.web.queries.overview_charts import Chart
from energy_synergy.web.queries.overview_records import PeriodHead

DECIMALS = 6
QUARTER = 15


@dataclass(frozen=True)
class PriceCurve:
    """The prices of a company in each slot of a period [currency/kWh], (T,), without VAT, NaN where unknown.

    `has_spot` tells whether any day-ahead price is known in the period.
    """

    company: str
    currency: str
    period: PeriodHead
    timeline: Timeline
    buy: Prices
    sell: Prices
    ceiling: Prices
    floor: Prices
    has_spot: bool

    @property
    def is_known(self) -> bool:
        """Tell whether any price is known."""
        return bool(np.isfinite(np.concatenate([self.buy, self.sell])).any())

    @property
    def labels(self) -> list[str]:
        """The local time at which each slot begins."""
        return np.datetime_as_string(self.timeline.local_unix.astype("datetime64[s]"), unit="m").tolist()  # type: ignore[no-any-return]

    def as_values(self) -> Chart:
        """Return the object that the page carries; an unknown price is null."""
        return {
            "period": asdict(self.period),
            "step_minutes": QUARTER,
            "quantity": "price",
            "unit": f"{self.currency}/kWh",
            "labels": self.labels,
            "missing": [],
            **{
                name: np.ascontiguousarray(np.round(getattr(self, name), DECIMALS))
                for name in ("buy", "sell", "ceiling", "floor")
            },
        }


def load_price_curve(group: Group, company: Company, tariffs: Sequence[Tariff], period: PeriodHead) -> PriceCurve:
    """Return the prices of a company over a day or a week; two queries at most."""
    timeline = timeline_of(period, group.timezone)
    terms = market_terms(group, timeline)
    spot = None if terms.spot is None else terms.spot.over(timeline)
    fees = terms.local_fees if isinstance(terms.local_fees, LocalFees) else _own(group, company, terms.local_fees)
    priced = price_members(
        [(company.name, tariffs)], PricedSlots(timeline, spot), currency=group.currency, local_fees=fees
    ).prices
    return PriceCurve(
        company.name, group.currency, period, timeline, *_columns(priced), has_spot=terms.spot is not None
    )


def _own(group: Group, company: Company, fees: Sequence[LocalFees]) -> LocalFees:
    places = [bond.company_id for bond in bonds_in_order(group)]
    return fees[places.index(company.pk)]


def _columns(priced: MemberPrices) -> tuple[Prices, Prices, Prices, Prices]:
    names = ("buy_price_per_kwh", "sell_price_per_kwh", "price_ceiling_per_kwh", "price_floor_per_kwh")
    buy, sell, ceiling, floor = (priced.of_member(getattr(priced, name), 0) for name in names)
    return buy, sell, ceiling, floor


def price_table(curve: PriceCurve) -> Table:
    """Return the prices quarter by quarter; quarters in a row with the same prices are one line."""
    unit = f"{curve.currency}/kWh"
    heads = (_("Buying from the grid"), _("Feeding into the grid"), _("Ceiling in the group"), _("Floor in the group"))
    values = np.stack([curve.buy, curve.sell, curve.ceiling, curve.floor], axis=1)
    same = np.nan_to_num(values, nan=np.inf)
    firsts = np.flatnonzero(np.r_[True, (same[1:] != same[:-1]).any(axis=1)])
    clock = zone(curve.timeline.timezone)
    columns = [nones(values[firsts, place]) for place in range(len(heads))]
    rows: list[tuple[Cell, ...]] = [
        (curve.timeline.start_of(first).astimezone(clock), *prices)
        for first, *prices in zip(firsts.tolist(), *columns, strict=True)
    ]
    caption = _("Prices of {company}").format(company=curve.company)
    note = _("Each line holds until the next one begins. Prices without VAT.")
    return Table("prices", caption, (Column(_("From")), *(Column(head, unit, 5) for head in heads)), rows, None, note)
