"""Day-ahead prices in the database: versions, those of a group before those of the site."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from energy_synergy.errors import UnknownName
from energy_synergy.tariffs.spot import SpotPrices
from energy_synergy.timeline import Timeline
from energy_synergy.web.db.models import DayAheadPrices, Group
from energy_synergy.web.db.prices import SavedPrices, load_layers, remove_own_prices, save_prices
from energy_synergy.web.db.stores import DatabaseStore
from energy_synergy.web.queries.market_terms import load_spot

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
START = datetime(2025, 6, 1, 22, tzinfo=UTC)
FIRST = int(START.timestamp()) // 900
DAY = Timeline(START, 96, "Europe/Paris")


@pytest.fixture
def river(store: DatabaseStore) -> Group:
    Group.objects.update(price_area="FR", currency="EUR")
    return Group.objects.get(slug="river")


def spot(*prices: float, first: int = FIRST, area: str = "FR") -> SpotPrices:
    return SpotPrices(area, "EUR", first, np.array(prices))


def save(prices: SpotPrices, group: Group | None, hours: int = 0, *, replace: bool = True) -> SavedPrices:
    now = NOW + timedelta(hours=hours)
    return save_prices(prices, group=group, source="test", now=now, recorded_by="owner", replace=replace)


def known(group: Group) -> list[float]:
    prices = load_layers(group, DAY).joined.over(DAY)
    return [float(price) for price in prices[np.isfinite(prices)]]


def test_it_works(river: Group) -> None:
    assert save(spot(0.1, -0.02, np.nan, 0.3), river) == SavedPrices(1, 3, 0)
    assert known(river) == [0.1, -0.02, 0.3]


def test_prices_of_a_local_day_lie_in_two_days_of_utc(river: Group) -> None:
    assert save(spot(*[0.1] * 96), river).days == 2
    assert len(known(river)) == 96


def test_a_change_is_a_new_version_and_the_old_one_stays(river: Group) -> None:
    save(spot(0.1, 0.2), river)
    assert save(spot(0.1, 0.25, 0.3), river, 1) == SavedPrices(1, 1, 1)
    assert known(river) == [0.1, 0.25, 0.3]
    old = DayAheadPrices.objects.get(replaced_at=NOW + timedelta(hours=1))
    assert np.nanmax(np.frombuffer(old.prices, "<f8")) == 0.2


def test_what_is_unknown_in_new_prices_keeps_the_price_it_had(river: Group) -> None:
    save(spot(0.1, 0.2), river)
    save(spot(np.nan, 0.5), river, 1)
    assert known(river) == [0.1, 0.5]


def test_the_same_prices_again_write_nothing(river: Group) -> None:
    save(spot(0.1, 0.2), river)
    assert save(spot(0.1, 0.2), river, 1) == SavedPrices(0, 0, 0)
    assert DayAheadPrices.objects.count() == 1


def test_without_replacing_only_holes_are_filled(river: Group) -> None:
    save(spot(0.1, np.nan), None)
    assert save(spot(0.9, 0.2), None, 1, replace=False) == SavedPrices(1, 1, 0)
    assert known(river) == [0.1, 0.2]


def test_prices_of_the_group_come_before_those_of_the_site(river: Group) -> None:
    save(spot(0.5, 0.5, 0.5), None)
    save(spot(0.1, np.nan), river)
    assert known(river) == [0.1, 0.5, 0.5]
    layers = load_layers(river, DAY)
    assert (layers.own.known_slots, layers.shared.known_slots) == (1, 3)


def test_prices_of_one_group_are_none_of_another(river: Group) -> None:
    lake = {"slug": "lake", "name": "Lake", "timezone": "Europe/Paris", "currency": "EUR", "price_area": "FR"}
    other = Group.objects.create(**lake, created_at=NOW)
    save(spot(0.1), river)
    assert known(other) == []


def test_other_areas_and_currencies_do_not_mix(river: Group) -> None:
    save(spot(0.9, area="BE"), None)
    save(SpotPrices("FR", "CHF", FIRST, np.array([0.8])), None)
    assert known(river) == []


def test_own_prices_that_are_removed_uncover_those_of_the_site(river: Group) -> None:
    save(spot(0.5, 0.5, 0.5), None)
    save(spot(0.1, 0.1, 0.1), river)
    assert remove_own_prices(river, Timeline(START, 2, "UTC"), now=NOW + timedelta(hours=1), recorded_by="owner") == 1
    assert known(river) == [0.5, 0.5, 0.1]
    assert DayAheadPrices.objects.count() == 3
    assert remove_own_prices(river, DAY, now=NOW + timedelta(hours=2), recorded_by="owner") == 1
    assert known(river) == [0.5, 0.5, 0.5]


def test_an_area_that_is_none_is_refused(river: Group) -> None:
    with pytest.raises(UnknownName):
        save(spot(0.1, area="XX"), river)


def test_a_group_without_an_area_has_no_prices(river: Group) -> None:
    save(spot(0.1), None)
    river.price_area = ""
    assert load_layers(river, DAY).joined.known_slots == 0
    assert load_spot(river, DAY) is None
