"""What holds for every market: money adds up, nobody is worse off, and order and size do not matter."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from energy_synergy.registry import family, option
from energy_synergy.tariffs.member_prices import MemberPrices, PriceColumns
from energy_synergy.trading.cooperative import coalition_values, energy_game
from energy_synergy.trading.market import Market, OpenMarket, compute_market
from tests.property.market_draws import BY_SLOT, KEYS, RULES, key_of, markets, rule_of

CRUMB = 1e-9
any_key = st.sampled_from(KEYS)
every_rule = pytest.mark.parametrize("rule_name", list(RULES))


# Under the others a member without energy still holds a share, which is lost to the group: that is what these keys are.
not_holding_shares = st.sampled_from([name for name in KEYS if family("sharing")[name].ignores_idle_members])
few = settings(max_examples=25)


def compute(market: OpenMarket, key_name: str, rule_name: str) -> Market:
    """Return the market under one key and one rule by name."""
    return compute_market(market, key_of(key_name, market), rule_of(rule_name))


def by_member(market: OpenMarket, name: str) -> Any:
    """Return one of the prices of each member, (T, M), 0 where it is unknown."""
    return np.nan_to_num(getattr(market.prices, name)[:, market.prices.column_of])


def gains_by_slot(found: Market) -> Any:
    """Return what each member gains in each slot by the local price, (T, M)."""
    given_kwh, received_kwh = found.moved_kwh
    price = np.nan_to_num(found.group_price_per_kwh)[:, None]
    ceiling, floor = (by_member(found.open_market, f"price_{end}_per_kwh") for end in ("ceiling", "floor"))
    return (ceiling - price) * received_kwh + (price - floor) * given_kwh


@every_rule
@few
@given(key_name=any_key, market=markets())
def test_the_total_gain_is_ceilings_of_received_less_floors_of_given(
    rule_name: str, key_name: str, market: OpenMarket
) -> None:
    found = compute(market, key_name, rule_name)
    given_kwh, received_kwh = found.moved_kwh
    gain = (by_member(market, "price_ceiling_per_kwh") * received_kwh).sum()
    gain -= (by_member(market, "price_floor_per_kwh") * given_kwh).sum()
    assert found.total_gain == pytest.approx(gain, abs=CRUMB)
    assert found.savings.sum() == pytest.approx(gain, abs=CRUMB)
    assert found.savings_by_rule == pytest.approx(gains_by_slot(found).sum(axis=0) + found.transfers, abs=CRUMB)


@every_rule
@few
@given(key_name=any_key, market=markets())
def test_payments_sum_to_zero(rule_name: str, key_name: str, market: OpenMarket) -> None:
    found = compute(market, key_name, rule_name)
    assert found.paid.sum() == pytest.approx(found.earned.sum(), abs=CRUMB)
    assert found.transfers.sum() == pytest.approx(0, abs=CRUMB)
    assert found.compensation.sum() == pytest.approx(0, abs=CRUMB)


@pytest.mark.parametrize("rule_name", BY_SLOT)
@few
@given(key_name=any_key, market=markets())
def test_nobody_is_worse_off_in_any_slot(rule_name: str, key_name: str, market: OpenMarket) -> None:
    found = compute(market, key_name, rule_name)
    assert gains_by_slot(found).min(initial=0) >= -CRUMB
    assert not found.compensation.any()


@every_rule
@few
@given(key_name=any_key, market=markets())
def test_nobody_is_worse_off_over_the_window(rule_name: str, key_name: str, market: OpenMarket) -> None:
    assert compute(market, key_name, rule_name).savings.min(initial=0) >= -CRUMB


@pytest.mark.parametrize("rule_name", BY_SLOT)
@few
@given(key_name=any_key, market=markets())
def test_the_price_lies_in_the_window_of_everybody_who_trades(
    rule_name: str, key_name: str, market: OpenMarket
) -> None:
    found = compute(market, key_name, rule_name)
    price = np.broadcast_to(found.group_price_per_kwh[:, None], found.moved_kwh[0].shape)
    columns = market.prices.column_of
    for moved, end, sign in zip(found.moved_kwh, ("floor", "ceiling"), (1, -1), strict=True):
        traded = moved > 0
        limit = getattr(market.prices, f"price_{end}_per_kwh")[:, columns]
        assert (sign * (price - limit)[traded] >= -CRUMB).all()
        assert np.isfinite(limit[traded]).all()


@every_rule
@few
@given(key_name=any_key, market=markets(), draw=st.data())
def test_the_order_of_members_does_not_matter(
    rule_name: str, key_name: str, market: OpenMarket, draw: st.DataObject
) -> None:
    order = draw.draw(st.permutations(range(market.prices.members)))
    key, rule = key_of(key_name, market), rule_of(rule_name)
    turned = dataclasses.replace(
        market,
        production_kwh=market.production_kwh[:, order],
        consumption_kwh=market.consumption_kwh[:, order],
        prices=market.prices.for_members(order),
        taking_part=None if market.taking_part is None else market.taking_part[:, :, order],
    )
    there, here = compute_market(turned, key.permuted(order), rule), compute_market(market, key, rule)
    assert there.savings == pytest.approx(here.savings[order], abs=CRUMB)
    assert there.compensation == pytest.approx(here.compensation[order], abs=CRUMB)


@every_rule
@few
@given(key_name=any_key, market=markets(), factor=st.sampled_from([0.25, 2.0, 1024.0]))
def test_twice_the_energy_is_twice_the_gain(rule_name: str, key_name: str, market: OpenMarket, factor: float) -> None:
    larger = dataclasses.replace(
        market, production_kwh=market.production_kwh * factor, consumption_kwh=market.consumption_kwh * factor
    )
    there, here = compute(larger, key_name, rule_name), compute(market, key_name, rule_name)
    np.testing.assert_allclose(there.group_price_per_kwh, here.group_price_per_kwh, atol=CRUMB)
    assert there.savings == pytest.approx(here.savings * factor, abs=CRUMB * factor)


@pytest.mark.parametrize("rule_name", ["k_split", "mid_market_rate", "supply_demand_ratio", "bill_sharing"])
@few
@given(key_name=any_key, market=markets(), factor=st.sampled_from([0.25, 2.0, 8.0]))
def test_another_currency_changes_the_unit_alone(
    rule_name: str, key_name: str, market: OpenMarket, factor: float
) -> None:
    there = dataclasses.replace(market, prices=in_other_money(market.prices, factor))
    savings = compute(market, key_name, rule_name).savings
    assert compute(there, key_name, rule_name).savings == pytest.approx(savings * factor, abs=CRUMB * factor)


def in_other_money(prices: MemberPrices, factor: float) -> MemberPrices:
    names = [field.name for field in dataclasses.fields(PriceColumns)]
    columns = PriceColumns(**{name: getattr(prices.columns, name) * factor for name in names})
    return MemberPrices("CHF", columns, prices.column_of)


@every_rule
@few
@given(key_name=not_holding_shares, market=markets(), column=st.integers(0, 9))
def test_a_member_without_energy_changes_nothing(
    rule_name: str, key_name: str, market: OpenMarket, column: int
) -> None:
    idle = np.zeros((len(market.production_kwh), 1))
    owners = np.append(market.prices.column_of, column % market.prices.columns.energy.shape[1])
    parts = market.taking_part
    joined = dataclasses.replace(
        market,
        production_kwh=np.hstack([market.production_kwh, idle]),
        consumption_kwh=np.hstack([market.consumption_kwh, idle]),
        prices=MemberPrices("EUR", market.prices.columns, owners),
        taking_part=None if parts is None else np.concatenate([parts, np.ones((2, 1, 1))], axis=2),
    )
    savings = compute(market, key_name, rule_name).savings
    with_idle = compute(joined, key_name, rule_name).savings
    assert with_idle == pytest.approx(np.append(savings, 0.0), abs=CRUMB)


@every_rule
@few
@given(key_name=any_key, market=markets())
def test_savings_are_the_bill_alone_less_the_bill_with_the_group(
    rule_name: str, key_name: str, market: OpenMarket
) -> None:
    found = compute(market, key_name, rule_name)
    result, prices = found.result, market.prices
    price = np.nan_to_num(found.group_price_per_kwh)
    for member in range(prices.members):
        column = {
            field.name: np.nan_to_num(getattr(prices.columns, field.name)[:, prices.column_of[member]])
            for field in dataclasses.fields(PriceColumns)
        }
        energy = {
            name: np.nan_to_num(getattr(result, f"{name}_kwh")[:, member])
            for name in ("surplus", "deficit", "given", "received", "grid_export", "grid_import")
        }
        retail = column["energy"] + column["grid_fee"] + column["levies"]
        fed_in = column["feed_in"] - column["injection_fee"]
        # Where a price is unknown nothing is shared, and the grid's bill is the same with and without the group.
        alone = retail @ energy["deficit"] - fed_in @ energy["surplus"]
        local_fees = column["local_grid_fee"] + column["local_levies"]
        with_group = retail @ energy["grid_import"] - fed_in @ energy["grid_export"]
        with_group += (price + local_fees) @ energy["received"]
        with_group -= (price - column["local_injection_fee"]) @ energy["given"]
        beside = found.transfers[member] + found.compensation[member]
        assert found.savings[member] == pytest.approx(alone - with_group + beside, abs=CRUMB)


@every_rule
@few
@given(key_name=any_key, market=markets(gaps=False, hourly=False))
def test_no_market_gains_more_than_the_best_deals_would(rule_name: str, key_name: str, market: OpenMarket) -> None:
    left, columns = market.left_kwh, market.prices.column_of
    game = energy_game(
        left[0], left[1], market.prices.price_floor_per_kwh[:, columns], market.prices.price_ceiling_per_kwh[:, columns]
    )
    most = coalition_values(game)[-1]
    assert compute(market, key_name, rule_name).total_gain <= most + CRUMB


@pytest.mark.parametrize("key_name", ["pro_rata", "equal", "cascade", "hybrid"])
@few
@given(market=markets(gaps=False, alike=True))
def test_a_complete_key_gains_all_there_is_if_all_have_one_window(key_name: str, market: OpenMarket) -> None:
    floor, ceiling = market.prices.price_floor_per_kwh, market.prices.price_ceiling_per_kwh
    shared = np.minimum(*market.left_kwh.sum(axis=2))
    found = compute_market(market, key_of(key_name, market), option("pricing", "mid_market_rate"))
    most = (np.maximum(ceiling - floor, 0)[:, 0] * shared).sum()
    assert found.total_gain == pytest.approx(most, abs=CRUMB)
