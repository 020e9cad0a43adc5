"""What a member sees of surplus and deficit: months where a total would give a company away, else pooled others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from django.test import Client

from energy_synergy.community.group import Group, Member
from energy_synergy.web.queries.balance import LoadedBalance
from energy_synergy.web.queries.balance_records import Selection
from energy_synergy.web.queries.group_window import GroupWindow
from tests.web.overview.conftest import YEAR, ZONE, series, window_of
from tests.web.test_sight import agree, member

__all__ = ["member", "window_of"]

Window = Callable[..., GroupWindow]
JUNE = "period=month&on=2025-06-01"
FINE = ["values.json", "periods.json", "periods.csv", "duration.html", "carpet.csv", "multiples.html"]


def test_it_shows_months_where_one_company_stands_behind_the_production(member: Client) -> None:
    answer = member.get(f"/g/river/balance/?{JUNE}")
    page = answer.content.decode()
    assert "You see this group by months only" in page
    assert "balance-data" not in page
    assert (answer.context["page"].figures, answer.context["page"].listed) == (None, None)
    assert len(answer.context["months"].rows) == 1


def test_a_week_leads_to_the_year_and_says_why(member: Client) -> None:
    page = member.get("/g/river/balance/?period=week&on=2025-06-09", follow=True)
    assert page.redirect_chain[0][0].startswith("/g/river/balance/?period=year&on=2025-01-01")
    assert "You see this group by months only" in page.content.decode()


@pytest.mark.parametrize("address", [*FINE, "period/?at=2025-06-01T00:00Z"])
def test_it_refuses_whatever_is_finer(member: Client, address: str) -> None:
    mark = "&" if "?" in address else "?"
    answer = member.get(f"/g/river/balance/{address}{mark}{JUNE}")
    assert (answer.status_code, answer.json()["code"]) == (422, "too_few_contributors")


def test_it_gives_out_the_months(member: Client) -> None:
    table = member.get("/g/river/balance/months.html?period=year&on=2025-01-01").context["table"]
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows["2025-05"] == ["–"] * 5
    assert rows["2025-06"] == ["15,840.00", "21,600.00", "15,840.00", "0.00", "5,760.00"]


def test_it_pools_the_others_once_they_agreed(member: Client) -> None:
    agree("Forge")
    text = member.get(f"/g/river/balance/periods.json?{JUNE}&state=all").content.decode()
    assert "Other companies" in text
    assert "Forge" not in text
    assert "Kiln" not in member.get(f"/g/river/balance/?{JUNE}").content.decode()


def test_a_company_seen_by_hours_gives_no_quarter_away(window_of: Window) -> None:
    # Mill produces 4 kWh in every fourth quarter, which is one period each time; seen by hours, it produces 1 kWh.
    bursts = np.where(np.arange(YEAR.slots) % 4 == 0, 4.0, 0.0)
    forge = Member("Forge", (series("consumption", np.full(YEAR.slots, 2.0)),))
    group = Group("River", ZONE, (Member("Mill", (series("production", bursts),)), forge))
    window = window_of(group, {"period": "day", "on": "2025-06-02"})
    seen = replace(window, hourly=frozenset((1,)))

    def first_part(one: GroupWindow) -> float:
        loaded = LoadedBalance(one, one, Selection(state="surplus"), "three")
        return loaded.chosen_rows()[0].parts[0].energy_kwh

    assert (first_part(window), first_part(seen)) == (4.0, 1.0)
