"""From a group to what became of its energy."""

import json
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from energy_synergy.community.group import Group, Member
from energy_synergy.metering.series import Direction, Series
from energy_synergy.profiles.expand import Estimate
from energy_synergy.registry import option
from energy_synergy.usecases.analyse import analyse, as_json
from energy_synergy.usecases.span import NothingToAnalyse

MIDNIGHT = datetime(2025, 6, 8, 22, tzinfo=UTC)
TOTALS = {
    "production_kwh",
    "consumption_kwh",
    "self_consumed_kwh",
    "shared_kwh",
    "surplus_kwh",
    "deficit_kwh",
    "grid_import_kwh",
    "grid_export_kwh",
}


def series(direction: Direction, energy_kwh: list[float], starts_at: datetime | None = MIDNIGHT) -> Series:
    energy = np.array(energy_kwh)
    quality = np.where(np.isnan(energy), 0, 1).astype(np.uint8)
    return Series("m", direction, starts_at, timedelta(minutes=15), energy, quality)


def member(name: str, production: float, consumption: float, starts_at: datetime | None = MIDNIGHT) -> Member:
    sources = (
        series("production", [production] * 96, starts_at),
        series("consumption", [consumption] * 96, starts_at),
    )
    return Member(name, sources)


GIVER = member("Atelier", 3.0, 1.0)
TAKER = member("Bureau", 0.0, 1.5)


def test_it_works() -> None:
    analysis = analyse(Group("Parc", "Europe/Paris", (GIVER, TAKER)))
    assert analysis.result.slots == 96
    assert analysis.totals["shared_kwh"] == pytest.approx(1.5 * 96)
    assert analysis.totals["surplus_kwh"] == pytest.approx(0.5 * 96)
    assert analysis.quality["measured"] == 1.0
    assert analysis.findings == ()


def test_the_json_has_the_promised_shape() -> None:
    described = as_json(analyse(Group("Parc", "Europe/Paris", (GIVER, TAKER))))
    assert {"group", "timezone", "slots", "totals", "indicators", "members", "periods", "quality", "findings"} <= set(
        described
    )
    assert set(described["totals"]) == TOTALS
    assert set(described["members"][0]) >= TOTALS | {"name", "given_kwh", "received_kwh"}
    assert described["periods"] == [
        {
            "state": "surplus",
            "starts_at": "2025-06-09T00:00:00+02:00",
            "ends_at": "2025-06-10T00:00:00+02:00",
            "energy_kwh": pytest.approx(48.0),
            "peak_kw": pytest.approx(2.0),
            "provisional_slots": 0,
            "causes": described["periods"][0]["causes"],
        }
    ]
    assert described["periods"][0]["causes"][0]["name"] == "Atelier"
    json.dumps(described, allow_nan=False)


def test_what_members_shared_counts_on_both_sides() -> None:
    described = as_json(analyse(Group("Parc", "Europe/Paris", (GIVER, TAKER))))
    assert [one["shared_kwh"] for one in described["members"]] == [pytest.approx(144.0)] * 2


def test_missing_readings_are_told_and_not_counted() -> None:
    gap = Member("Bureau", (series("consumption", [np.nan] * 24 + [1.5] * 72),))
    analysis = analyse(Group("Parc", "Europe/Paris", (GIVER, gap)))
    (finding,) = analysis.findings
    assert (finding.code, finding.count) == ("missing_readings", 24)
    assert analysis.quality["missing"] == pytest.approx(24 / (3 * 96))
    assert analysis.totals["consumption_kwh"] == pytest.approx(96 + 72 * 1.5)
    assert analysis.result.is_provisional.sum() == 24


def test_an_estimate_is_told() -> None:
    estimate = Estimate("Bureau", "consumption", option("profiles", "office"), 68000.0)
    analysis = analyse(Group("Parc", "Europe/Paris", (GIVER, Member("Bureau", estimates=(estimate,)))))
    assert [finding.code for finding in analysis.findings] == ["estimated_readings"]
    assert analysis.quality["estimated"] == pytest.approx(1 / 3)


def test_without_dates_it_is_a_typical_day() -> None:
    undated = member("Atelier", 3.0, 1.0, starts_at=None)
    analysis = analyse(Group("Parc", "Europe/Paris", (undated,)))
    described = as_json(analysis)
    assert analysis.is_typical_day
    assert described["slots"] == 96
    assert (described["periods"][0]["starts_at"], described["periods"][0]["ends_at"]) == ("00:00", "24:00")


def test_dated_members_may_be_seen_as_a_typical_day() -> None:
    analysis = analyse(Group("Parc", "Europe/Paris", (GIVER, TAKER)), is_typical_day=True)
    assert analysis.is_typical_day
    assert analysis.totals["production_kwh"] == pytest.approx(288.0)


def test_the_key_and_the_tolerance_are_the_users() -> None:
    group = Group("Parc", "Europe/Paris", (GIVER, TAKER))
    analysis = analyse(group, key=option("sharing", "static", shares=[1.0, 0.0]), tolerance=0.5)
    assert analysis.totals["shared_kwh"] == 0.0
    assert as_json(analysis)["key"] == {"name": "static", "shares": [1.0, 0.0]}
    assert as_json(analysis)["periods"][0]["state"] == "self_sustaining"


def test_clock_changes_are_whole_days() -> None:
    starts_at = datetime(2025, 10, 25, 22, tzinfo=UTC)
    autumn = Member("A", (series("consumption", [1.0] * 100, starts_at),))
    described = as_json(analyse(Group("G", "Europe/Paris", (autumn,))))
    assert described["slots"] == 100
    assert described["periods"][0]["ends_at"] == "2025-10-27T00:00:00+01:00"


@pytest.mark.parametrize(
    "members",
    [
        (),
        (Member("empty"),),
        (Member("gap", (series("consumption", [np.nan] * 96),)),),
        (Member("gap in a typical day", (series("consumption", [np.nan] * 96, None),)),),
    ],
)
def test_nothing_to_analyse_is_refused(members) -> None:
    with pytest.raises(NothingToAnalyse):
        analyse(Group("G", "Europe/Paris", members))
