"""A group compared, from its manifest to plain values."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from energy_synergy.errors import InvalidValue, UnknownName
from energy_synergy.usecases.compare import compare_manifest
from energy_synergy.usecases.comparison_record import as_record, rows_of
from energy_synergy.usecases.manifest import load_manifest

EXAMPLE = Path(__file__).parents[3] / "examples" / "market" / "group.toml"


@pytest.fixture(scope="module")
def manifest():
    return load_manifest(EXAMPLE)


@pytest.fixture(scope="module")
def comparison(manifest):
    return compare_manifest(manifest)


def test_it_works(comparison) -> None:
    assert len(comparison.combinations) == 8 * 7
    assert comparison.skipped == ()
    for one in comparison.combinations:
        assert one.savings.sum() == pytest.approx(one.total_gain)
        assert one.savings.min() > -1e-9
    assert {one.severity for one in comparison.findings} == {"info"}


def test_the_bills_of_a_combination_are_those_alone_less_its_savings(comparison) -> None:
    one = comparison.find("hybrid/spot_indexed")
    assert comparison.alone.net - comparison.bills_of(one).net == pytest.approx(one.savings)


def test_participation_keeps_energy_out_of_the_group(comparison, manifest) -> None:
    one = comparison.find("pro_rata/k_split")
    assert manifest.group.members[3].participation == 0.8
    surplus = comparison.market.production_kwh[:, 3].sum()
    assert 0 < one.given_kwh[3] <= 0.8 * surplus + 1e-9


def test_a_combination_that_was_not_compared_is_named(comparison) -> None:
    with pytest.raises(UnknownName, match="Did you mean pro_rata/k_split"):
        comparison.find("pro_rata/k_splitt")


def test_only_what_is_asked_for_is_compared(manifest) -> None:
    found = compare_manifest(
        manifest, keys={"static": {"shares": [0.2, 0.3, 0.3, 0.2]}}, prices={"k_split": {"k": 0.3}}
    )
    (one,) = found.combinations
    assert (one.name, one.rule.rule.k) == ("static/k_split", 0.3)


def test_shares_of_another_group_are_refused(manifest) -> None:
    with pytest.raises(InvalidValue, match="2 shares for 4 members"):
        compare_manifest(manifest, keys={"static": {"shares": [0.5, 0.5]}})


def test_a_typical_day_can_be_compared(manifest) -> None:
    found = compare_manifest(manifest, is_typical_day=True)
    assert found.timeline is None
    assert found.contracts.is_typical_day
    assert max(one.total_gain for one in found.combinations) > 0


def test_a_group_without_tariffs_gains_nothing_and_says_why() -> None:
    found = compare_manifest(load_manifest(EXAMPLE.parents[1] / "group.toml"))
    assert [one.name for one in found.skipped] == ["fixed", "spot_indexed"]
    assert sum(one.code == "no_tariff" for one in found.findings) == 4
    assert all(one.total_gain == 0 and one.willingness is None for one in found.combinations)


def test_the_record_is_plain(comparison) -> None:
    record = json.loads(json.dumps(as_record(comparison), allow_nan=False))
    first = record["combinations"][0]
    assert [one["name"] for one in first["members"]] == ["Atelier", "Bureau", "Boulangerie", "Centrale"]
    assert {one["measured"] for one in first["fairness"]} == {
        "savings",
        "savings_per_kwh",
        "savings_of_bill",
        "service",
    }
    assert first["with_compensation"] is True
    assert record["interval_minutes"] == 15
    assert [one["grid_fee_factor"] for one in record["members"]] == [1.0] * 4
    assert record["members"][0]["bill_alone"]["net"] == pytest.approx(comparison.alone.net[0])
    slots = next(one for one in record["choices"] if one["name"] == "slot_shares")
    assert "shares" not in slots["fields"]


def test_the_rows_of_a_table_file_hold_every_member_of_every_combination(comparison) -> None:
    header, rows = rows_of(comparison)
    found = list(rows)
    assert len(found) == 56 * 4
    assert {len(row) for row in found} == {len(header)}
    assert np.isclose(sum(row[3] for row in found[:4]), comparison.combinations[0].total_gain)


def test_a_told_price_that_cannot_hold_everywhere_is_said(manifest) -> None:
    told = compare_manifest(manifest, keys={"pro_rata": {}}, prices={"fixed": {"price_per_kwh": 9.0}})
    (found,) = (one for one in told.findings if one.code == "price_moved")
    assert found.values["lowered"] == found.values["all"] > 0
    assumed = compare_manifest(manifest, keys={"pro_rata": {}}, prices={"fixed": {}})
    assert "price_moved" not in [one.code for one in assumed.findings]
