"""A tariff told by plain values, and read back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from energy_synergy.errors import InvalidValue, UnknownName
from energy_synergy.tariffs.flat import Flat
from energy_synergy.tariffs.tariff import Tariff, read_tariff

FULL: dict[str, Any] = {
    "title": "Offer",
    "currency": "CHF",
    "active_from": "2026-01-01",
    "active_to": "2027-01-01",
    "energy": {
        "name": "time_of_use",
        "bands": [
            {"name": "Night", "price_per_kwh": 0.1, "times": ["22:00-06:00"], "weekdays": [0], "months": [1, 12]}
        ],
        "other_price_per_kwh": 0.2,
        "holidays_of": "CH",
    },
    "grid_fee": 0.05,
    "levies": {"name": "flat", "price_per_kwh": 0.02},
    "local_grid_fee": 0.03,
    "local_levies": 0,
    "feed_in": {"name": "spot_indexed", "factor": 0.9, "floor_per_kwh": 0},
    "injection_fee": 0.001,
    "local_injection_fee": 0.0005,
    "base_fee_per_month": 20,
    "peak_price_per_kw_month": 1.5,
    "vat_percent": 8.1,
}


@pytest.mark.parametrize("told", [FULL, {}, {"energy": 0.2}, {"feed_in": -0.01}])
def test_it_is_read_back_as_it_was(told: dict[str, Any]) -> None:
    tariff = read_tariff(told)
    assert read_tariff(tariff.record()) == tariff


def test_what_is_not_told_has_no_price_or_costs_nothing() -> None:
    tariff = read_tariff({})
    assert (tariff.energy, tariff.feed_in, tariff.local_grid_fee) == (None, None, None)
    assert tariff.grid_fee == tariff.levies == tariff.injection_fee == Flat(price_per_kwh=0)


def test_equal_tariffs_are_one_key() -> None:
    assert len({read_tariff(FULL), read_tariff(FULL), read_tariff({})}) == 2


def test_dates_are_local_days() -> None:
    assert read_tariff(FULL).active_from == date(2026, 1, 1)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"currency": "Euro"}, "currency"),
        ({"active_to": "2026-01-01"}, "which is not after its start"),
        ({"energy": "cheap"}, "is no price"),
        ({"energy": True}, "is no price"),
        ({"energy": {"price_per_kwh": 1}}, "is no price"),
        ({"energy": {"name": "flat"}}, "price_per_kwh"),
        ({"energy": float("nan")}, "price_per_kwh"),
        ({"base_fee_per_month": -1}, "base_fee_per_month"),
        ({"vat_percent": 101}, "vat_percent"),
        ({"price": 0.2}, "price"),
    ],
)
def test_what_does_not_fit_is_refused(change: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidValue, match=told):
        read_tariff({**FULL, **change})


def test_a_kind_of_price_that_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownName, match="flat, spot_indexed, time_of_use"):
        read_tariff({"energy": {"name": "free"}})


def test_it_does_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Tariff.model_validate({}).title = "New"  # type: ignore[misc]
