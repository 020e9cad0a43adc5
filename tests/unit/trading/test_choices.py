"""What is assumed where nobody told the options of a key or a price rule."""

from __future__ import annotations

import numpy as np
import pytest

from energy_synergy.errors import InvalidValue, UnknownName
from energy_synergy.registry import options
from energy_synergy.trading.choices import Choice, Skipped, choose
from tests.unit.trading.test_compare import TARIFF, market

OPENED = market([TARIFF] * 3, [[10.0, 0, 0], [4.0, 0, 0]], [[0, 6.0, 2.0], [0, 0, 8.0]])


def fields(name: str, **told: object) -> Choice:
    chosen = choose("sharing", name, told, OPENED)
    assert isinstance(chosen, Choice)
    return chosen


@pytest.mark.parametrize("name", options("sharing"))
def test_every_key_can_be_compared_without_a_word(name) -> None:
    chosen = fields(name)
    shared = OPENED.share(chosen.key)
    assert shared.received_kwh.sum() > 0
    assert bool(chosen.assumption) == (name not in ("equal", "pro_rata"))


def test_shares_follow_what_each_lacks() -> None:
    assert fields("static").key.shares == pytest.approx((0, 6 / 16, 10 / 16))


def test_whoever_lacks_least_is_first() -> None:
    assert fields("cascade").key.ranks == (1, 2, 3)


def test_no_producer_gives_to_itself() -> None:
    table = fields("full_dynamic").key.coefficients
    assert np.diag(table).tolist() == [0, 0, 0]
    assert table[0] == pytest.approx([0, 6 / 16, 10 / 16])
    assert table[1] == pytest.approx([0, 0, 1])


def test_shares_of_a_time_of_day_are_those_of_all_its_days() -> None:
    times = np.array([0, 0])
    chosen = choose("sharing", "slot_shares", {}, OPENED, time_of_day=times)
    assert chosen.key.shares.tolist() == [[0, 0.375, 0.625]] * 2


def test_nothing_is_assumed_of_what_was_told() -> None:
    chosen = fields("static", shares=[0.2, 0.3, 0.5])
    assert chosen.key.shares == (0.2, 0.3, 0.5)
    assert chosen.assumption == ""


def test_the_fixed_price_lies_in_the_middle_of_the_window() -> None:
    chosen = choose("pricing", "fixed", {}, OPENED)
    assert chosen.rule.price_per_kwh == 0.19
    assert chosen.assumption.format_map(chosen.values).startswith("Price: 0.19 per kWh")


def test_a_price_of_the_day_ahead_market_needs_day_ahead_prices() -> None:
    skipped = choose("pricing", "spot_indexed", {}, OPENED)
    assert isinstance(skipped, Skipped)
    assert "day-ahead" in skipped.reason


def test_a_group_that_shares_nothing_has_no_fixed_price() -> None:
    skipped = choose("pricing", "fixed", {}, market([TARIFF], [[1.0]], [[0.0]]))
    assert isinstance(skipped, Skipped)


def test_wrong_names_and_fields_are_refused() -> None:
    with pytest.raises(UnknownName):
        choose("sharing", "pro_rat", {}, OPENED)
    with pytest.raises(InvalidValue):
        choose("pricing", "k_split", {"k": 2}, OPENED)
