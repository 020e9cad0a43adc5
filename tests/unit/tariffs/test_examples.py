"""The examples of tariffs that come with the product."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from energy_synergy.errors import UnknownName
from energy_synergy.tariffs.base import PricedSlots
from energy_synergy.tariffs.examples import tariff_example, tariff_examples
from energy_synergy.tariffs.member_prices import price_members
from energy_synergy.timeline import Timeline

YEAR = Timeline.from_days(date(2025, 1, 1), date(2026, 1, 1), "Europe/Paris")


@pytest.mark.parametrize("name", list(tariff_examples()))
def test_it_has_a_price_in_every_slot_of_a_year(name: str) -> None:
    tariff = tariff_example(name).tariff
    spot = np.full(YEAR.slots, 0.05)
    priced = price_members([("Mill", [tariff])], PricedSlots(YEAR, spot))
    assert priced.findings == ()
    assert np.isfinite(priced.prices.buy_price_per_kwh).all() == (tariff.energy is not None)
    assert np.isfinite(priced.prices.sell_price_per_kwh).all()


@pytest.mark.parametrize("name", list(tariff_examples()))
def test_it_is_told_in_both_languages(name: str) -> None:
    one = tariff_example(name)
    assert set(one.label) == set(one.note) == {"en", "fr"}


def test_the_five_bands_hold_when_they_should() -> None:
    energy = tariff_example("five_bands").tariff.energy
    assert energy is not None
    prices = energy.prices(PricedSlots(YEAR))
    found = dict(zip(YEAR.local_unix.tolist(), prices.tolist(), strict=True))

    def at(day: int, month: int, hour: int) -> float:
        moment = np.datetime64(f"2025-{month:02}-{day:02}T{hour:02}:00", "s")
        price: float = found[int(moment.astype(np.int64))]
        return price

    # Monday 13 January; Sunday 12 January; Wednesday 12 March; Tuesday 3 June; 14 July is a holiday.
    assert [at(13, 1, hour) for hour in (3, 8, 9, 12, 19, 21, 23)] == [0.1, 0.15, 0.2, 0.15, 0.2, 0.15, 0.1]
    assert [at(12, 1, 9), at(12, 3, 9), at(12, 3, 23)] == [0.1, 0.15, 0.1]
    assert [at(3, 6, 12), at(3, 6, 23), at(14, 7, 12), at(8, 6, 12)] == [0.08, 0.06, 0.06, 0.06]


def test_an_unknown_one_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="Did you mean five_bands"):
        tariff_example("five_band")
