"""What came in beside what is known: the unit of before, the contract, invoices, the readings of others."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from energy_synergy.usecases.ingest import ingest_file
from energy_synergy.web.db.beside import note_beside
from energy_synergy.web.db.models import FindingRow, Invoice, Meter
from energy_synergy.web.db.stores import DatabaseStore
from tests.web.conftest import NOW, People

LEDGER = "/g/river/data/quality/ledger/?state=all"
START = datetime(2025, 6, 2, tzinfo=UTC)
RNG = np.random.default_rng(11)
WEEKS = RNG.uniform(1, 3, 96 * 28).round(4)


def content(values: np.ndarray, start: datetime = START, direction: str = "consumption") -> bytes:
    rows = (
        f"{start + n * timedelta(minutes=15):%Y-%m-%dT%H:%M:%SZ},{value}\n" for n, value in enumerate(values.tolist())
    )
    return f"start_utc,{direction}_kwh\n{''.join(rows)}".encode()


def bring(store: DatabaseStore, company: int, data: bytes, name: str = "a.csv") -> int:
    """Import a file and note what it looks like."""
    done = ingest_file(
        BytesIO(data),
        store=store,
        company_id=company,
        timezone="Europe/Paris",
        now=timezone.now(),
        recorded_by="owner",
        file_name=name,
    )
    note_beside(done.saved.import_id, "Europe/Paris")
    return done.saved.import_id


def told(number: int) -> list[str]:
    """Return the kinds of finding of an import beside those of its file."""
    beside = ("above_contracted_power", "unit_differs", "invoice_differs", "same_readings", "same_readings_elsewhere")
    rows = FindingRow.every.filter(source_import=number, code__in=beside)
    return sorted(rows.values_list("code", flat=True))


@pytest.fixture
def forge(store: DatabaseStore) -> int:
    return store.company_id("river", "Forge")


def test_it_works(store: DatabaseStore, mill: int) -> None:
    assert told(bring(store, mill, content(WEEKS))) == []


@pytest.mark.parametrize("factor", [1000, 0.001, 4, 0.25])
def test_it_finds_another_unit_than_before(store: DatabaseStore, mill: int, factor: float) -> None:
    bring(store, mill, content(WEEKS))
    later = content(RNG.uniform(1, 3, 96 * 14) * factor, START + timedelta(days=28))
    assert told(bring(store, mill, later, "b.csv")) == ["unit_differs"]


def test_one_day_of_rest_is_no_other_unit(store: DatabaseStore, mill: int) -> None:
    bring(store, mill, content(WEEKS))
    assert told(bring(store, mill, content(RNG.uniform(1, 3, 96) / 4, START + timedelta(days=28)), "b.csv")) == []


def test_it_finds_energy_above_the_contracted_power(store: DatabaseStore, mill: int) -> None:
    Meter.objects.create(company_id=mill, direction="consumption", contracted_kw=10.0)
    number = bring(store, mill, content(WEEKS))
    assert told(number) == ["above_contracted_power"]
    assert FindingRow.objects.get(code="above_contracted_power").count == int((WEEKS > 2.5 * 1.02).sum())


def test_it_finds_an_invoice_that_differs(store: DatabaseStore, mill: int) -> None:
    invoice(mill, float(WEEKS[88 : 88 + 96 * 7].sum()) * 4)
    number = bring(store, mill, content(WEEKS))
    assert told(number) == ["invoice_differs"]
    assert "-75.0 %" in FindingRow.objects.get(code="invoice_differs").sentence.format_map(
        FindingRow.objects.get(code="invoice_differs").values
    )


def test_an_invoice_that_agrees_and_one_of_another_time_are_left_alone(store: DatabaseStore, mill: int) -> None:
    invoice(mill, float(WEEKS[88 : 88 + 96 * 7].sum()))
    invoice(mill, 1.0, first_on=date(2024, 1, 1), last_on=date(2024, 12, 31))
    invoice(mill, 1.0, first_on=date(2025, 1, 1), last_on=date(2025, 12, 31))
    assert told(bring(store, mill, content(WEEKS))) == []


def invoice(company: int, energy_kwh: float, **dates: date) -> Invoice:
    days = {"first_on": date(2025, 6, 3), "last_on": date(2025, 6, 9), **dates}
    return Invoice.objects.create(
        company_id=company, energy_kwh=energy_kwh, reference="F-1", recorded_at=NOW, recorded_by="owner", **days
    )


def test_it_finds_the_readings_of_another_company(store: DatabaseStore, mill: int, forge: int, people: People) -> None:
    bring(store, mill, content(WEEKS))
    number = bring(store, forge, content(WEEKS[96 * 3 :], START + timedelta(days=3)), "other name.csv")
    assert told(number) == ["same_readings_elsewhere"]
    row = FindingRow.every.get(code="same_readings_elsewhere")
    assert (row.other_company_id, row.count) == (mill, 25)
    seen = {name: getattr(people, name).get(LEDGER).content.decode() for name in ("manager", "forge_editor")}
    assert "The other company is Mill." in seen["manager"]
    assert "another company of the group" not in seen["forge_editor"]


def test_it_finds_the_readings_of_another_meter(store: DatabaseStore, mill: int) -> None:
    bring(store, mill, content(WEEKS))
    assert told(bring(store, mill, content(WEEKS, direction="production"), "p.csv")) == ["same_readings"]


@pytest.mark.parametrize("values", [np.zeros(96 * 28), np.full(96 * 28, 1.5)])
def test_what_anybody_may_read_is_not_the_same(store: DatabaseStore, mill: int, forge: int, values: np.ndarray) -> None:
    bring(store, mill, content(values))
    assert told(bring(store, forge, content(values[96:], START + timedelta(days=1)), "b.csv")) == []


def test_the_same_file_again_for_the_same_company_is_no_finding(store: DatabaseStore, mill: int) -> None:
    bring(store, mill, content(WEEKS))
    assert told(bring(store, mill, content(WEEKS))) == []


def test_the_same_template_of_another_company_is_found(
    store: DatabaseStore, mill: int, forge: int, template: str
) -> None:
    bring(store, mill, template.encode(), "t.csv")
    assert told(bring(store, forge, template.encode(), "u.csv")) == ["same_readings_elsewhere"]


def test_it_is_told_before_a_file_is_imported(
    store: DatabaseStore, mill: int, forge: int, people: People, settings: Any, tmp_path: Path
) -> None:
    settings.UPLOADS_DIR = tmp_path
    bring(store, mill, content(WEEKS))
    for client, says in ((people.manager, True), (people.forge_editor, False)):
        file = SimpleUploadedFile("f.csv", content(WEEKS))
        answer = client.post("/g/river/data/import/", {"file": file, "company": forge}, follow=True)
        assert ("another company of the group" in answer.content.decode()) is says


def test_a_program_is_told_before_it_imports(store: DatabaseStore, mill: int, forge: int, people: People) -> None:
    bring(store, mill, content(WEEKS))
    address = f"/api/v1/groups/river/companies/{forge}/imports?dry_run=true"
    for client, says in ((people.manager, True), (people.forge_editor, False)):
        answer = client.post(address, content(WEEKS), content_type="text/csv").json()
        assert ("same_readings_elsewhere" in {one["code"] for one in answer["problems"]}) is says


def test_noting_twice_changes_nothing(store: DatabaseStore, mill: int) -> None:
    Meter.objects.create(company_id=mill, direction="consumption", contracted_kw=10.0)
    number = bring(store, mill, content(WEEKS))
    (before,) = FindingRow.every.filter(source_import=number, code="above_contracted_power")
    note_beside(number, "Europe/Paris")
    assert FindingRow.every.get(code="above_contracted_power").pk == before.pk
    Meter.objects.filter(company=mill).update(contracted_kw=None)
    note_beside(number, "Europe/Paris")
    assert told(number) == []
