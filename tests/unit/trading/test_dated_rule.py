from __future__ import annotations

import numpy as np
import pytest

from energy_synergy.pricing.base import Pool
from energy_synergy.registry import option, options
from energy_synergy.trading.dated_rule import RulesRefused, dated_rule

POOL = Pool(np.full(4, 0.08), np.full(4, 0.30), np.full(4, 1.0), np.full(4, 2.0))


def test_it_prices_each_row_by_the_rule_that_holds_in_it() -> None:
    rule = dated_rule([(0, option("pricing", "mid_market_rate")), (3, option("pricing", "k_split", k=0.0))])
    assert rule.prices(POOL) == pytest.approx([0.19, 0.19, 0.19, 0.08])


def test_equal_neighbours_are_one_rule() -> None:
    rule = dated_rule([(0, option("pricing", "mid_market_rate")), (2, option("pricing", "mid_market_rate"))])
    assert rule.name == "mid_market_rate"


def test_it_refuses_a_rule_of_the_period_among_others() -> None:
    with pytest.raises(RulesRefused, match="bill_sharing"):
        dated_rule([(0, option("pricing", "mid_market_rate")), (2, option("pricing", "bill_sharing"))])


def test_it_is_no_option() -> None:
    assert "_dated" not in options("pricing")
