"""The market under agreements: which key and price hold when, by the hour, and where two of them meet."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from energy_synergy.web.db.models import Agreement, AgreementState, Group
from tests.web.conftest import NOW
from tests.web.market.conftest import DAY
from tests.web.market.test_market_page import PAGE, chart_of, rows_of, text_of

FIXED = {"name": "fixed", "price_per_kwh": 0.1}
MIDDLE = {"name": "mid_market_rate"}
DAY_AFTER = date(2025, 6, 3)


def agree(group: Group, rule: dict, first: date, last: date | None = None, minutes: int = 15) -> Agreement:
    return Agreement.objects.create(
        group=group,
        title=f"From {first.isoformat()}",
        state=AgreementState.PUBLISHED,
        key={"name": "pro_rata"},
        rule=rule,
        interval_minutes=minutes,
        active_from=first,
        active_to=last,
        drafted_at=NOW,
        published_at=NOW,
    )


def test_the_agreement_in_force_sets_the_price(traded: Group, client: Client) -> None:
    agree(traded, FIXED, date(2025, 1, 1))
    text = text_of(client, f"{PAGE}?{DAY}")
    assert "At <b>€0.100/kWh</b> inside the group" in text
    assert "Agreement: From 2025-01-01." in text
    assert "a proposal" not in text


def test_prices_follow_the_agreements_of_a_week(traded: Group, bring, client: Client) -> None:
    agree(traded, FIXED, date(2025, 1, 1), DAY_AFTER)
    text = text_of(client, f"{PAGE}?period=week&on=2025-06-02&step=day")
    assert chart_of(text)["prices"]["group"][0] == pytest.approx(0.1)
    assert "a proposal where it does not hold" in text


def test_it_shares_by_the_hour_where_that_is_agreed(traded: Group, client: Client) -> None:
    agree(traded, MIDDLE, date(2025, 1, 1), minutes=60)
    text = text_of(client, f"{PAGE}?{DAY}")
    assert "every 60 minutes" in text
    assert "All 12 promises hold" in text
    prices = chart_of(text)["prices"]
    assert len(prices["labels"]) == 96
    assert sum(prices["traded_kwh"]) == pytest.approx(96 * 2.5)
    assert len(rows_of(client, f"/g/river/market/explain.csv?{DAY}")) == 26


def test_two_intervals_in_one_period_are_refused_with_what_to_do(traded: Group, client: Client) -> None:
    agree(traded, MIDDLE, date(2025, 1, 1), DAY_AFTER, minutes=60)
    agree(traded, MIDDLE, DAY_AFTER)
    answer = client.get(f"{PAGE}?period=week&on=2025-06-02")
    assert answer.status_code == 422
    assert "Choose a period inside one of them" in answer.content.decode()


def test_a_rule_of_the_period_cannot_end_inside_it(traded: Group, client: Client) -> None:
    agree(traded, {"name": "bill_sharing"}, date(2025, 1, 1), DAY_AFTER)
    assert client.get(f"{PAGE}?period=week&on=2025-06-02").status_code == 422
    text = text_of(client, f"{PAGE}?{DAY}")
    assert "All 10 promises hold" in text
