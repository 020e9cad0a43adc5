"""A group whose companies traded on 2 June 2025: Forge gives, Mill and Kiln receive."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from energy_synergy.tariffs.tariff import read_tariff
from energy_synergy.web.db.models import Company, Group, Membership
from energy_synergy.web.db.stores import DatabaseStore
from energy_synergy.web.db.tariffs import save_tariff
from tests.web.conftest import NOW, TIMES, People

DAY = "period=day&on=2025-06-02"
TARIFF = {"energy": 0.20, "grid_fee": 0.05, "local_grid_fee": 0.03, "feed_in": 0.06}
Bring = Callable[[str, str, float], None]


@pytest.fixture
def bring(store: DatabaseStore, client: Client) -> Bring:
    """Import the same energy for each quarter of 2 June 2025; the local owner does it."""

    def brought(company: str, direction: str, kwh: float) -> None:
        body = f"time;{direction} kWh\n" + "".join(
            f"02/06/2025 {time};{str(kwh).replace('.', ',')}\n" for time in TIMES
        )
        number = store.company_id("river", company)
        sent = client.post(f"/api/v1/groups/river/companies/{number}/imports", body, content_type="text/csv")
        assert sent.status_code == 201, sent.content

    return brought


@pytest.fixture
def traded(store: DatabaseStore, bring: Bring) -> Group:
    """The group after a day of trade, without an agreement."""
    group = Group.objects.get(slug="river")
    kiln = Company.objects.create(name="Kiln", color_index=2)
    Membership.objects.create(group=group, company=kiln)
    bring("Forge", "production", 3.0)
    bring("Mill", "consumption", 1.5)
    bring("Kiln", "consumption", 1.0)
    for company in Company.objects.filter(memberships__group=group):
        save_tariff(company, read_tariff(TARIFF), now=NOW, recorded_by="owner")
    return group


@pytest.fixture
def agreed(traded: Group) -> Group:
    """The same group whose companies all accept that totals tell them."""
    Membership.objects.filter(group=traded).update(agreed_at=NOW)
    return traded


@pytest.fixture
def roles(agreed: Group, people: People) -> People:
    """Clients of every role in the group that has traded."""
    return people
