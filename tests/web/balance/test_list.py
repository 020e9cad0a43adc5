"""The list of periods: filtered, sorted, page by page, opened, and as files."""

from __future__ import annotations

import csv
from datetime import datetime
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from energy_synergy.web.db.models import Company

JUNE = "period=month&on=2025-06-01"


def rows_of(client: Client, query: str = "") -> tuple[Any, ...]:
    """Return the periods of a page of the list."""
    rows: tuple[Any, ...] = client.get(f"/g/river/balance/?{JUNE}&{query}").context["listed"].rows
    return rows


def every(client: Client, query: str = "") -> list[dict[str, Any]]:
    """Return all periods that are asked for."""
    periods: list[dict[str, Any]] = client.get(f"/g/river/balance/periods.json?{JUNE}&{query}").json()["periods"]
    return periods


pytestmark = pytest.mark.usefixtures("stored")


def test_it_lists_the_largest_surplus_first(client: Client) -> None:
    rows = rows_of(client)
    assert {row.state for row in rows} == {"surplus"}
    energies = [row.energy_kwh for row in rows]
    assert energies == sorted(energies, reverse=True)


@pytest.mark.parametrize("state", ["surplus", "deficit", "self_sustaining"])
def test_it_lists_one_state(client: Client, state: str) -> None:
    assert {period["state"] for period in every(client, f"state={state}")} == {state}


def test_the_states_count_what_passes_the_filter(client: Client) -> None:
    listed = client.get(f"/g/river/balance/?{JUNE}&min_kwh=20").context["listed"]
    for state, count in listed.counts.items():
        assert len(every(client, f"min_kwh=20&state={state}")) == count


@pytest.mark.parametrize(
    ("sort", "key"), [("start", "starts_at"), ("energy", "energy_kwh"), ("peak", "peak_kw"), ("duration", "hours")]
)
@pytest.mark.parametrize("order", ["up", "down"])
def test_it_sorts(client: Client, sort: str, key: str, order: str) -> None:
    found = [period[key] for period in every(client, f"state=all&sort={sort}&order={order}")]
    assert found == sorted(found, reverse=order == "down")


def test_it_leaves_out_what_is_too_small_or_too_short(client: Client) -> None:
    found = every(client, "state=all&min_kwh=25&min_hours=2,5")
    assert found
    assert all(period["energy_kwh"] >= 25 and period["hours"] >= 2.5 for period in found)


@pytest.mark.parametrize(("days", "numbers"), [("weekday", range(5)), ("weekend", range(5, 7))])
def test_it_knows_the_day_on_which_a_period_begins(client: Client, days: str, numbers: range) -> None:
    found = every(client, f"state=all&days={days}")
    assert {datetime.fromisoformat(period["starts_at"]).weekday() for period in found} <= set(numbers)
    assert found


def test_it_lists_what_touches_the_hours_of_the_night(client: Client) -> None:
    found = every(client, "state=all&from=22&to=5")
    assert found
    for period in found:
        first, last = (datetime.fromisoformat(period[name]) for name in ("starts_at", "ends_at"))
        assert first.hour >= 22 or first.hour < 5 or last.date() > first.date()
    assert len(found) + len(every(client, "state=all&from=5&to=22")) >= len(every(client, "state=all"))


def test_it_lists_what_a_company_is_the_reason_for(client: Client) -> None:
    forge = Company.objects.get(name="Forge").pk
    assert every(client, f"state=surplus&company={forge}") == []
    found = every(client, f"state=deficit&company={forge}")
    assert found
    assert all("Forge" in [one["name"] for one in period["companies"]] for period in found)


def test_pages_follow_each_other(client: Client) -> None:
    whole = [period["starts_at"] for period in every(client, "state=all")]
    first, second = rows_of(client, "state=all"), rows_of(client, "state=all&page=2")
    assert [row.starts_at.isoformat(timespec="minutes") for row in (*first, *second)] == whole[:30]
    last = client.get(f"/g/river/balance/?{JUNE}&state=all&page=9999").context["listed"]
    assert last.page == last.pages
    assert last.rows[-1].starts_at.isoformat(timespec="minutes") == whole[-1]


def test_the_list_alone_is_sent_to_the_page_that_asks_for_it(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Target": "periods"}
    part = client.get(f"/g/river/balance/?{JUNE}&state=rich", headers=headers).content.decode()
    assert part.startswith('<section class="c s12" id="periods"')
    assert "state=rich" in part
    whole = client.get(f"/g/river/balance/?{JUNE}", headers={**headers, "HX-History-Restore-Request": "true"})
    assert b"<html" in whole.content


def test_an_empty_list_says_why(client: Client) -> None:
    page = client.get(f"/g/river/balance/?{JUNE}&min_kwh=999999").content.decode()
    assert "The filter leaves every period out." in page


def test_a_period_tells_whose_it_is_and_who_could_take_it(client: Client) -> None:
    row = rows_of(client)[0]
    answer = client.get(f"/g/river/balance/period/?{JUNE}&at={row.at}")
    assert answer.context["row"] == row
    assert (row.parts[0].name, row.partners[0].name) == ("Farm", "Forge")
    page = answer.content.decode()
    assert "Most of it came from Farm." in page
    assert f"/g/river/?period=day&amp;on={row.first_on}" in page
    part = client.get(f"/g/river/balance/period/?{JUNE}&at={row.at}", headers={"HX-Request": "true"})
    assert b"<html" not in part.content


def test_a_period_has_the_same_counterparts_in_its_day_and_in_its_year(client: Client) -> None:
    def of(query: str) -> dict[str, Any]:
        periods = client.get(f"/g/river/balance/periods.json?state=surplus&{query}").json()["periods"]
        return {one["starts_at"]: one["counterparts"] for one in periods}

    day, year = of("period=day&on=2025-06-11"), of("period=year&on=2025-01-01")
    assert day
    assert all(year[start] == partners for start, partners in day.items())
    assert all(partners[0]["before_kwh"] > 0 and partners[0]["after_kwh"] > 0 for partners in day.values())


def test_the_csv_file_holds_every_period_with_iso_times(client: Client) -> None:
    text = client.get(f"/g/river/balance/periods.csv?{JUNE}&state=all&lang=en").content.decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(text)))
    found = every(client, "state=all")
    assert [row["Start"] for row in rows] == [period["starts_at"] for period in found]
    energy = [float(row["Energy (kWh)"]) for row in rows]
    assert energy == pytest.approx([period["energy_kwh"] for period in found], abs=6e-4)


def test_trades_of_the_json_lie_within_what_is_shared(client: Client) -> None:
    periods = every(client, "state=all")
    shared = client.get(f"/g/river/?{JUNE}").context["overview"].kpis.shared_kwh
    assert sum(trade["energy_kwh"] for one in periods for trade in one["trades"]) == pytest.approx(shared, rel=1e-3)


def test_a_name_is_no_formula(client: Client) -> None:
    Company.objects.filter(name="Farm").update(name="=cmd()")
    text = client.get(f"/g/river/balance/periods.csv?{JUNE}&lang=en").content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(StringIO(text)) for cell in row]
    assert any(cell.startswith("'=cmd()") for cell in cells)
    assert not any(cell.startswith("=") for cell in cells)
