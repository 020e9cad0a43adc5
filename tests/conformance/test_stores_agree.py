"""Whatever is saved, chosen and undone, in any order: the store in the database and the one in memory say the same."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest

from energy_synergy.errors import EnergySynergyError
from energy_synergy.metering.series import DIRECTIONS, Direction
from energy_synergy.ports import AnnualTotal, Dataset, GroupStore, NewGroup, NewMember, SourceKind
from energy_synergy.testing.memory_store import MemoryStore
from energy_synergy.testing.store_samples import BY, NOW, START, readings, series, typical_day
from energy_synergy.usecases.replacement import compute_replacement
from energy_synergy.web.db.stores import DatabaseStore

STEPS = 14
Act = Callable[[GroupStore, int, dict[int, int], datetime], Any]


def some_dataset(dice: random.Random) -> Dataset:
    direction: Direction = dice.choice(("consumption", "production"))
    if dice.random() < 0.2:
        return typical_day(dice.choice((0.5, 1.0)), direction=direction)
    start = START + timedelta(hours=dice.randrange(0, 60))
    values = [dice.choice((1.0, 2.0, float("nan"))) for _ in range(dice.choice((4, 30, 150)))]
    if dice.random() < 0.7:
        return readings(values, starts_at=start, direction=direction)
    names = dice.sample(("A", "B", "C"), dice.choice((1, 2)))
    return Dataset(SourceKind.READINGS, tuple(series(values, start, direction, name) for name in names))


def some_act(dice: random.Random, step: int, made: list[int]) -> Act:
    kind = dice.random()
    if kind < 0.5 or not made:
        dataset = some_dataset(dice)
        made.append(step)

        def save(store: GroupStore, mill: int, numbers: dict[int, int], now: datetime) -> Any:
            told = compute_replacement(dataset, store=store, company_id=mill)
            saved = store.save_dataset(mill, dataset, now=now, recorded_by=BY)
            numbers[step] = saved.import_id
            counts = (saved.days_added, saved.days_replaced, saved.days_unchanged)
            if dataset.kind is SourceKind.READINGS:
                assert (told.days_added, told.days_replaced, told.days_unchanged) == counts
            return counts, told.sources, told.slots_replaced

        return save
    if kind < 0.6:
        total = AnnualTotal("consumption", "flat", dice.choice((365.0, 730.0)))
        made.append(step)

        def estimate(store: GroupStore, mill: int, numbers: dict[int, int], now: datetime) -> None:
            numbers[step] = store.save_annual_total(mill, total, now=now, recorded_by=BY).import_id

        return estimate
    if kind < 0.7:
        direction, source = dice.choice(("consumption", "production")), dice.choice(list(SourceKind))
        return lambda store, mill, _numbers, now: store.use_source(mill, direction, source, now=now)
    chosen = dice.choice(made)

    def undo(store: GroupStore, _mill: int, numbers: dict[int, int], now: datetime) -> Any:
        undone = store.undo_import(numbers[chosen], now=now, recorded_by=BY)
        return undone.days_restored, undone.days_removed, undone.days_kept, undone.source_changed

    return undo


def told_by(store: GroupStore, as_of: datetime | None) -> list[Any]:
    member = store.load_group("g", as_of=as_of).members[0]
    curves = [
        (
            one.meter,
            one.direction,
            one.starts_at,
            np.nan_to_num(one.energy_kwh, nan=-1.0).tolist(),
            one.quality.tolist(),
        )
        for one in member.series
    ]
    return [sorted(curves, key=str), [(one.meter, one.direction, one.annual_kwh) for one in member.estimates]]


def outcome(act: Act, *arguments: Any) -> Any:
    try:
        return act(*arguments)
    except EnergySynergyError as refusal:
        return type(refusal)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(25))
def test_both_stores_say_the_same(seed: int) -> None:
    dice, made = random.Random(seed), list[int]()
    stores: list[GroupStore] = [MemoryStore(), DatabaseStore()]
    for store in stores:
        store.create_group(NewGroup("g", "G", "Europe/Paris", (NewMember("Mill"),)), now=NOW, recorded_by=BY)
    mills = [store.company_id("g", "Mill") for store in stores]
    numbers: list[dict[int, int]] = [{}, {}]
    moments = []
    for step in range(STEPS):
        act, now = some_act(dice, step, made), NOW + step * timedelta(minutes=5)
        memory, database = (outcome(act, stores[n], mills[n], numbers[n], now) for n in (0, 1))
        assert memory == database, (seed, step)
        moments.append((now, told_by(stores[0], None)))
        for direction in DIRECTIONS:
            used = stores[0].sources_in_use(mills[0], direction)
            assert len(set(used.values())) <= 1, (seed, step)
            assert "" not in used or len(used) == 1, (seed, step)
    for now, known in [*moments, (None, moments[-1][1])]:
        assert told_by(stores[0], now) == told_by(stores[1], now) == known, (seed, now)
