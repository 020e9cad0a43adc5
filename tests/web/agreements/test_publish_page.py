"""The page that publishes an agreement: what would be refused is told before."""

from __future__ import annotations

import re
from datetime import date, timedelta

from django.utils import timezone

from energy_synergy.web.db.models import Agreement, Group
from energy_synergy.web.db.stores import DatabaseStore
from energy_synergy.web.templatetags.es_dates import long_date
from tests.web.agreements.made import agreement_since
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
