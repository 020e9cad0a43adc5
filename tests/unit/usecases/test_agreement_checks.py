"""What is worth knowing of an agreement before it is published."""

from __future__ import annotations

from datetime import UTC, datetime

from energy_synergy.findings import Severity
from energy_synergy.registry import option
from energy_synergy.usecases.agreement_checks import check_entries, check_rule
from energy_synergy.usecases.agreements import Party

JUNE, JULY = datetime(2025, 6, 1, tzinfo=UTC), datetime(2025, 7, 1, tzinfo=UTC)
RECORD = {"name": "static", "shares": {"7": 0.6, "3": 0.4}}


def test_a_price_that_follows_the_market_needs_its_prices() -> None:
    rule = option("pricing", "spot_indexed")

    (found,) = check_rule(rule, has_spot=False)

    assert (found.code, found.severity) == ("agreement_needs_spot", Severity.ERROR)
    assert list(check_rule(rule, has_spot=True)) == []


def test_a_price_that_promises_the_period_alone_says_so() -> None:
    (found,) = check_rule(option("pricing", "bill_sharing"), has_spot=False)

    assert (found.code, found.severity) == ("agreement_compensates", Severity.INFO)


def test_a_share_of_a_company_that_left_goes_to_the_grid() -> None:
    (found,) = check_entries(RECORD, [Party(7, "Mill"), Party(3, "Forge", active_to=JUNE)], (JUNE, None))

    assert (found.code, found.values["percent"]) == ("agreement_share_unused", 40.0)


def test_a_share_of_a_company_that_leaves_meanwhile_is_told() -> None:
    parties = [Party(7, "Mill", active_to=JULY), Party(3, "Forge")]

    assert [one.code for one in check_entries(RECORD, parties, (JUNE, None))] == ["agreement_share_ends"]
    assert list(check_entries(RECORD, parties, (JUNE, JULY))) == []


def test_a_key_without_shares_has_nothing_to_tell() -> None:
    assert list(check_entries({"name": "pro_rata"}, [Party(7, "Mill", active_to=JUNE)], (JUNE, None))) == []
    by_slot = {"name": "slot_shares", "shares": {"by_slot": 1, "companies": [7]}}
    assert list(check_entries(by_slot, [Party(7, "Mill", active_to=JUNE)], (JUNE, None))) == []
