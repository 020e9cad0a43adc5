"""Taking a file in saves all of it or nothing."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime

import pytest

from energy_synergy.errors import InvalidValue, UnknownName
from energy_synergy.files.refused import FileRefused
from energy_synergy.ports import AnnualTotal, NewGroup, NewMember, SourceKind
from energy_synergy.testing.memory_store import MemoryStore
from energy_synergy.usecases.ingest import Ingested, RowsRefused, ingest_annual_total, ingest_file

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
TIMES = [f"{quarter // 4:02}:{quarter % 4 * 15:02}" for quarter in range(96)]
TEMPLATE = "Time,Production,Consommation\n" + "".join(f"{time},0,0.5\n" for time in TIMES)
DATED = "time;consumption kWh\n" + "".join(f"02/06/2025 {time};1,5\n" for time in TIMES)


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    store.create_group(NewGroup("g", "G", "Europe/Paris", (NewMember("Mill"),)), now=NOW, recorded_by="owner")
    return store


def ingest(store: MemoryStore, text: str, name: str = "mill.csv") -> Ingested:
    return ingest_file(
        io.BytesIO(text.encode()),
        store=store,
        company_id=store.company_id("g", "Mill"),
        timezone="Europe/Paris",
        now=NOW,
        recorded_by="owner",
        file_name=name,
    )


def test_it_works(store: MemoryStore) -> None:
    ingested = ingest(store, TEMPLATE)
    (series,) = store.load_group("g").members[0].series
    assert ingested.dataset.kind is SourceKind.TYPICAL_DAY
    assert (series.direction, series.total_kwh) == ("consumption", 48.0)


def test_it_takes_dated_files_as_readings(store: MemoryStore) -> None:
    ingested = ingest(store, DATED)
    (series,) = store.load_group("g").members[0].series
    assert (ingested.dataset.kind, ingested.saved.days_added) == (SourceKind.READINGS, 2)
    assert (series.is_dated, series.total_kwh) == (True, 144.0)


def test_it_takes_both_directions_of_one_file(store: MemoryStore) -> None:
    ingest(store, TEMPLATE.replace(",0,", ",0.25,"))
    found = {series.direction: series.total_kwh for series in store.load_group("g").members[0].series}
    assert found == {"production": 24.0, "consumption": 48.0}


def test_it_remembers_where_the_data_came_from(store: MemoryStore) -> None:
    dataset = ingest(store, TEMPLATE, "C:/data/mill.csv").dataset
    assert (dataset.file_name, dataset.format, dataset.rows) == ("mill.csv", "template_csv", 96)
    assert dataset.sha256 == hashlib.sha256(TEMPLATE.encode()).hexdigest()


def test_it_saves_nothing_of_a_file_with_bad_rows_and_names_each(store: MemoryStore) -> None:
    bad = ("1_0", "nan", "inf", "1e999", "-3", "abc", "1;2", "0x1", "twelve", "1.2.3")
    rows = TEMPLATE.splitlines()
    for line, value in enumerate(bad, start=10):
        rows[line] = f"{rows[line].rpartition(',')[0]},{value}"
    with pytest.raises(RowsRefused) as refused:
        ingest(store, "\n".join(rows))
    lines = {finding.place.line: finding.value for finding in refused.value.findings if finding.severity == "error"}
    assert lines == dict(enumerate(bad, start=11))
    assert refused.value.values["rows"] == 10
    assert store.load_group("g").members[0].series == ()


def test_it_refuses_what_is_no_table(store: MemoryStore) -> None:
    with pytest.raises(FileRefused):
        ingest(store, "\x00\x01\x02")


def test_it_saves_an_annual_total(store: MemoryStore) -> None:
    total = AnnualTotal("consumption", "office", 68_000.0)
    ingest_annual_total(total, store=store, company_id=store.company_id("g", "Mill"), now=NOW, recorded_by="owner")
    (estimate,) = store.load_group("g").members[0].estimates
    assert (estimate.profile.name, estimate.annual_kwh) == ("office", 68_000.0)


@pytest.mark.parametrize(
    ("total", "refusal"),
    [
        (AnnualTotal("consumption", "offcie", 1.0), UnknownName),
        (AnnualTotal("production", "office", 1.0), InvalidValue),
        (AnnualTotal("consumption", "office", 0.0), InvalidValue),
        (AnnualTotal("consumption", "office", float("nan")), InvalidValue),
        (AnnualTotal("consumption", "office", float("inf")), InvalidValue),
    ],
)
def test_it_refuses_a_total_that_makes_no_sense(store: MemoryStore, total: AnnualTotal, refusal: type) -> None:
    with pytest.raises(refusal):
        ingest_annual_total(total, store=store, company_id=store.company_id("g", "Mill"), now=NOW, recorded_by="owner")
    assert store.load_group("g").members[0].estimates == ()
