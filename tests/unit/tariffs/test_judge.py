"""What is wrong with the dated tariffs of a member."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from energy_synergy.findings import Finding, Severity
from energy_synergy.tariffs.judge import held_slots, judge_tariffs
from energy_synergy.tariffs.tariff import read_tariff
from energy_synergy.timeline import Timeline

# The first of these days has 92 slots.
DAYS = Timeline.from_days(date(2025, 3, 30), date(2025, 4, 2), "Europe/Paris")


def judged(*tariffs: dict[str, Any]) -> list[Finding]:
    return list(judge_tariffs("Mill", [read_tariff(one) for one in tariffs], DAYS, "EUR"))


def test_one_tariff_all_the_time_is_right() -> None:
    assert judged({"energy": 0.2}) == []
    assert judged({"active_to": "2025-03-31"}, {"active_from": "2025-03-31"}) == []


def test_a_member_without_any_is_told_once() -> None:
    (found,) = judged()
    assert (found.code, found.count, found.message) == (
        "no_tariff",
        1,
        "Mill has no tariff. It takes no part in the market.",
    )


def test_a_gap_is_told_with_its_place_and_its_length() -> None:
    (found,) = judged({"active_to": "2025-03-30"}, {"active_from": "2025-03-31"})
    assert (found.code, found.count) == ("tariff_gap", 92)
    assert found.place.starts_at == datetime(2025, 3, 29, 23, tzinfo=UTC)
    assert found.place.ends_at == datetime(2025, 3, 30, 22, tzinfo=UTC)


def test_tariffs_that_are_over_are_a_gap() -> None:
    (found,) = judged({"active_to": "2020-01-01"})
    assert (found.code, found.count) == ("tariff_gap", 92 + 96 + 96)


def test_two_at_once_are_told() -> None:
    (found,) = judged({"active_to": "2025-04-01"}, {"active_from": "2025-03-31"})
    assert (found.code, found.count) == ("tariffs_overlap", 96)


def test_a_gap_and_an_overlap_are_both_told() -> None:
    found = judged({"active_to": "2025-03-31"}, {"active_to": "2025-03-31"})
    assert [(one.code, one.count) for one in found] == [("tariff_gap", 192), ("tariffs_overlap", 92)]


def test_another_currency_is_told_where_it_holds() -> None:
    (found,) = judged({"currency": "CHF"})
    assert (found.code, found.count, found.values["currency"], found.values["expected"]) == (
        "currency_mix",
        284,
        "CHF",
        "EUR",
    )
    assert judged({"currency": "CHF", "active_to": "2020-01-01"}, {"active_from": "2020-01-01"}) == []


def test_every_finding_says_what_to_do() -> None:
    assert all(one.advice for one in (*judged(), *judged({"currency": "CHF"}), *judged({"active_to": "2020-01-01"})))


def test_a_tariff_of_another_time_holds_in_no_slot() -> None:
    for told in ({"active_to": "2020-01-01"}, {"active_from": "2030-01-01"}):
        run = held_slots(read_tariff(told), DAYS)
        assert run.start == run.stop
    assert held_slots(read_tariff({}), DAYS) == slice(0, 284)


def test_a_price_in_cents_or_per_mwh_is_doubtful() -> None:
    (cents,) = judged({"energy": 0.2, "feed_in": 7})
    assert (cents.code, cents.severity) == ("price_doubtful", Severity.WARNING)
    assert cents.message == "Mill, What a kWh fed into the grid earns: 7 EUR/kWh is too large to be the price of a kWh."
    band = {
        "name": "time_of_use",
        "bands": [{"price_per_kwh": 21.5, "times": ["22:00-06:00"]}],
        "other_price_per_kwh": 0.3,
    }
    assert [one.code for one in judged({"energy": band})] == ["price_doubtful"]
    assert [one.code for one in judged({"energy": {"name": "spot_indexed", "spread_per_kwh": 12}})] == [
        "price_doubtful"
    ]


def test_prices_of_a_kwh_are_not_doubtful() -> None:
    assert judged({"energy": 1.1, "feed_in": -0.3}, {"active_to": "2020-01-01", "energy": 80}) == []
    assert judged({"energy": {"name": "spot_indexed", "factor": 1.03, "cap_per_kwh": 0.5}}) == []


def test_a_currency_is_judged_by_its_size() -> None:
    forints = read_tariff({"currency": "HUF", "energy": 70})
    assert list(judge_tariffs("Mill", [forints], DAYS, "HUF")) == []
    unknown = read_tariff({"currency": "XYZ", "energy": 7000})
    assert list(judge_tariffs("Mill", [unknown], DAYS, "XYZ")) == []


def test_a_vat_that_is_told_as_a_fraction_is_doubtful() -> None:
    (found,) = judged({"energy": 0.2, "vat_percent": 0.2})
    assert (found.code, found.severity) == ("vat_doubtful", Severity.WARNING)
    assert found.message == "A tariff of Mill says a VAT of 0.2 %."
    assert judged({"energy": 0.2, "vat_percent": 5.5}) == []


def test_days_at_the_ends_of_the_calendar_stand_for_ever() -> None:
    ever = {"energy": 0.2, "active_from": date.min, "active_to": date.max}
    assert judged(ever) == []
    assert held_slots(read_tariff({"active_from": date.max}), DAYS) == slice(DAYS.slots, DAYS.slots)
    assert held_slots(read_tariff({"active_to": "0001-01-02"}), DAYS) == slice(0, 0)
