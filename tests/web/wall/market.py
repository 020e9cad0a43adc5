"""A kept result of the market for the group behind the wall."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from energy_synergy.registry import option
from energy_synergy.tariffs.member_prices import MemberPrices, PriceColumns
from energy_synergy.timeline import Timeline
from energy_synergy.trading.kept import keep_market
from energy_synergy.trading.market import OpenMarket, compute_market
from energy_synergy.web.db.market_records import save_record
from energy_synergy.web.db.models import Group
from tests.web.conftest import NOW

START = NOW.replace(hour=0) - timedelta(days=200)
PARTS = ("grid_fee", "levies", "local_grid_fee", "local_levies", "injection_fee", "local_injection_fee")


def market_record(group: Group, members: list[str]) -> int:
    """Keep a result of two slots in which the first company sells to the second; return its number."""
    count = len(members)
    surplus, deficit = np.zeros((2, count)), np.zeros((2, count))
    surplus[:, 0], deficit[:, 1] = 2.5, 1.5
    fees = {name: np.zeros((2, 1)) for name in PARTS}
    columns = PriceColumns(energy=np.full((2, 1), 0.2), feed_in=np.full((2, 1), 0.06), **fees)
    prices = MemberPrices("EUR", columns, np.zeros(count, dtype=np.int64))
    market = compute_market(
        OpenMarket(surplus, deficit, prices), option("sharing", "pro_rata"), option("pricing", "mid_market_rate")
    )
    told = {"key_record": {"name": "pro_rata"}, "rule_record": {"name": "mid_market_rate"}}
    kept = keep_market(
        market,
        group=group.name,
        members=members,
        starts_at=START.isoformat(),
        timezone=group.timezone,
        told=told,
    )
    timeline = Timeline(START, 2, group.timezone)
    return save_record(group, kept, timeline, agreement_id=None, now=NOW, recorded_by="owner")[0].pk
