"""What is known is never overwritten, and the database itself refuses what cannot be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from django.db import IntegrityError, transaction

from energy_synergy.community.group import Group
from energy_synergy.findings import Finding, Place, Severity
from energy_synergy.metering.series import Quality, Series
from energy_synergy.ports import AnnualTotal, Dataset, NewGroup, NewMember, SourceKind
from energy_synergy.units import SLOT
from energy_synergy.web.db import models
from energy_synergy.web.db.facts import load_facts, load_findings
from energy_synergy.web.db.stores import DatabaseStore

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
START = datetime(2025, 6, 2, tzinfo=UTC)


def days(value: float, count: int = 1, findings: tuple[Finding, ...] = ()) -> Dataset:
    size = 96 * count
    quality = np.full(size, Quality.MEASURED, dtype=np.uint8)
    series = Series("", "consumption", START, SLOT, np.full(size, value), quality)
    return Dataset(SourceKind.READINGS, (series,), findings=findings)


def test_it_keeps_the_version_before(store: DatabaseStore, mill: int) -> None:
    store.save_dataset(mill, days(1.0), now=NOW, recorded_by="owner")
    store.save_dataset(mill, days(2.0), now=NOW + SLOT, recorded_by="owner")
    rows = models.DayBlock.objects.order_by("version").values_list("version", "total_kwh", "superseded_at")
    assert list(rows) == [(1, 96.0, NOW + SLOT), (2, 192.0, None)]


def test_it_keeps_the_estimate_before(store: DatabaseStore, mill: int) -> None:
    for annual_kwh in (100.0, 200.0):
        total = AnnualTotal("consumption", "flat", annual_kwh)
        store.save_annual_total(mill, total, now=NOW, recorded_by="owner")
    rows = models.Estimate.objects.order_by("version").values_list("version", "annual_kwh", "superseded_at")
    assert list(rows) == [(1, 100.0, NOW), (2, 200.0, None)]


def test_it_saves_all_of_a_dataset_or_nothing(store: DatabaseStore, mill: int) -> None:
    curve = Series("", "consumption", None, SLOT, np.ones(96), np.ones(96, dtype=np.uint8))
    twice = Dataset(SourceKind.READINGS, (*days(1.0).series, curve))
    with pytest.raises(AssertionError):
        store.save_dataset(mill, twice, now=NOW, recorded_by="owner")
    assert not models.DayBlock.objects.exists()
    assert not models.Import.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"slug": "river"},
        {"slug": "", "name": "x"},
        {"slug": "x", "name": ""},
        {"slug": "x", "name": "x", "tolerance": 1.5},
    ],
)
def test_the_database_refuses_a_group_that_cannot_be(store: DatabaseStore, change: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Group.objects.create(**{"name": "n", "timezone": "UTC", "created_at": NOW, **change})


def test_the_database_refuses_two_current_versions(store: DatabaseStore, mill: int) -> None:
    store.save_dataset(mill, days(1.0), now=NOW, recorded_by="owner")
    row = models.DayBlock.objects.get()
    row.pk, row.version = None, 2
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_it_spans_the_readings_that_are_there(store: DatabaseStore, mill: int) -> None:
    store.save_dataset(mill, days(1.0, 3), now=NOW, recorded_by="owner")
    facts = load_facts("river")
    assert (facts.first_at, facts.last_at) == (START, START + timedelta(days=3))
    assert (len(facts.companies), facts.with_source) == (2, 1)


def test_it_gives_each_company_a_colour_for_life(store: DatabaseStore, mill: int) -> None:
    store.add_company("river", NewMember("Bakery"), now=NOW, recorded_by="owner")
    assert [company.color_index for company in load_facts("river").companies] == [0, 1, 2]


def test_it_gives_findings_back_as_they_were(store: DatabaseStore, mill: int) -> None:
    place = Place(file="a.csv", line=3, starts_at=START)
    values = {"peak": 1.25, "at": START, "n": np.int64(3)}
    finding = Finding(
        "spike", Severity.WARNING, "Peak {peak:.1f} at {at:%H:%M}, {n} times", values, place, advice="Look"
    )
    store.save_dataset(mill, days(1.0, findings=(finding,)), now=NOW, recorded_by="owner")
    (found,) = load_findings("river")
    assert (found.company, found.finding) == ("Mill", finding)
    assert found.finding.message == "Peak 1.2 at 00:00, 3 times"


def test_it_keeps_a_company_that_belongs_to_another_group(store: DatabaseStore, mill: int) -> None:
    store.create_group(NewGroup("hill", "Hill", "UTC"), now=NOW, recorded_by="owner")
    models.Membership.objects.create(group=models.Group.objects.get(slug="hill"), company_id=mill)
    store.delete_group("river")
    assert [member.name for member in store.load_group("hill").members] == ["Mill"]


@pytest.mark.parametrize("members", [1, 12])
def test_it_loads_a_group_with_a_fixed_number_of_queries(
    store: DatabaseStore, members: int, django_assert_num_queries: object
) -> None:
    new = tuple(NewMember(f"M{n}", datasets=(days(1.0, 2),)) for n in range(members))
    store.create_group(NewGroup("big", "Big", "UTC", new), now=NOW, recorded_by="owner")
    with django_assert_num_queries(4):  # type: ignore[operator]
        group: Group = store.load_group("big", START, START + timedelta(days=1))
    assert [member.series[0].total_kwh for member in group.members] == [96.0] * members
