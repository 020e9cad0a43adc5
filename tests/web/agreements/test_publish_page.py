"""What is told before an agreement is published: a refusal, and what it brings whom."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from energy_synergy.web.db.agreements import details_of
from energy_synergy.web.db.facts import load_facts_of
from energy_synergy.web.db.models import Agreement, Group
from energy_synergy.web.db.stores import DatabaseStore
from energy_synergy.web.queries.agreement_brings import load_brings
from energy_synergy.web.templatetags.es_dates import long_date
from tests.web.agreements.made import agreement_since
from tests.web.compare.conftest import bring
from tests.web.conftest import People

BASE = "/g/river/market/agreements/"


def test_it_tells_that_a_start_in_the_past_will_be_refused(store: DatabaseStore, people: People) -> None:
    agreement_since(Group.objects.get(slug="river"), date(2024, 1, 1))
    first_on = timezone.localdate() - timedelta(3)
    told = {"title": "Late", "key": "pro_rata", "rule": "mid_market_rate", "interval_minutes": "15"}
    people.manager.post(f"{BASE}new/", {**told, "first_on": first_on.isoformat()})
    row = Agreement.objects.get(title="Late")
    page = people.manager.get(f"{BASE}{row.pk}/publish/").content.decode()
    assert f"was in force on {long_date(first_on)}. Let the new one begin today or later." in page
    assert f'href="{BASE}{row.pk}/edit/"' in page
    assert "ends then" not in page
    assert re.search(r"<button[^>]* disabled", page)


def test_it_tells_a_member_of_months_that_are_over_alone(store: DatabaseStore, people: People, mill: int) -> None:
    row, now = Group.objects.get(slug="river"), datetime(2025, 6, 20, tzinfo=UTC)
    bring(store, mill, "consumption", 1)
    details = details_of(agreement_since(row, date(2024, 1, 1)))
    assert load_brings(row, load_facts_of(row), details, now=now).last_on == date(2025, 6, 30)
    told = load_brings(row, load_facts_of(row), details, now=now, only=frozenset((mill,)))
    assert told.last_on == date(2025, 5, 31)
    assert told.lines == ()
    assert "No month of readings is over yet" in told.reason
    later = load_brings(row, load_facts_of(row), details, now=datetime(2025, 7, 1, tzinfo=UTC), only=frozenset((mill,)))
    assert [line.company_id for line in later.lines] == [mill]
