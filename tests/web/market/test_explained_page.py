"""The explained cent and the proofs: for whom, and that their numbers add up as they are shown."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from energy_synergy.trading.kept import digest_of, read_market, write_market
from energy_synergy.web.db.models import AuditEntry, Company, Group, MarketRecord
from tests.web.conftest import People
from tests.web.market.conftest import DAY
from tests.web.market.test_market_page import rows_of, text_of

EXPLAIN, PROOF = "/g/river/market/explain/", "/g/river/market/proof/"


def cells_of(text: str) -> list[list[str]]:
    """Return the numbers of the lines and of the last row, as they are written."""
    table = text[text.index('aria-labelledby="title-lines"') :].partition("</table>")[0]
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", table)
    return [[cell.replace("−", "-").replace(",", "") for cell in re.findall(r"<td>(.*?)</td>", row)] for row in rows]


def test_the_lines_add_up_as_they_are_written(traded: Group, client: Client) -> None:
    for company in Company.objects.all():
        *lines, total = cells_of(text_of(client, f"{EXPLAIN}?{DAY}&company={company.pk}"))
        for column in (1, 3, 4):
            assert sum(float(line[column]) for line in lines) == pytest.approx(float(total[column]), abs=1e-9)
        assert float(total[3]) - float(total[1]) == pytest.approx(float(total[4]), abs=1e-9)


def test_it_says_so_in_words(traded: Group, client: Client) -> None:
    text = text_of(client, f"{EXPLAIN}?{DAY}&company={Company.objects.get(name='Mill').pk}")
    assert "It received 144.0\u00a0kWh from the group at €0.1400/kWh on average and paid €20.16 for it" in text
    assert "In all it has €11.52 more than alone with the grid." in text


def test_it_explains_one_slot(traded: Group, client: Client) -> None:
    mill = Company.objects.get(name="Mill").pk
    text = text_of(client, f"{EXPLAIN}?{DAY}&company={mill}&at=2025-06-02T10:00:00%2B02:00")
    assert "In all it has €0.1200 more" in text
    assert client.get(f"{EXPLAIN}?{DAY}&company={mill}&at=2024-06-02T10:00:00Z").status_code == 404


def test_the_slots_sum_to_the_saving(traded: Group, client: Client) -> None:
    rows = rows_of(client, f"/g/river/market/explain.csv?{DAY}&company={Company.objects.get(name='Forge').pk}")
    assert sum(float(row[-1]) for row in rows[1:-1]) == pytest.approx(float(rows[-1][-1]), abs=0.01)


def test_a_member_is_told_of_its_own_company_alone(roles: People) -> None:
    mill, forge = (Company.objects.get(name=name).pk for name in ("Mill", "Forge"))
    assert roles.mill_viewer.get(f"{EXPLAIN}?{DAY}&company={mill}").status_code == 200
    assert roles.mill_viewer.get(f"{EXPLAIN}?{DAY}&company={forge}").status_code == 404
    assert roles.manager.get(f"{EXPLAIN}?{DAY}&company={forge}").status_code == 200


def test_every_promise_is_shown_with_its_number(traded: Group, client: Client) -> None:
    text = text_of(client, f"{PROOF}?{DAY}")
    assert "<b>Yes.</b> All 12 promises hold" in text
    assert "Every kWh is accounted for" in text


def test_a_result_is_kept_once_and_proved_from_its_bytes(roles: People) -> None:
    first = roles.manager.post(f"{PROOF}?{DAY}")
    second = roles.manager.post(f"{PROOF}?{DAY}")
    assert first["Location"] == second["Location"]
    record = MarketRecord.objects.get()
    assert digest_of(bytes(record.body)) == record.digest
    assert AuditEntry.objects.filter(action="market.kept").count() == 1
    assert "computed just now from the stored bytes alone" in text_of(roles.mill_viewer, first["Location"])


@pytest.mark.parametrize("role", ["analyst", "mill_editor", "mill_viewer"])
def test_only_a_manager_keeps(roles: People, role: str) -> None:
    assert getattr(roles, role).post(f"{PROOF}?{DAY}").status_code == 403
    assert not MarketRecord.objects.exists()


def test_stored_bytes_that_were_changed_are_found_out(roles: People) -> None:
    address = roles.manager.post(f"{PROOF}?{DAY}")["Location"]
    record = MarketRecord.objects.get()
    kept = read_market(bytes(record.body))
    kept.paid[0] += 1.0
    MarketRecord.objects.update(body=write_market(kept))
    text = text_of(roles.manager, address)
    assert "its digest is another one" in text
    assert "does not hold" in text


def test_damaged_bytes_are_refused(roles: People) -> None:
    address = roles.manager.post(f"{PROOF}?{DAY}")["Location"]
    MarketRecord.objects.update(body=b"nothing")
    assert roles.manager.get(address).status_code == 422


def test_the_file_holds_the_amounts_of_all_and_is_for_who_sees_all(roles: People) -> None:
    address = roles.manager.post(f"{PROOF}?{DAY}")["Location"] + "file/"
    assert read_market(roles.analyst.get(address).content).members == ["Mill", "Forge", "Kiln"]
    assert roles.mill_editor.get(address).status_code == 403
