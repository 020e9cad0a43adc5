"""What every store promises about the past: values as they were known, imports taken back. Part of `StoreSuite`."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest

from energy_synergy.errors import UnknownName
from energy_synergy.metering.series import Direction
from energy_synergy.ports import UNDO_FOR, AnnualTotal, Dataset, GroupStore, SourceKind, UndoRefused
from energy_synergy.testing.store_samples import BY, NOW, START, readings, typical_day, value_at
from energy_synergy.units import SLOT

LATER, LATEST = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
DAY = timedelta(days=1)


def save(store: GroupStore, company_id: int, dataset: Dataset, now: datetime = NOW) -> int:
    """Save a dataset and return the number of its import."""
    return store.save_dataset(company_id, dataset, now=now, recorded_by=BY).import_id


def in_use(store: GroupStore, company_id: int, direction: Direction = "consumption") -> SourceKind | None:
    """Return what is in use in one direction."""
    return next(iter(store.sources_in_use(company_id, direction).values()), None)


class UndoSuite:
    """The promises; `mill` is the number of a company of the group `river` that knows nothing yet."""

    def test_it_knows_what_was_known_at_an_instant(self, store: GroupStore, mill: int) -> None:
        save(store, mill, readings([1.0, 2.0]))
        save(store, mill, readings([float("nan"), 5.0]), LATER)
        before, after = store.load_group("river", as_of=NOW), store.load_group("river", as_of=LATER)
        assert [value_at(before, START + SLOT), value_at(after, START + SLOT)] == [2.0, 5.0]
        assert value_at(after, START) == 1.0
        assert store.load_group("river", as_of=NOW - SLOT).members[0].series == ()

    def test_it_knows_what_was_in_use_at_an_instant(self, store: GroupStore, mill: int) -> None:
        save(store, mill, typical_day(0.5))
        save(store, mill, readings([1.0]), LATER)
        store.use_source(mill, "consumption", SourceKind.TYPICAL_DAY, now=LATEST)
        moments = (NOW, LATER, LATEST)
        found = [store.load_group("river", as_of=moment).members[0].series[0].is_dated for moment in moments]
        assert found == [False, True, False]

    def test_it_knows_an_earlier_annual_total(self, store: GroupStore, mill: int) -> None:
        for moment, annual_kwh in ((NOW, 365.0), (LATER, 730.0)):
            total = AnnualTotal("consumption", "flat", annual_kwh)
            store.save_annual_total(mill, total, now=moment, recorded_by=BY)
        (estimate,) = store.load_group("river", as_of=NOW).members[0].estimates
        assert estimate.annual_kwh == 365.0

    def test_it_loads_readings_that_are_not_in_use(self, store: GroupStore, mill: int) -> None:
        save(store, mill, readings([1.0] * 96))
        save(store, mill, typical_day(0.5), LATER)
        found = store.load_readings(mill, "consumption", "", START, START + SLOT)
        assert found is not None
        assert found.total_kwh == 8.0
        assert store.load_readings(mill, "production", "", START, START + SLOT) is None
        assert store.load_readings(mill, "consumption", "", START, START + SLOT, as_of=NOW - SLOT) is None

    def test_it_tells_the_source_in_use(self, store: GroupStore, mill: int) -> None:
        assert in_use(store, mill) is None
        save(store, mill, typical_day(0.5))
        assert (in_use(store, mill), in_use(store, mill, "production")) == (SourceKind.TYPICAL_DAY, None)

    def test_it_brings_back_what_an_import_replaced(self, store: GroupStore, mill: int) -> None:
        save(store, mill, readings([1.0, 2.0]))
        number = save(store, mill, readings([3.0, 4.0]), LATER)
        undone = store.undo_import(number, now=LATEST, recorded_by=BY)
        group = store.load_group("river")
        assert [value_at(group, START), value_at(group, START + SLOT)] == [1.0, 2.0]
        assert (undone.days_restored, undone.days_removed, undone.days_kept) == (1, 0, 0)
        assert value_at(store.load_group("river", as_of=LATER), START) == 3.0

    def test_it_leaves_nothing_where_nothing_was_before(self, store: GroupStore, mill: int) -> None:
        number = save(store, mill, readings([1.0] * 96))
        undone = store.undo_import(number, now=LATER, recorded_by=BY)
        assert (undone.days_restored, undone.days_removed, undone.source_changed) == (0, 2, True)
        assert in_use(store, mill) is None
        assert store.load_group("river").members[0].series == ()
        assert value_at(store.load_group("river", as_of=NOW), START) == 1.0

    def test_it_keeps_days_that_were_changed_since(self, store: GroupStore, mill: int) -> None:
        number = save(store, mill, readings([1.0] * 96))
        save(store, mill, readings([7.0]), LATER)
        undone = store.undo_import(number, now=LATEST, recorded_by=BY)
        group = store.load_group("river")
        assert (undone.days_removed, undone.days_kept, undone.source_changed) == (1, 1, False)
        assert value_at(group, START) == 7.0
        assert np.isnan(value_at(group, START + timedelta(hours=3)))
        assert in_use(store, mill) is SourceKind.READINGS

    def test_it_never_brings_back_what_was_undone(self, store: GroupStore, mill: int) -> None:
        first = save(store, mill, readings([1.0]))
        second = save(store, mill, readings([2.0]), LATER)
        store.undo_import(first, now=LATEST, recorded_by=BY)
        undone = store.undo_import(second, now=LATEST + SLOT, recorded_by=BY)
        assert (undone.days_removed, in_use(store, mill)) == (1, None)

    def test_it_takes_values_again_after_an_undo(self, store: GroupStore, mill: int) -> None:
        number = save(store, mill, readings([1.0, 2.0]))
        store.undo_import(number, now=LATER, recorded_by=BY)
        saved = store.save_dataset(mill, readings([3.0]), now=LATEST, recorded_by=BY)
        group = store.load_group("river")
        assert (saved.days_added, saved.days_replaced) == (1, 0)
        assert value_at(group, START) == 3.0
        assert np.isnan(value_at(group, START + SLOT))

    def test_it_goes_back_to_the_source_before(self, store: GroupStore, mill: int) -> None:
        store.save_annual_total(mill, AnnualTotal("consumption", "flat", 365.0), now=NOW, recorded_by=BY)
        number = save(store, mill, readings([1.0]), LATER)
        undone = store.undo_import(number, now=LATEST, recorded_by=BY)
        assert (undone.source_changed, in_use(store, mill)) == (True, SourceKind.ESTIMATE)

    def test_it_goes_back_to_the_source_before_in_any_order(self, store: GroupStore, mill: int) -> None:
        store.save_annual_total(mill, AnnualTotal("consumption", "flat", 365.0), now=NOW, recorded_by=BY)
        numbers = [save(store, mill, readings([value]), LATER + value * SLOT) for value in (1.0, 2.0)]
        for place, number in enumerate(numbers):
            store.undo_import(number, now=LATEST + place * SLOT, recorded_by=BY)
        assert in_use(store, mill) is SourceKind.ESTIMATE

    def test_it_uses_no_meter_of_which_nothing_is_left(self, store: GroupStore, mill: int) -> None:
        save(store, mill, readings([1.0], meter="A"))
        number = save(store, mill, readings([5.0], meter="B"), LATER)
        save(store, mill, readings([2.0], meter="A"), LATER + SLOT)
        undone = store.undo_import(number, now=LATEST, recorded_by=BY)
        assert undone.source_changed
        assert [one.total_kwh for one in store.load_group("river").members[0].series] == [2.0]

    def test_it_leaves_a_source_that_was_chosen_since(self, store: GroupStore, mill: int) -> None:
        save(store, mill, typical_day(0.5))
        number = save(store, mill, readings([1.0]), LATER)
        store.use_source(mill, "consumption", SourceKind.TYPICAL_DAY, now=LATER + SLOT)
        assert not store.undo_import(number, now=LATEST, recorded_by=BY).source_changed
        assert in_use(store, mill) is SourceKind.TYPICAL_DAY

    def test_it_brings_back_a_typical_day_and_a_total(self, store: GroupStore, mill: int) -> None:
        save(store, mill, typical_day(0.5))
        number = save(store, mill, typical_day(1.0), LATER)
        store.undo_import(number, now=LATEST, recorded_by=BY)
        assert [one.total_kwh for one in store.load_group("river").members[0].series] == [48.0]
        saved = store.save_annual_total(mill, AnnualTotal("consumption", "flat", 365.0), now=LATEST, recorded_by=BY)
        store.undo_import(saved.import_id, now=LATEST + SLOT, recorded_by=BY)
        member = store.load_group("river").members[0]
        assert (member.estimates, [one.total_kwh for one in member.series]) == ((), [48.0])

    def test_it_refuses_a_second_undo(self, store: GroupStore, mill: int) -> None:
        number = save(store, mill, readings([1.0]))
        undone = store.undo_import(number, now=LATER, recorded_by=BY)
        for again in (number, undone.import_id):
            with pytest.raises(UndoRefused):
                store.undo_import(again, now=LATEST, recorded_by=BY)

    def test_it_refuses_an_undo_after_its_time(self, store: GroupStore, mill: int) -> None:
        number = save(store, mill, readings([1.0]))
        with pytest.raises(UndoRefused):
            store.undo_import(number, now=NOW + UNDO_FOR, recorded_by=BY)
        assert value_at(store.load_group("river"), START) == 1.0

    def test_it_refuses_an_import_that_is_not_there(self, store: GroupStore, mill: int) -> None:
        with pytest.raises(UnknownName):
            store.undo_import(987_654, now=LATER, recorded_by=BY)
