"""The market of a group, opened over its readings."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from energy_synergy.community.group import Group, Member
from energy_synergy.community.netting import IntervalRefused
from energy_synergy.community.readings import Readings
from energy_synergy.errors import InvalidValue
from energy_synergy.tariffs.spot import SpotPrices
from energy_synergy.tariffs.tariff import Tariff
from energy_synergy.timeline import Timeline
from energy_synergy.usecases.compare import compare_group
from energy_synergy.usecases.open_market import MarketTerms, common_year, open_group_market

TARIFF = Tariff(energy=0.30, feed_in=0.08)
HOURLY = MarketTerms(interval_slots=4)
DAY = Timeline.from_days(date(2026, 3, 29), date(2026, 3, 30), "Europe/Paris")


def group(*members: Member) -> Group:
    return Group("G", "Europe/Paris", members)


def readings(timeline: Timeline | None, production: list[float], consumption: list[float]) -> Readings:
    slots = 96 if timeline is None else timeline.slots
    names = tuple(str(place) for place in range(len(production)))
    given, used = (np.tile(np.array(one, dtype=float), (slots, 1)) for one in (production, consumption))
    quality = np.ones(given.shape, dtype=np.uint8)
    return Readings(names, timeline, given, used, quality, quality)


def codes(opened) -> list[str]:
    return [one.code for one in opened.findings]


def test_it_works() -> None:
    opened = open_group_market(
        group(Member("A", tariffs=(TARIFF,)), Member("B", tariffs=(TARIFF,))), readings(DAY, [1, 0], [0, 1])
    )
    assert codes(opened) == []
    assert opened.market.pool.price_floor_per_kwh == pytest.approx(np.full(92, 0.08))


@pytest.mark.parametrize(("minutes", "hours"), [(15, 10), (0, 10.25)])
def test_a_period_that_cuts_an_hour_is_refused_where_energy_is_shared_by_the_hour(minutes, hours) -> None:
    start = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    cut = Timeline.between(start, start + timedelta(hours=hours), "Europe/Paris")
    with pytest.raises(IntervalRefused, match="cuts an interval of 60 minutes"):
        open_group_market(group(Member("A", tariffs=(TARIFF,))), readings(cut, [1], [0]), HOURLY)


@pytest.mark.parametrize("terms", [MarketTerms(), HOURLY])
def test_a_period_of_no_time_has_no_savings(terms: MarketTerms) -> None:
    nothing = Timeline.from_days(date(2026, 3, 1), date(2026, 3, 1), "Europe/Paris")
    members = group(Member("A", tariffs=(TARIFF,)), Member("B", tariffs=(TARIFF,)))
    found = compare_group(members, readings(nothing, [1, 0], [0, 1]), terms)
    assert found.find("pro_rata/k_split").savings.tolist() == [0, 0]
    assert found.alone.net.tolist() == [0, 0]


def test_a_member_without_a_tariff_is_not_said_to_stay_out_for_its_prices() -> None:
    dear, cheap = Tariff(energy=0.30, feed_in=0.25), Tariff(energy=0.20, feed_in=0.08)
    members = group(Member("A", tariffs=(dear,)), Member("B", tariffs=(cheap,)), Member("C"))
    opened = open_group_market(members, readings(DAY, [1, 0, 0], [0, 1, 1]))
    assert "no_tariff" in codes(opened)
    assert [one.values["member"] for one in opened.findings if one.code == "window_empty"] == ["A"]


def test_a_tariff_that_begins_when_the_member_joins_leaves_no_gap() -> None:
    later = TARIFF.model_copy(update={"active_from": date(2026, 3, 30)})
    days = Timeline.from_days(date(2026, 3, 29), date(2026, 3, 31), "Europe/Paris")
    at_once = Member("A", tariffs=(later,), active_from=datetime(2026, 3, 29, 22, 0, tzinfo=UTC))
    assert codes(open_group_market(group(at_once), readings(days, [0], [0]))) == []
    too_late = Member("A", tariffs=(later,), active_from=datetime(2026, 3, 29, 10, 0, tzinfo=UTC))
    (gap,) = open_group_market(group(too_late), readings(days, [0], [0])).findings
    assert (gap.code, gap.count) == ("tariff_gap", 48)


def test_a_typical_day_has_the_prices_of_the_first_year_in_which_all_tariffs_have_begun() -> None:
    newer = TARIFF.model_copy(update={"active_from": date(2026, 7, 1)})
    members = group(Member("A", tariffs=(newer,)), Member("B", tariffs=(TARIFF,)), Member("C"))
    assert common_year(members) == Timeline.from_days(date(2026, 7, 1), date(2027, 7, 1), "Europe/Paris")
    found = compare_group(members, readings(None, [1, 0, 0], [0, 1, 0]))
    assert [one.code for one in found.findings] == ["no_tariff"]
    assert found.find("pro_rata/mid_market_rate").total_gain == pytest.approx(96 * 0.22)


def test_a_typical_day_has_the_prices_of_2025_where_all_tariffs_had_begun() -> None:
    older = TARIFF.model_copy(update={"active_from": date(2024, 7, 1)})
    year = common_year(group(Member("A", tariffs=(older,))))
    assert year == Timeline.from_days(date(2025, 1, 1), date(2026, 1, 1), "Europe/Paris")


def test_it_tells_where_day_ahead_prices_lack_though_no_tariff_follows_them() -> None:
    known = SpotPrices("FR", "EUR", DAY.first_index, np.full(40, 0.1))
    members = group(Member("A", tariffs=(TARIFF,)))
    (found,) = open_group_market(members, readings(DAY, [0], [0]), MarketTerms(spot=known)).findings
    assert (found.code, found.count) == ("spot_unknown", 52)
    assert found.message == ("No day-ahead price is known in 52 of the 92 quarter-hours from 2026-03-29 to 2026-03-30.")
    whole = SpotPrices("FR", "EUR", DAY.first_index, np.full(92, 0.1))
    assert codes(open_group_market(members, readings(DAY, [0], [0]), MarketTerms(spot=whole))) == []


def test_a_tariff_that_begins_at_the_end_of_the_calendar_leaves_a_typical_day_without_its_price() -> None:
    never = TARIFF.model_copy(update={"active_from": date.max})
    opened = open_group_market(group(Member("A", tariffs=(never,))), readings(None, [1], [0]))
    assert codes(opened) == ["tariff_gap", "price_unknown"]


def test_a_fee_on_local_energy_that_is_unknown_is_not_told_as_the_price_of_the_grid() -> None:
    follows = Tariff(energy=0.30, feed_in=0.08, local_grid_fee={"name": "spot_indexed"})
    lacks = Tariff(energy=0.30)
    opened = open_group_market(
        group(Member("A", tariffs=(lacks,)), Member("B", tariffs=(follows,))), readings(DAY, [1, 0], [0, 1])
    )
    assert [one.message for one in opened.findings] == [
        "A has 92.0 kWh to sell in 92 intervals in which its feed-in price is unknown.",
        "B could trade 92.0 kWh in 92 intervals in which its fee on energy of the group is unknown.",
    ]


def test_day_ahead_prices_in_another_currency_are_refused() -> None:
    francs = MarketTerms(currency="CHF", spot=SpotPrices("CH", "EUR", DAY.first_index, np.full(92, 0.1)))
    with pytest.raises(InvalidValue, match="in EUR, the group settles in CHF"):
        open_group_market(group(Member("A", tariffs=(TARIFF,))), readings(DAY, [1], [0]), francs)
