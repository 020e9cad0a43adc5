"""What a market rests on: tariffs and day-ahead prices, as the store holds them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
import pytest
from pytest_django import DjangoAssertNumQueries

from energy_synergy.community.readings import compute_readings
from energy_synergy.tariffs.tariff import Tariff, read_tariff
from energy_synergy.timeline import Timeline
from energy_synergy.usecases.open_market import open_group_market
from energy_synergy.web.db.models import Company, CompanyTariff, DayAheadPrices, Group
from energy_synergy.web.db.stores import DatabaseStore
from energy_synergy.web.db.tariffs import TariffReplaced, end_tariff, load_tariffs, remove_tariff, save_tariff
from energy_synergy.web.queries.market_terms import load_priced_group, load_spot, market_terms

NOW, LATER = datetime(2026, 1, 5, 9, tzinfo=UTC), datetime(2026, 1, 6, 9, tzinfo=UTC)
DAY = Timeline.from_days(date(2025, 6, 2), date(2025, 6, 3), "Europe/Paris")
TARIFF = read_tariff({"title": "Plain", "energy": 0.2, "grid_fee": 0.05, "feed_in": 0.06})


@pytest.fixture
def company(store: DatabaseStore, mill: int) -> Company:
    return Company.objects.get(pk=mill)


def kept(company: Company, tariff: Tariff = TARIFF) -> CompanyTariff:
    return save_tariff(company, tariff, now=NOW, recorded_by="owner")


def day_ahead(group: Group | None, price: float, day: date = date(2025, 6, 2), **told: object) -> None:
    values = {"area": "FR", "currency": "EUR", "source": "test", "recorded_at": NOW} | told
    DayAheadPrices.objects.create(group=group, day=day, prices=np.full(96, price).tobytes(), **values)


def test_it_reads_a_tariff_back_as_it_was_told(company: Company) -> None:
    kept(company)
    assert load_tariffs([company.pk]) == {company.pk: (TARIFF,)}


def test_a_change_keeps_the_tariff_as_it_was(company: Company) -> None:
    row = kept(company)
    save_tariff(company, TARIFF.model_copy(update={"title": "New"}), now=LATER, recorded_by="owner", replaces=row)
    assert [one.title for one in load_tariffs([company.pk])[company.pk]] == ["New"]
    assert [one.title for one in load_tariffs([company.pk], as_of=NOW)[company.pk]] == ["Plain"]


def test_nothing_was_known_before_it_was_told(company: Company) -> None:
    kept(company)
    assert load_tariffs([company.pk], as_of=datetime(2026, 1, 1, tzinfo=UTC)) == {}


def test_of_two_who_change_a_tariff_the_slower_is_refused(company: Company) -> None:
    row = kept(company)
    remove_tariff(row, now=LATER)
    with pytest.raises(TariffReplaced):
        save_tariff(company, TARIFF, now=LATER, recorded_by="other", replaces=row)
    assert load_tariffs([company.pk]) == {}


def test_a_tariff_that_ends_holds_until_the_day_before(company: Company) -> None:
    ended = end_tariff(kept(company), date(2026, 2, 1), now=LATER, recorded_by="owner")
    assert ended.active_to == date(2026, 2, 1)
    assert load_tariffs([company.pk])[company.pk][0].active_to == date(2026, 2, 1)


def test_the_members_of_a_loaded_group_hold_their_tariffs(
    company: Company, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    kept(company)
    row = Group.objects.get(slug="river")
    with django_assert_max_num_queries(5):
        group = load_priced_group(row, DAY)
    assert [one.tariffs for one in group.members] == [(TARIFF,), ()]


def test_the_market_opens_on_what_was_loaded(company: Company) -> None:
    kept(company)
    row = Group.objects.get(slug="river")
    group = load_priced_group(row, DAY)
    opened = open_group_market(group, compute_readings(group, DAY), market_terms(row, DAY))
    prices = opened.market.prices
    assert prices.of_member(prices.price_ceiling_per_kwh, 0) == pytest.approx(np.full(96, 0.2))
    assert [one.code for one in opened.findings] == ["no_tariff"]


def test_a_group_without_an_area_asks_for_no_prices(
    store: DatabaseStore, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert load_spot(Group(slug="x", timezone="Europe/Paris"), DAY) is None


def test_prices_that_the_group_gave_come_before_those_for_everybody(store: DatabaseStore) -> None:
    Group.objects.filter(slug="river").update(price_area="FR")
    group = Group.objects.get(slug="river")
    day_ahead(None, 0.05, date(2025, 6, 1))
    day_ahead(None, 0.05)
    day_ahead(group, 0.07)
    day_ahead(None, 9.0, area="BE")
    day_ahead(None, 9.0, date(2025, 6, 1), replaced_at=NOW)
    spot = load_spot(group, DAY)
    assert spot is not None
    # The local day begins two hours before the UTC one.
    assert spot.over(DAY).tolist() == [0.05] * 8 + [0.07] * 88


def test_prices_in_another_currency_are_none_of_the_group(store: DatabaseStore) -> None:
    Group.objects.filter(slug="river").update(price_area="CH")
    day_ahead(None, 0.05, area="CH", currency="EUR")
    group = Group.objects.get(slug="river")
    group.currency = "CHF"
    assert load_spot(group, DAY) is None


def test_a_typical_day_takes_the_market_prices_of_the_year_in_which_its_tariffs_hold(company: Company) -> None:
    kept(company, TARIFF.model_copy(update={"active_from": date(2026, 3, 1)}))
    Group.objects.filter(slug="river").update(price_area="FR")
    day_ahead(None, 0.05, date(2025, 6, 2))
    day_ahead(None, 0.07, date(2026, 6, 2))
    spot = market_terms(Group.objects.get(slug="river"), None).spot
    assert spot is not None
    assert {price for price in spot.price_per_kwh.tolist() if price == price} == {0.07}
