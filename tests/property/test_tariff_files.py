"""Any tariff that can be told is written to a file of rows and read back as it was."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from energy_synergy.errors import EnergySynergyError
from energy_synergy.tariffs.room import holds_on, room_for
from energy_synergy.tariffs.tariff import PART_NAMES, Tariff, read_tariff
from energy_synergy.tariffs.tariff_file import read_tariff_file, write_tariff_file

FIRST = date(2025, 1, 1)
PRICES = st.floats(-2, 2, allow_nan=False).map(lambda price: round(price, 6))
NAMES = st.text(st.characters(codec="utf-8", categories=["L", "Nd", "P", "S", "Zs"]), min_size=1, max_size=12).map(
    lambda text: text.strip()
)
COMPANIES = NAMES.filter(bool)
FLAT = st.builds(lambda price: {"name": "flat", "price_per_kwh": price}, PRICES)
SPOT = st.builds(
    lambda factor, spread, floor: {"name": "spot_indexed", "factor": factor, "spread_per_kwh": spread, **floor},
    PRICES,
    PRICES,
    st.one_of(st.just({}), st.builds(lambda price: {"floor_per_kwh": price, "cap_per_kwh": price + 1}, PRICES)),
)


@st.composite
def times_of_use(draw: st.DrawFn) -> dict[str, Any]:
    """Draw bands that never hold at once: each has its part of the day."""
    edges = sorted(draw(st.sets(st.integers(0, 96), min_size=2, max_size=5)))
    clock = [f"{edge // 4:02}:{edge % 4 * 15:02}" for edge in edges]
    bands = [
        {
            "name": draw(NAMES),
            "price_per_kwh": draw(PRICES),
            "times": [f"{first}-{end}"],
            "weekdays": sorted(draw(st.sets(st.integers(0, 6), max_size=6))),
            "months": sorted(draw(st.sets(st.integers(1, 12), max_size=11))),
        }
        for first, end in pairwise(clock)
    ]
    other, place = draw(PRICES), draw(st.sampled_from(("", "FR")))
    return {"name": "time_of_use", "bands": bands, "other_price_per_kwh": other, "holidays_of": place}


PARTS = st.one_of(FLAT, SPOT, times_of_use())
DAYS = st.integers(0, 60).map(lambda number: FIRST + timedelta(days=number))


@st.composite
def tariffs(draw: st.DrawFn) -> Tariff:
    """Draw a tariff with some of its parts and dates."""
    told: dict[str, Any] = {name: draw(PARTS) for name in draw(st.sets(st.sampled_from(PART_NAMES), min_size=1))}
    first, days = draw(st.none() | DAYS), draw(st.none() | st.integers(1, 400))
    end = (first or FIRST) + timedelta(days=days) if days else None
    amounts = {
        "vat_percent": draw(st.integers(0, 100)),
        "base_fee_per_month": draw(st.floats(0, 5000).map(lambda x: round(x, 2))),
    }
    return read_tariff({"title": draw(NAMES), "active_from": first, "active_to": end, **told, **amounts})


@given(COMPANIES, tariffs(), st.sampled_from([(";", ","), (",", "."), ("\t", "."), (",", ",")]))
def test_a_file_gives_back_what_was_written(company: str, tariff: Tariff, marks: tuple[str, str]) -> None:
    separator, decimal_mark = marks
    text = write_tariff_file([(company, tariff)], separator=separator, decimal_mark=decimal_mark)
    found = read_tariff_file(text.encode())
    assert found.findings == ()
    assert [(one.company, one.tariff) for one in found.tariffs] == [(company, tariff)]


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: ("company;part;price\n" + text).encode()))
def test_garbage_is_refused_or_told_and_nothing_else(data: bytes) -> None:
    with suppress(EnergySynergyError):
        read_tariff_file(data)


@given(st.lists(st.tuples(st.none() | DAYS, st.none() | st.integers(1, 40)), max_size=6), DAYS, st.integers(1, 30))
def test_a_new_tariff_holds_alone_on_its_days(spans: list[Any], first: date, days: int) -> None:
    held: list[Tariff] = []
    for begins, length in [*spans, (first, days)]:
        end = (begins or FIRST) + timedelta(days=length) if length else None
        new = read_tariff({"active_from": begins, "active_to": end})
        room = room_for(new, held)
        held = [left for place, old in enumerate(held) for left in room.get(place, (old,))] + [new]
    for number in range(-5, 130):
        day = FIRST + timedelta(days=number)
        holding = [one for one in held if holds_on(one, day)]
        assert len(holding) <= 1
        if first <= day < first + timedelta(days=days):
            assert holding == [held[-1]]
