"""Agreements: a key and a price rule by the numbers of companies."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest

from energy_synergy.errors import InvalidValue, UnknownName
from energy_synergy.registry import family, option
from energy_synergy.sharing.base import SharesRefused, SharingKey
from energy_synergy.timeline import Timeline
from energy_synergy.usecases.agreements import (
    AgreementLacksMember,
    AgreementNamesStranger,
    Party,
    changes_inside,
    entries_of,
    read_key,
    read_rule,
    slot_table,
    write_key,
    write_rule,
)

JUNE, JULY = datetime(2025, 6, 1, tzinfo=UTC), datetime(2025, 7, 1, tzinfo=UTC)
SPAN = (JUNE, JULY)
MILL, FORGE, KILN = Party(7, "Mill"), Party(3, "Forge"), Party(9, "Kiln")


@pytest.mark.parametrize("name", sorted(family("sharing")))
def test_it_reads_back_what_it_wrote_for_every_key(name: str) -> None:
    cls = family("sharing")[name]
    assert issubclass(cls, SharingKey)
    key = cls.sample(4, 3)
    written = write_key(key, [7, 3, 9], first_index=0)
    values = None if written.coefficients is None else written.coefficients.values

    found = read_key(written.record, [FORGE, KILN, MILL], SPAN, values)

    turned = key.permuted([1, 2, 0])
    surplus, deficit = np.random.default_rng(1).random((2, 4, 3))
    np.testing.assert_allclose(
        found.share(surplus, deficit).received_kwh, turned.share(surplus, deficit).received_kwh, atol=1e-12
    )


def test_it_keeps_shares_by_the_number_of_the_company() -> None:
    written = write_key(option("sharing", "static", shares=[0.6, 0.4]), [7, 3])

    assert written.record["shares"] == {"7": 0.6, "3": 0.4}
    assert entries_of(written.record) == {3, 7}
    assert slot_table(written.record) is None


def test_it_refuses_a_key_without_an_entry_for_a_member_that_joined_later() -> None:
    record = write_key(option("sharing", "static", shares=[0.6, 0.4]), [7, 3]).record
    joined = Party(9, "Kiln", active_from=datetime(2025, 6, 15, tzinfo=UTC))

    with pytest.raises(AgreementLacksMember, match="Kiln"):
        read_key(record, [MILL, FORGE, joined], SPAN)


def test_it_gives_nothing_to_a_company_that_does_not_belong_to_the_group_then() -> None:
    record = write_key(option("sharing", "static", shares=[0.6, 0.4]), [7, 3]).record

    key = read_key(record, [Party(9, "Kiln", active_to=JUNE), FORGE, MILL], SPAN)

    assert key.model_dump()["shares"] == (0.0, 0.4, 0.6)


def test_it_ranks_a_company_that_takes_no_part_last() -> None:
    record = write_key(option("sharing", "cascade", ranks=[2, 1]), [7, 3]).record

    key = read_key(record, [Party(9, "Kiln", active_from=JULY), FORGE, MILL], SPAN)

    assert key.model_dump()["ranks"] == (2, 1, 2)


def test_it_keeps_the_share_of_a_company_that_left_and_raises_nobody_elses() -> None:
    record = write_key(option("sharing", "static", shares=[0.6, 0.4]), [7, 3]).record

    key = read_key(record, [Party(7, "Mill", active_to=JUNE), FORGE], SPAN)

    assert key.model_dump()["shares"] == (0.6, 0.4)


def test_it_refuses_an_entry_for_a_company_that_was_removed() -> None:
    record = write_key(option("sharing", "static", shares=[0.6, 0.4]), [7, 3]).record

    with pytest.raises(AgreementNamesStranger, match="3"):
        read_key(record, [MILL], SPAN)


def test_it_refuses_shares_that_do_not_sum_to_one() -> None:
    with pytest.raises(SharesRefused, match=r"0\.9"):
        read_key({"name": "static", "shares": {"7": 0.5, "3": 0.4}}, [MILL, FORGE], SPAN)


def test_it_refuses_entries_that_are_not_numbered() -> None:
    with pytest.raises(InvalidValue, match="numbers of companies"):
        read_key({"name": "static", "shares": {"Mill": 1.0}}, [MILL], SPAN)


def test_it_refuses_a_pair_with_a_company_that_has_no_entry() -> None:
    record = {"name": "full_dynamic", "coefficients": {"7": {"3": 0.5}}}

    with pytest.raises(AgreementNamesStranger, match="number 3"):
        read_key(record, [MILL, Party(3, "Forge", active_to=JUNE)], SPAN)


def test_it_refuses_a_key_with_too_few_entries() -> None:
    with pytest.raises(InvalidValue, match="2 shares for 3 members"):
        write_key(option("sharing", "static", shares=[0.6, 0.4]), [7, 3, 9])


def test_it_refuses_coefficients_of_slots_without_their_beginning() -> None:
    with pytest.raises(InvalidValue, match="quarter of an hour"):
        write_key(option("sharing", "slot_shares", shares=[[0.5, 0.5]]), [7, 3])


def test_it_refuses_an_agreement_that_names_no_key() -> None:
    with pytest.raises(InvalidValue, match="pro_rata"):
        read_key({}, [MILL], SPAN)
    with pytest.raises(UnknownName):
        read_key({"name": "nothing"}, [MILL], SPAN)


def test_it_reads_back_a_price_rule() -> None:
    record = write_rule(option("pricing", "fixed", price_per_kwh=0.12))

    assert record == {"name": "fixed", "price_per_kwh": 0.12}
    assert read_rule(record) == option("pricing", "fixed", price_per_kwh=0.12)


def test_it_tells_when_a_company_without_an_entry_joins() -> None:
    timeline = Timeline.between(JUNE, JULY, "Europe/Paris")
    joins = datetime(2025, 6, 15, tzinfo=UTC)
    record = write_key(option("sharing", "static", shares=[1.0]), [7]).record
    parties = [Party(7, "Mill", active_from=datetime(2025, 6, 3, tzinfo=UTC)), Party(9, "Kiln", active_from=joins)]

    assert changes_inside(record, parties, timeline) == (joins,)
    assert changes_inside({"name": "pro_rata"}, parties, timeline) == ()


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "static", "shares": {"7": 0.5, " 7": 0.5}},
        {"name": "static", "shares": {"7": {"7": 1}}},
        {"name": "static", "shares": {"7": "x", "3": None}},
        {"name": "static", "shares": {}},
        {"name": "cascade", "ranks": {"7": "x", "3": 1}},
        {"name": "full_dynamic", "coefficients": {"7": {"7": 1}, "3": 4}},
        {"name": "full_dynamic", "coefficients": {"7": {"a": 1}}},
        {"name": "slot_shares", "shares": {"by_slot": 1}},
        {"name": "slot_shares", "shares": {"by_slot": 3, "companies": [7]}},
        {"name": "slot_shares", "shares": {"by_slot": 1, "companies": [7, 3]}},
        {"name": "pro_rata", "nothing": {"7": 1}},
    ],
)
def test_it_refuses_whatever_is_no_key(fields: dict[str, object]) -> None:
    with pytest.raises(InvalidValue):
        read_key(fields, [MILL, FORGE, KILN], SPAN)
