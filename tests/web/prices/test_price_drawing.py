"""The drawing of a year of prices."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from energy_synergy.usecases.day_ahead import PriceDay
from energy_synergy.web.queries.price_drawing import HEIGHT, LEFT, WIDTH, draw_prices


def day(number: int, price: float | None) -> PriceDay:
    on = date(2025, 1, 1) + timedelta(days=number)
    if price is None:
        return PriceDay(on, 96, 0, None, None, None, 0)
    return PriceDay(on, 96, 96, price, price - 0.02, price + 0.03, 0)


def test_it_works() -> None:
    drawing = draw_prices([day(number, 0.05 + number / 1_000) for number in range(365)])
    assert drawing is not None
    assert (len(drawing.means), len(drawing.months), drawing.zero) == (1, 12, None)


def test_days_without_prices_are_a_hole_in_the_line() -> None:
    drawing = draw_prices([day(0, 0.05), day(1, None), day(2, 0.06), day(3, 0.07)])
    assert drawing is not None
    assert len(drawing.means) == len(drawing.reach) == 2


def test_a_year_without_prices_is_not_drawn() -> None:
    assert draw_prices([day(0, None), day(1, None)]) is None


@pytest.mark.parametrize("scale", [0.0001, 0.05, 3.0, 400.0])
def test_everything_lies_inside_of_the_drawing(scale: float) -> None:
    drawing = draw_prices([day(number, scale * (number % 7 - 3)) for number in range(40)])
    assert drawing is not None
    assert drawing.zero is not None
    pairs = re.findall(r"([\d.-]+) ([\d.-]+)", " ".join((*drawing.means, *drawing.reach)))
    assert all(LEFT <= float(x) <= WIDTH and 0 <= float(y) <= HEIGHT for x, y in pairs)
    assert 2 <= len(drawing.prices) <= 9


def test_a_year_of_zeros_is_drawn() -> None:
    assert draw_prices([PriceDay(date(2025, 1, 1), 96, 96, 0.0, 0.0, 0.0, 0)]) is not None
