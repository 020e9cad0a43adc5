"""Whose readings a file holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from energy_synergy.metering.series import Direction, Series
from energy_synergy.units import SLOT
from energy_synergy.usecases.bulk_store import Bond, KnownCompany, KnownMeter
from energy_synergy.usecases.company_index import id_text
from energy_synergy.usecases.meter_owners import MeterBook, Owned

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
JUNE = datetime(2025, 6, 2, tzinfo=UTC)
JULY = datetime(2025, 7, 1, tzinfo=UTC)
RIVER = Bond("river", "River", "Europe/Paris")


def series(meter: str, direction: Direction = "consumption", starts_at: datetime | None = JUNE) -> Series:
    return Series(meter, direction, starts_at, SLOT, np.ones(96), np.ones(96, dtype=np.uint8))


def company(number: int, name: str, *meters: str, bond: Bond = RIVER, known_as: str = "") -> KnownCompany:
    known = tuple(KnownMeter("consumption", meter, known_as) for meter in meters)
    return KnownCompany(number, name, (bond,), known)


def book(*companies: KnownCompany, is_one_group: bool = True) -> MeterBook:
    return MeterBook(companies, is_one_group=is_one_group)


def owners(owned: list[Owned]) -> list[tuple[str, str]]:
    return [(one.company.name, one.meter) for one in owned]


MILL, FORGE = company(1, "Mill", "FR 0012-34"), company(2, "Forge", "30001")


def test_it_tells_meters_apart() -> None:
    found, unknown = book(MILL, FORGE).owned([series("fr001234"), series("30001")], "june.csv", NOW)
    assert (owners(found), unknown) == ([("Mill", "FR 0012-34"), ("Forge", "30001")], [])


def test_the_folder_names_the_company_of_a_new_meter() -> None:
    found, unknown = book(MILL, FORGE).owned([series("777")], "2025/forge/june.csv", NOW)
    assert (owners(found), unknown) == ([("Forge", "777")], [])


def test_a_file_without_a_number_is_of_the_only_meter_of_its_folder() -> None:
    found, _ = book(MILL, FORGE).owned([series("june"), series("june", "production")], "Mill/june.csv", NOW)
    assert owners(found) == [("Mill", "FR 0012-34"), ("Mill", "")]


@pytest.mark.parametrize("name", ["fr_0012_34.csv", "2025-06 FR001234 v2.csv", "30001-x/FR001234/june.csv"])
def test_a_number_in_the_path_names_the_meter(name: str) -> None:
    known = book(MILL, company(2, "Forge", "99999"))
    found, unknown = known.owned([series(name.rpartition("/")[2].removesuffix(".csv"))], name, NOW)
    assert (owners(found), unknown) == ([("Mill", "FR 0012-34")], [])


def test_a_longer_number_in_the_path_is_another_meter() -> None:
    found, unknown = book(MILL, FORGE).owned([series("130001")], "130001.csv", NOW)
    assert (found, [one.code for one in unknown]) == ([], ["unknown_meter"])


def test_two_numbers_in_the_path_name_nobody() -> None:
    found, unknown = book(MILL, FORGE).owned([series("30001 FR001234")], "30001 FR001234.csv", NOW)
    assert (found, [one.code for one in unknown]) == ([], ["ambiguous_meter"])


def test_the_whole_name_of_a_company_in_the_name_of_the_file_counts() -> None:
    found, _ = book(MILL, FORGE).owned([series("mill_june")], "mill_june.csv", NOW)
    assert owners(found) == [("Mill", "FR 0012-34")]


def test_the_only_company_of_a_named_group_owns_what_names_nobody() -> None:
    found, _ = book(MILL).owned([series("june")], "june.csv", NOW)
    assert owners(found) == [("Mill", "FR 0012-34")]


@pytest.mark.parametrize("is_one_group", [True, False])
def test_what_names_nobody_is_of_nobody(is_one_group: bool) -> None:
    companies = (MILL, FORGE) if is_one_group else (MILL,)
    found, unknown = book(*companies, is_one_group=is_one_group).owned([series("june")], "june.csv", NOW)
    assert (found, [one.code for one in unknown]) == ([], ["unknown_meter"])


def test_a_number_that_nobody_has_is_never_given_to_the_only_company() -> None:
    found, unknown = book(MILL).owned([series("777")], "june.csv", NOW)
    assert (found, str(unknown[0])) == ([], "No company has the meter 777.")


def test_a_meter_of_two_companies_is_ambiguous() -> None:
    found, unknown = book(MILL, company(2, "Forge", "FR001234")).owned([series("FR001234")], "june.csv", NOW)
    assert (found, str(unknown[0])) == ([], "FR001234 belongs to several companies: Forge, Mill.")


def test_the_folder_settles_whose_of_two_it_is() -> None:
    found, _ = book(MILL, company(2, "Forge", "FR001234")).owned([series("FR001234")], "Forge/june.csv", NOW)
    assert owners(found) == [("Forge", "FR001234")]


def test_a_folder_named_as_the_group_settles_it_too() -> None:
    hill = Bond("hill", "Hill", "Europe/Paris")
    both = book(MILL, company(2, "Mill", "FR001234", bond=hill), is_one_group=False)
    found, _ = both.owned([series("FR001234")], "hill/june.csv", NOW)
    assert [one.company.id for one in found] == [2]


def test_the_date_settles_whose_a_meter_was() -> None:
    before = company(1, "Mill", "30001", bond=Bond("river", "River", "UTC", active_to=JULY))
    after = company(2, "Forge", "30001", bond=Bond("river", "River", "UTC", active_from=JULY))
    known = book(before, after)
    june, _ = known.owned([series("30001")], "a.csv", NOW)
    july, _ = known.owned([series("30001", starts_at=JULY)], "b.csv", NOW)
    across, unknown = known.owned([series("30001", starts_at=JULY - timedelta(hours=3))], "c.csv", NOW)
    assert (owners(june), owners(july)) == ([("Mill", "30001")], [("Forge", "30001")])
    assert (across, [one.code for one in unknown]) == ([], ["ambiguous_meter"])


def test_a_company_that_had_left_takes_no_later_readings() -> None:
    left = company(1, "Mill", "30001", bond=Bond("river", "River", "UTC", active_to=JULY))
    assert owners(book(left).owned([series("30001")], "a.csv", NOW)[0]) == [("Mill", "30001")]
    found, unknown = book(left).owned([series("30001", starts_at=JULY)], "a.csv", NOW)
    assert (found, [one.code for one in unknown]) == ([], ["company_closed"])
    undated, unknown = book(left).owned([series("30001", starts_at=None)], "a.csv", NOW)
    assert (undated, [one.code for one in unknown]) == ([], ["company_closed"])


def test_an_archived_group_takes_nothing() -> None:
    archived = company(1, "Mill", "30001", bond=Bond("river", "River", "UTC", is_archived=True))
    found, unknown = book(archived).owned([series("30001")], "a.csv", NOW)
    assert found == []
    assert str(unknown[0]).startswith("30001 is of Mill, and the group River is archived")


def test_a_company_in_groups_on_two_clocks_needs_one_named() -> None:
    both = KnownCompany(1, "Mill", (RIVER, Bond("far", "Far", "Asia/Tokyo")), MILL.meters)
    found, unknown = book(both, is_one_group=False).owned([series("FR001234")], "a.csv", NOW)
    assert (found, [one.code for one in unknown]) == ([], ["ambiguous_meter"])


def test_a_folder_and_a_meter_that_contradict_each_other_are_refused() -> None:
    found, unknown = book(MILL, FORGE).owned([series("30001")], "Mill/june.csv", NOW)
    assert found == []
    assert str(unknown[0]) == "The file lies in the folder of Mill, and its meter 30001 is of Forge."


def test_one_of_several_meters_must_be_named() -> None:
    found, unknown = book(company(1, "Mill", "30001", "30002")).owned([series("june")], "Mill/june.csv", NOW)
    assert (found, [one.code for one in unknown]) == ([], ["unclear_meter"])


def test_a_meter_without_a_name_is_known_as_its_files_call_it() -> None:
    known = book(company(1, "Mill", "", known_as="50005"), FORGE)
    found, _ = known.owned([series("50005"), series("50005", "production")], "june.csv", NOW)
    assert owners(found) == [("Mill", ""), ("Mill", "")]


def test_a_new_meter_beside_one_without_a_name_is_refused() -> None:
    found, unknown = book(company(1, "Mill", "")).owned([series("30009")], "Mill/june.csv", NOW)
    assert (found, [one.code for one in unknown]) == ([], ["unclear_meter"])


def test_two_meters_never_become_one() -> None:
    known = book(company(1, "Mill", "FR001234"))
    found, unknown = known.owned([series("FR 001234"), series("fr001234")], "a.csv", NOW)
    assert (len(found), [one.code for one in unknown]) == (2, ["unclear_meter"])


def test_it_knows_the_meters_that_a_run_adds() -> None:
    known = book(MILL, FORGE)
    known.note(2, KnownMeter("consumption", "777"))
    assert owners(known.owned([series("777")], "a.csv", NOW)[0]) == [("Forge", "777")]


def test_a_number_is_compared_without_its_marks() -> None:
    assert id_text(" AT.0010-é 7 ") == "at0010e7"


def test_an_estimate_without_a_name_gives_way_to_a_new_meter() -> None:
    estimated = KnownCompany(1, "Mill", (RIVER,), (KnownMeter("consumption", "", is_read=False),))
    assert owners(book(estimated).owned([series("30009")], "Mill/june.csv", NOW)[0]) == [("Mill", "30009")]
    both = KnownCompany(1, "Mill", (RIVER,), (*estimated.meters, KnownMeter("consumption", "30009")))
    assert owners(book(both).owned([series("june")], "Mill/june.csv", NOW)[0]) == [("Mill", "30009")]
