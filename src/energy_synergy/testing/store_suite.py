"""What every store of groups promises: subclass `StoreSuite` and give it a fixture `store`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from energy_synergy.community.group import Member
from energy_synergy.errors import InvalidValue, UnknownName
from energy_synergy.metering.series import Quality
from energy_synergy.ports import AnnualTotal, Dataset, GroupStore, NewGroup, NewMember, SourceKind
from energy_synergy.testing.store_samples import BY, NOW, START, readings, series, typical_day, value_at
from energy_synergy.testing.undo_suite import UndoSuite
from energy_synergy.units import SLOT


class StoreSuite(UndoSuite):
    """The promises; each test starts from a group with two companies that know nothing yet."""

    @pytest.fixture
    def mill(self, store: GroupStore) -> int:
        members = (NewMember("Mill", "food"), NewMember("Forge"))
        store.create_group(NewGroup("river", "River", "Europe/Paris", members), now=NOW, recorded_by=BY)
        return store.company_id("river", "Mill")

    def test_it_returns_the_group_with_its_members_in_order(self, store: GroupStore, mill: int) -> None:
        group = store.load_group("river")
        assert (group.name, group.timezone) == ("River", "Europe/Paris")
        assert group.members == (Member("Mill", sector="food"), Member("Forge"))

    def test_it_refuses_a_second_group_of_the_same_slug(self, store: GroupStore, mill: int) -> None:
        with pytest.raises(InvalidValue):
            store.create_group(NewGroup("river", "Other", "UTC"), now=NOW, recorded_by=BY)

    def test_it_refuses_names_it_does_not_know(self, store: GroupStore, mill: int) -> None:
        for call in (store.load_group, store.delete_group):
            with pytest.raises(UnknownName):
                call("nowhere")
        with pytest.raises(UnknownName):
            store.company_id("river", "Nobody")

    def test_it_adds_a_company_once(self, store: GroupStore, mill: int) -> None:
        number = store.add_company("river", NewMember("Bakery"), now=NOW, recorded_by=BY)
        assert store.company_id("river", "Bakery") == number
        with pytest.raises(InvalidValue):
            store.add_company("river", NewMember("Bakery"), now=NOW, recorded_by=BY)

    def test_it_returns_what_was_saved(self, store: GroupStore, mill: int) -> None:
        saved = store.save_dataset(mill, readings([1.0, 2.0, float("nan"), 4.0] * 10), now=NOW, recorded_by=BY)
        group = store.load_group("river")
        assert (saved.days_added, saved.days_replaced, saved.days_unchanged) == (2, 0, 0)
        assert group.members[0].series[0].total_kwh == 70.0
        assert value_at(group, START + SLOT) == 2.0
        assert np.isnan(value_at(group, START + 2 * SLOT))
        assert np.isnan(value_at(group, START - SLOT))

    def test_it_keeps_every_bit_of_a_value(self, store: GroupStore, mill: int) -> None:
        values = [0.1 + 0.2, 1e-300, 5e-324, 123456789.123456789]
        store.save_dataset(mill, readings(values), now=NOW, recorded_by=BY)
        loaded = store.load_group("river").members[0].series[0].energy_kwh
        assert loaded[~np.isnan(loaded)].tolist() == values

    def test_it_lets_a_newer_value_count_and_a_missing_one_not(self, store: GroupStore, mill: int) -> None:
        store.save_dataset(mill, readings([1.0, 2.0]), now=NOW, recorded_by=BY)
        again = store.save_dataset(mill, readings([float("nan"), 5.0]), now=NOW + SLOT, recorded_by=BY)
        group = store.load_group("river")
        assert again.days_replaced == 1
        assert (value_at(group, START), value_at(group, START + SLOT)) == (1.0, 5.0)

    def test_it_stores_the_same_file_once(self, store: GroupStore, mill: int) -> None:
        store.save_dataset(mill, readings([1.0] * 96), now=NOW, recorded_by=BY)
        again = store.save_dataset(mill, readings([1.0] * 96), now=NOW, recorded_by=BY)
        assert (again.days_added, again.days_replaced, again.days_unchanged) == (0, 0, 2)

    def test_it_joins_files_that_meet_inside_a_utc_day(self, store: GroupStore, mill: int) -> None:
        later = START + timedelta(hours=1)
        store.save_dataset(mill, readings([1.0] * 4), now=NOW, recorded_by=BY)
        store.save_dataset(mill, readings([2.0] * 4, starts_at=later), now=NOW, recorded_by=BY)
        assert store.load_group("river").members[0].series[0].total_kwh == 12.0

    def test_it_leaves_days_between_two_files_missing(self, store: GroupStore, mill: int) -> None:
        later = START + timedelta(days=5)
        store.save_dataset(mill, readings([1.0]), now=NOW, recorded_by=BY)
        store.save_dataset(mill, readings([2.0], starts_at=later), now=NOW, recorded_by=BY)
        (one,) = store.load_group("river").members[0].series
        assert len(one.energy_kwh) == 6 * 96
        assert int((one.quality == Quality.MISSING).sum()) == 6 * 96 - 2

    def test_it_reads_only_the_days_that_touch_the_period(self, store: GroupStore, mill: int) -> None:
        store.save_dataset(mill, readings([1.0] * 96 * 5), now=NOW, recorded_by=BY)
        begin = datetime(2025, 6, 3, 22, tzinfo=UTC)
        (one,) = store.load_group("river", begin, begin + timedelta(hours=3)).members[0].series
        assert one.starts_at == datetime(2025, 6, 3, tzinfo=UTC)
        assert len(one.energy_kwh) == 2 * 96

    def test_it_says_missing_where_the_period_holds_no_reading(self, store: GroupStore, mill: int) -> None:
        store.save_dataset(mill, readings([1.0] * 96), now=NOW, recorded_by=BY)
        begin = datetime(2025, 9, 1, 22, 7, tzinfo=UTC)
        member = store.load_group("river", begin, begin + timedelta(days=1)).members[0]
        assert member.has_direction("consumption")
        assert (member.series[0].starts_at, len(member.series[0].energy_kwh)) == (begin.replace(hour=0, minute=0), 0)

    def test_it_takes_the_latest_kind_of_source_into_use(self, store: GroupStore, mill: int) -> None:
        store.save_dataset(mill, readings([1.0]), now=NOW, recorded_by=BY)
        store.save_dataset(mill, typical_day(0.5), now=NOW, recorded_by=BY)
        (one,) = store.load_group("river").members[0].series
        assert (one.is_dated, one.total_kwh) == (False, 48.0)

    def test_it_goes_back_to_a_stored_source(self, store: GroupStore, mill: int) -> None:
        store.save_dataset(mill, readings([1.0]), now=NOW, recorded_by=BY)
        store.save_dataset(mill, typical_day(0.5), now=NOW, recorded_by=BY)
        store.use_source(mill, "consumption", SourceKind.READINGS, now=NOW + SLOT)
        (one,) = store.load_group("river").members[0].series
        assert (one.is_dated, one.total_kwh) == (True, 1.0)

    def test_it_refuses_a_source_that_is_not_stored(self, store: GroupStore, mill: int) -> None:
        with pytest.raises(InvalidValue):
            store.use_source(mill, "production", SourceKind.READINGS, now=NOW + SLOT)

    def test_it_keeps_directions_apart(self, store: GroupStore, mill: int) -> None:
        store.save_dataset(mill, readings([1.0]), now=NOW, recorded_by=BY)
        store.save_dataset(mill, typical_day(0.5, direction="production"), now=NOW, recorded_by=BY)
        found = {one.direction: one.is_dated for one in store.load_group("river").members[0].series}
        assert found == {"consumption": True, "production": False}

    def test_it_replaces_a_typical_day(self, store: GroupStore, mill: int) -> None:
        store.save_dataset(mill, typical_day(0.5), now=NOW, recorded_by=BY)
        store.save_dataset(mill, typical_day(1.0), now=NOW, recorded_by=BY)
        assert [one.total_kwh for one in store.load_group("river").members[0].series] == [96.0]

    def test_it_never_adds_the_unnamed_meter_to_named_ones(self, store: GroupStore, mill: int) -> None:
        both = (series([2.0], START, "consumption", "A"), series([3.0], START, "consumption", "B"))
        store.save_dataset(mill, readings([9.0]), now=NOW, recorded_by=BY)
        store.save_dataset(mill, Dataset(SourceKind.READINGS, both), now=NOW, recorded_by=BY)
        assert [one.total_kwh for one in store.load_group("river").members[0].series] == [2.0, 3.0]
        store.save_dataset(mill, readings([8.0]), now=NOW, recorded_by=BY)
        assert [one.total_kwh for one in store.load_group("river").members[0].series] == [8.0]

    def test_it_keeps_an_annual_total_with_its_profile(self, store: GroupStore, mill: int) -> None:
        store.save_annual_total(mill, AnnualTotal("consumption", "flat", 36500.0), now=NOW, recorded_by=BY)
        (estimate,) = store.load_group("river").members[0].estimates
        assert (estimate.profile.name, estimate.annual_kwh) == ("flat", 36500.0)
        assert estimate.typical_day().total_kwh == pytest.approx(100.0)

    def test_it_forgets_a_deleted_group(self, store: GroupStore, mill: int) -> None:
        store.save_dataset(mill, readings([1.0]), now=NOW, recorded_by=BY)
        store.delete_group("river")
        with pytest.raises(UnknownName):
            store.load_group("river")
