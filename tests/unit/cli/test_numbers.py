"""Numbers as people read them."""

import doctest

from energy_synergy.cli import numbers


def test_the_examples_hold() -> None:
    assert doctest.testmod(numbers).failed == 0
