"""Series become a dataset: on the grid, one per meter and direction, of one kind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from energy_synergy.errors import InvalidValue
from energy_synergy.metering.series import Quality, Series
from energy_synergy.ports import SourceKind
from energy_synergy.usecases.dataset import compute_dataset

START = datetime(2025, 6, 1, 22, tzinfo=UTC)
HOUR = timedelta(hours=1)
QUARTER = timedelta(minutes=15)


def series(meter: str, values: list[float], *, starts_at: datetime | None = START, step: timedelta = QUARTER) -> Series:
    return Series(meter, "consumption", starts_at, step, np.array(values), np.full(len(values), 1, dtype=np.uint8))


def test_it_puts_readings_on_the_grid_and_keeps_their_energy() -> None:
    dataset = compute_dataset([series("file", [4.0, 8.0], step=HOUR)])
    (one,) = dataset.series
    assert dataset.kind is SourceKind.READINGS
    assert (one.meter, one.step, one.energy_kwh.tolist()) == ("", QUARTER, [1.0] * 4 + [2.0] * 4)


def test_it_joins_the_pieces_of_one_meter() -> None:
    pieces = [series("a", [1.0]), series("a", [2.0], starts_at=START + 3 * QUARTER)]
    (one,) = compute_dataset(pieces).series
    assert np.array_equal(one.energy_kwh, [1.0, np.nan, np.nan, 2.0], equal_nan=True)
    assert one.quality.tolist() == [Quality.MEASURED, Quality.MISSING, Quality.MISSING, Quality.MEASURED]


def test_it_names_meters_only_where_there_is_more_than_one() -> None:
    names = [one.meter for one in compute_dataset([series("a", [1.0]), series("b", [1.0])]).series]
    assert names == ["a", "b"]


def test_it_takes_an_undated_day_as_a_typical_day() -> None:
    assert compute_dataset([series("x", [1.0] * 96, starts_at=None)]).kind is SourceKind.TYPICAL_DAY


@pytest.mark.parametrize(
    "given",
    [
        [],
        [series("x", [1.0] * 24, starts_at=None, step=HOUR)],
        [series("x", [1.0] * 96, starts_at=None), series("x", [1.0])],
    ],
    ids=["nothing", "24 values", "dated and undated"],
)
def test_it_refuses_what_a_store_cannot_keep(given: list[Series]) -> None:
    with pytest.raises(InvalidValue):
        compute_dataset(given)
