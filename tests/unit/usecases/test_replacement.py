"""What an import would replace is told before it is written, and is what the store then does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from energy_synergy.ports import AnnualTotal, Dataset, NewGroup, NewMember, Saved, SourceKind
from energy_synergy.testing.memory_store import MemoryStore
from energy_synergy.testing.store_samples import BY, NOW, START, readings, series, typical_day
from energy_synergy.units import SLOT
from energy_synergy.usecases.check_record import replacement_as_record, replacement_from_record
from energy_synergy.usecases.replacement import SourceChange, compute_replacement


@pytest.fixture
def store() -> MemoryStore:
    store = MemoryStore()
    store.create_group(NewGroup("g", "G", "Europe/Paris", (NewMember("Mill"),)), now=NOW, recorded_by=BY)
    return store


@pytest.fixture
def mill(store: MemoryStore) -> int:
    return store.company_id("g", "Mill")


def test_it_works(store: MemoryStore, mill: int) -> None:
    found = compute_replacement(readings([1.0] * 10), store=store, company_id=mill)
    assert (found.days_added, found.slots_added, found.slots_replaced) == (2, 10, 0)
    assert found.sources == (SourceChange("consumption", None, SourceKind.READINGS),)
    assert store.load_group("g").members[0].series == ()


def test_it_tells_old_and_new_values(store: MemoryStore, mill: int) -> None:
    store.save_dataset(mill, readings([1.0, 2.0, 3.0]), now=NOW, recorded_by=BY)
    found = compute_replacement(readings([1.0, 5.0, float("nan"), 4.0]), store=store, company_id=mill)
    assert (found.slots_equal, found.slots_replaced, found.slots_added) == (1, 1, 1)
    (example,) = found.examples
    assert (example.starts_at, example.old_kwh, example.new_kwh) == (START + SLOT, 2.0, 5.0)
    assert (found.first_at, found.last_at, found.sources) == (START + SLOT, START + SLOT, ())
    assert replacement_from_record(replacement_as_record(found)) == found


@pytest.mark.parametrize("shift", [0, 1, 8, 50, 96, 300])
@pytest.mark.parametrize("value", [1.0, 2.0, float("nan")])
def test_it_tells_what_the_store_then_does(store: MemoryStore, mill: int, shift: int, value: float) -> None:
    store.save_dataset(mill, readings([1.0] * 150), now=NOW, recorded_by=BY)
    dataset = readings([value, 1.0] * 60, starts_at=START + shift * SLOT)
    told = compute_replacement(dataset, store=store, company_id=mill)
    saved = store.save_dataset(mill, dataset, now=NOW + timedelta(hours=1), recorded_by=BY)
    assert Saved(saved.import_id, told.days_added, told.days_replaced, told.days_unchanged) == saved


def test_it_tells_that_an_estimate_is_no_longer_used(store: MemoryStore, mill: int) -> None:
    store.save_annual_total(mill, AnnualTotal("consumption", "flat", 365.0), now=NOW, recorded_by=BY)
    found = compute_replacement(typical_day(1.0), store=store, company_id=mill)
    assert found.sources == (SourceChange("consumption", SourceKind.ESTIMATE, SourceKind.TYPICAL_DAY),)


def test_it_tells_which_meters_are_no_longer_used(store: MemoryStore, mill: int) -> None:
    store.save_dataset(mill, readings([1.0]), now=NOW, recorded_by=BY)
    named = Dataset(SourceKind.READINGS, tuple(series([2.0], START, "consumption", name) for name in "AB"))
    (change,) = compute_replacement(named, store=store, company_id=mill).sources
    assert (change.before, change.after, change.dropped) == (SourceKind.READINGS, SourceKind.READINGS, ("",))
    store.save_dataset(mill, named, now=NOW, recorded_by=BY)
    assert list(store.sources_in_use(mill, "consumption")) == ["A", "B"]
