from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from energy_synergy.registry import option
from energy_synergy.tariffs.member_prices import MemberPrices, PriceColumns
from energy_synergy.trading.kept import (
    KeptMarket,
    KeptMarketUnreadable,
    digest_of,
    keep_market,
    read_market,
    write_market,
)
from energy_synergy.trading.market import OpenMarket, compute_market
from energy_synergy.trading.proof import SENTENCES, Check, holds, prove

SURPLUS = np.array([[4.0, 0, 0], [3, 0, 1]])
DEFICIT = np.array([[0.0, 2, 3], [0, 5, 0]])


def kept_market(rule: str = "mid_market_rate") -> KeptMarket:
    def column(*values: float) -> np.ndarray:
        return np.tile(np.array(values), (2, 1))

    columns = PriceColumns(
        energy=column(0.20, 0.24),
        grid_fee=column(0.05, 0.05),
        levies=column(0.02, 0.02),
        local_grid_fee=column(0.03, 0.03),
        local_levies=column(0.02, 0.02),
        feed_in=column(0.07, 0.08),
        injection_fee=column(0.01, 0.01),
        local_injection_fee=column(0.01, 0.01),
    )
    prices = MemberPrices("EUR", columns, np.array([0, 1, 1]))
    market = compute_market(
        OpenMarket(SURPLUS, DEFICIT, prices), option("sharing", "pro_rata"), option("pricing", rule)
    )
    return keep_market(market, group="Valley", members=["Mill", "Dairy", "Forge"], starts_at=None, timezone="UTC")


def changed(kept: KeptMarket, name: str, place: tuple[int, ...], by: float) -> KeptMarket:
    """Return a result of which one number is another, through its bytes."""
    array = getattr(kept, name).copy()
    array[place] += by
    return read_market(write_market(replace(kept, **{name: array})))


def check_of(checks: tuple[Check, ...], code: str) -> Check:
    return next(check for check in checks if check.code == code)


def test_it_reads_back_what_it_wrote() -> None:
    kept = kept_market()
    again = read_market(write_market(kept))
    assert again.header == kept.header
    assert np.array_equal(again.given_kwh, kept.given_kwh)


def test_equal_results_are_equal_bytes() -> None:
    assert digest_of(write_market(kept_market())) == digest_of(write_market(kept_market()))


@pytest.mark.parametrize("body", [b"", b"PK", b"not a file", write_market(kept_market())[:-40]])
def test_it_refuses_bytes_that_are_no_result(body: bytes) -> None:
    with pytest.raises(KeptMarketUnreadable):
        read_market(body)


def test_it_refuses_another_version() -> None:
    kept = kept_market()
    with pytest.raises(KeptMarketUnreadable, match="version"):
        read_market(write_market(replace(kept, header={**kept.header, "version": 99})))


def test_it_refuses_parts_that_do_not_fit() -> None:
    kept = kept_market()
    with pytest.raises(KeptMarketUnreadable, match="fit"):
        read_market(write_market(replace(kept, paid=kept.paid[:2])))


def test_a_sound_result_holds() -> None:
    checks = prove(kept_market())
    assert [check.code for check in checks] == list(SENTENCES)
    assert all(check.holds for check in checks)


def test_a_rule_by_the_period_promises_no_slot() -> None:
    checks = prove(kept_market("bill_sharing"))
    assert holds(checks)
    assert {check.code for check in checks if check.holds is None} == {"price_in_window", "no_slot_worse_off"}
    assert check_of(checks, "nobody_worse_off").holds


@pytest.mark.parametrize(
    ("code", "name", "place", "by"),
    [
        ("energy_conserved", "production_kwh", (1, 0), 0.01),
        ("energy_conserved", "grid_import_kwh", (0, 2), -0.01),
        ("own_energy_only", "given_kwh", (1, 1), 0.01),
        ("given_is_received", "received_kwh", (0, 1), 0.01),
        ("trades_match", "traded_kwh", (0, 1), 0.01),
        ("payments_sum_to_zero", "earned", (0,), 0.01),
        ("payments_match", "paid", (1,), -0.01),
        ("payments_match", "traded_amounts", (0, 2), 0.01),
        ("settlements_sum_to_zero", "transfers", (2,), 0.01),
        ("settlements_sum_to_zero", "compensation", (0,), -0.01),
        ("price_in_window", "group_price_per_kwh", (0,), 0.5),
        ("no_slot_worse_off", "group_price_per_kwh", (1,), -0.5),
        ("nobody_worse_off", "compensation", (1,), -9.0),
        ("savings_match", "savings", (2,), 0.01),
        ("gain_identity", "total_gain", (0,), 0.01),
        ("gain_identity", "buy_price_per_kwh", (0, 1), 0.05),
    ],
)
def test_one_changed_number_is_caught(code: str, name: str, place: tuple[int, ...], by: float) -> None:
    checks = prove(changed(kept_market(), name, place, by))
    assert check_of(checks, code).holds is False
    assert not holds(checks)


def test_it_says_where_the_numbers_are_worst() -> None:
    check = check_of(prove(changed(kept_market(), "consumption_kwh", (1, 1), 0.5)), "energy_conserved")
    assert (check.slot, check.member) == (1, 1)
    assert check.deviation == pytest.approx(0.5)


def test_a_trade_without_a_price_is_caught() -> None:
    kept = kept_market()
    broken = replace(kept, group_price_per_kwh=np.full(2, np.nan))
    assert check_of(prove(broken), "price_in_window").holds is False
