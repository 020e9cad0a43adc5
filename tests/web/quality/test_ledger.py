"""The ledger: every finding, filtered, resolved with a reason, reopened, open again when it comes again, as a file."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from energy_synergy.usecases.ingest import ingest_file
from energy_synergy.usecases.told import Told
from energy_synergy.web.db.models import AuditEntry, FindingRow
from energy_synergy.web.db.stores import DatabaseStore
from tests.web.conftest import TIMES, People

LEDGER = "/g/river/data/quality/ledger/"


def bring(store: DatabaseStore, company: int, name: str = "a.csv", day: int = 2, lacking: int = 3) -> int:
    """Import a day with missing readings, which are a finding."""
    kept = [time for place, time in enumerate(TIMES) if not 10 <= place < 10 + lacking]
    rows = "".join(f"{day:02}/06/2025 {time};1.5\n" for time in kept)
    done = ingest_file(
        BytesIO(f"time;consumption kWh\n{rows}".encode()),
        store=store,
        company_id=company,
        timezone="Europe/Paris",
        now=timezone.now(),
        recorded_by="owner",
        file_name=name,
        told=Told(),
    )
    return done.saved.import_id


def page_of(client: Client, query: str = "") -> Any:
    """Return the record behind the page."""
    return client.get(f"{LEDGER}?{query}").context["page"]


def codes(client: Client, query: str = "") -> list[str]:
    return [line.code for line in page_of(client, query).lines]


@pytest.fixture
def forge(store: DatabaseStore) -> int:
    return store.company_id("river", "Forge")


def test_it_works(store: DatabaseStore, mill: int, client: Client) -> None:
    number = bring(store, mill)
    (line,) = page_of(client, "kind=gap").lines
    assert (line.company, line.import_id, line.file_name, line.label) == (
        "Mill",
        number,
        "a.csv",
        "Gaps in the readings",
    )
    assert line.told.starts_at.isoformat() == "2025-06-02T02:30:00+02:00"
    assert "readings are missing" in client.get(LEDGER).content.decode()


def test_it_filters(store: DatabaseStore, mill: int, forge: int, client: Client) -> None:
    first, second = bring(store, mill), bring(store, forge, "b.csv", day=5)
    assert {line.company for line in page_of(client).lines} == {"Mill", "Forge"}
    for query, found in (
        (f"company={mill}", {first}),
        (f"import={second}", {second}),
        ("kind=gap&from=2025-06-04&to=2025-06-06", {second}),
        ("kind=gap&to=2025-06-02", {first}),
        ("kind=gap&from=2025-06-06", set()),
        ("severity=error", set()),
        ("state=resolved", set()),
        ("meter=none", set()),
    ):
        assert {line.import_id for line in page_of(client, query).lines} == found, query


def test_it_resolves_with_a_reason_and_keeps_who_and_why(store: DatabaseStore, mill: int, people: People) -> None:
    bring(store, mill)
    (line,) = page_of(people.mill_editor, "kind=gap").lines
    told = {"finding": line.id, "reason": "The meter was  changed"}
    assert people.mill_editor.post(f"{LEDGER}resolve/", told).status_code == 302
    assert "gap" not in codes(people.mill_editor)
    (line,) = page_of(people.mill_editor, "state=resolved").lines
    assert (line.resolved.by, line.resolved.reason) == ("mill_editor@example.org", "The meter was changed")
    entry = AuditEntry.objects.get(action="finding.resolved")
    assert (entry.company_id, entry.details) == (mill, {"count": 1, "reason": "The meter was changed"})
    assert "The meter was changed" in people.manager.get("/g/river/audit/").content.decode()


def test_it_wants_a_reason(store: DatabaseStore, mill: int, client: Client) -> None:
    bring(store, mill)
    (line,) = page_of(client, "kind=gap").lines
    answer = client.post(f"{LEDGER}resolve/", {"finding": line.id, "reason": " "}, follow=True)
    assert "Say why it is resolved" in answer.content.decode()
    assert "gap" in codes(client)


def test_it_resolves_all_of_a_kind_at_once(store: DatabaseStore, mill: int, forge: int, client: Client) -> None:
    for company in (mill, forge):
        bring(store, company)
    kinds = set(codes(client)) - {"gap"}
    client.post(f"{LEDGER}resolve/", {"every": "1", "kind": "gap", "state": "open", "reason": "known"})
    assert set(codes(client)) == kinds
    assert len(page_of(client, "state=resolved").lines) == 2


def test_it_reopens(store: DatabaseStore, mill: int, client: Client) -> None:
    bring(store, mill)
    client.post(f"{LEDGER}resolve/", {"every": "1", "reason": "known"})
    line = page_of(client, "state=resolved").lines[0]
    client.post(f"{LEDGER}reopen/", {"finding": line.id})
    assert [one.id for one in page_of(client).lines] == [line.id]
    assert AuditEntry.objects.filter(action="finding.reopened").count() == 1


def test_what_comes_again_is_open_again(store: DatabaseStore, mill: int, client: Client) -> None:
    bring(store, mill)
    client.post(f"{LEDGER}resolve/", {"every": "1", "reason": "known"})
    bring(store, mill, "again.csv")
    (line,) = page_of(client, "kind=gap&state=all").lines
    assert (line.resolved, line.file_name, line.resolved_before.reason) == (None, "again.csv", "known")


def test_an_undone_import_brings_back_what_stood_before(store: DatabaseStore, mill: int, client: Client) -> None:
    first = bring(store, mill)
    again = bring(store, mill, "again.csv")
    assert [line.import_id for line in page_of(client, "kind=gap").lines] == [again]
    store.undo_import(again, now=timezone.now(), recorded_by="owner")
    assert [line.import_id for line in page_of(client, "kind=gap").lines] == [first]


def test_nobody_sees_or_resolves_what_is_not_theirs(
    store: DatabaseStore, mill: int, forge: int, people: People
) -> None:
    bring(store, mill)
    bring(store, forge)
    assert {line.company for line in page_of(people.mill_viewer).lines} == {"Mill"}
    assert {line.company for line in page_of(people.analyst).lines} == {"Mill", "Forge"}
    number = FindingRow.objects.filter(source_import__company=forge)[0].pk
    told = {"finding": number, "reason": "x"}
    assert people.mill_editor.post(f"{LEDGER}resolve/", told).status_code == 404
    assert people.mill_viewer.post(f"{LEDGER}resolve/", told).status_code == 403
    assert people.analyst.post(f"{LEDGER}resolve/", told).status_code == 403
    people.mill_editor.post(f"{LEDGER}resolve/", {"every": "1", "reason": "x"})
    assert not FindingRow.objects.filter(source_import__company=forge, resolved_at__isnull=False).exists()


def test_what_compares_two_companies_is_seen_by_those_who_see_both(
    store: DatabaseStore, mill: int, forge: int, people: People
) -> None:
    bring(store, mill)
    FindingRow.objects.filter(code="gap").update(other_company=forge)
    assert "gap" in codes(people.manager)
    assert "gap" not in codes(people.mill_editor)
    assert "gap" not in people.mill_editor.get(f"{LEDGER}findings.csv?state=all").content.decode()
    assert people.mill_editor.get("/g/river/data/").status_code == 200


def test_the_file_holds_everything(store: DatabaseStore, mill: int, client: Client) -> None:
    bring(store, mill, "=cmd.csv")
    client.post(f"{LEDGER}resolve/", {"every": "1", "kind": "gap", "reason": "known"})
    text = client.get(f"{LEDGER}findings.csv?state=all&lang=en").content.decode()
    assert "Gaps in the readings" in text
    assert "known" in text
    assert "'=cmd.csv" in text
    assert client.get(f"{LEDGER}findings.csv?lang=fr").content.decode().splitlines()[0].count(";") == 21


def test_an_address_that_makes_no_sense_is_told(store: DatabaseStore, mill: int, client: Client) -> None:
    bring(store, mill)
    answer = client.get(f"{LEDGER}?state=blue&company=x&from=yesterday&page=9")
    assert answer.status_code == 200
    assert client.post(f"{LEDGER}resolve/", {"finding": "x", "reason": "y"}).status_code == 404


def test_it_takes_as_many_queries_for_many_findings(
    store: DatabaseStore, mill: int, client: Client, django_assert_max_num_queries: Any
) -> None:
    for day in range(1, 12):
        bring(store, mill, f"{day}.csv", day)
    client.post(f"{LEDGER}resolve/", {"every": "1", "reason": "known"})
    bring(store, mill, "again.csv", 3)
    with django_assert_max_num_queries(12):
        client.get(f"{LEDGER}?state=all")
