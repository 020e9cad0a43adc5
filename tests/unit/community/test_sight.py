"""What a member may see of the others."""

from __future__ import annotations

import pytest

from energy_synergy.community.sight import FULL_SIGHT, Sight, Terms, Visibility

AGREED = Terms(Visibility.TOTALS, is_agreed=True)
HOURLY = Terms(Visibility.HOURLY, is_agreed=True)
QUARTERS = Terms(Visibility.QUARTER_HOUR, is_agreed=True)


def test_it_works() -> None:
    sight = Sight(own=frozenset({1}), terms={2: HOURLY, 3: QUARTERS})
    assert [sight.shows(one) for one in (1, 2, 3, 4)] == [True, True, True, False]
    assert [sight.shows_quarters(one) for one in (1, 2, 3, 4)] == [True, False, True, False]


@pytest.mark.parametrize(
    ("own", "terms", "contributors", "is_protected"),
    [
        ({1}, {}, [], False),
        ({1}, {}, [1], False),
        ({1}, {}, [2], True),
        ({1}, {}, [1, 2], True),
        ({1}, {}, [1, 2, 3], False),
        ({9}, {}, [2, 3], True),
        ({9}, {}, [2, 3, 4], False),
        ({1}, {2: AGREED}, [2], False),
        ({1}, {2: AGREED}, [2, 3], True),
        ({1}, {2: HOURLY}, [1, 2, 3], True),
        ({1}, {2: QUARTERS}, [1, 2, 3, 4], False),
        ({1, 2}, {}, [1, 2, 3], True),
        ({1, 2}, {}, [1, 2, 3, 4], False),
    ],
)
def test_it_protects_a_company_that_few_others_hide(
    own: set[int], terms: dict[int, Terms], contributors: list[int], is_protected: bool
) -> None:
    assert Sight(own=frozenset(own), terms=terms).protects(contributors, contributors) == is_protected


def test_it_lets_nobody_hide_behind_a_company_that_is_mostly_silent() -> None:
    assert Sight(own=frozenset({1})).protects([1, 2, 3], [1, 2])


def test_it_protects_nothing_from_whoever_sees_everything() -> None:
    assert not FULL_SIGHT.protects([1], [1])


@pytest.mark.parametrize(
    ("terms", "others", "steady", "gives_away"),
    [
        ({}, [1], [1], False),
        ({}, [1, 2], [1, 2], True),
        ({}, [1, 2, 3], [1, 2, 3], False),
        ({}, [1, 2, 3], [1, 2], True),
        ({2: AGREED}, [1, 2], [1, 2], False),
        ({2: QUARTERS}, [1, 2], [1, 2], False),
        ({2: QUARTERS}, [1, 2, 3], [1, 2, 3], True),
        ({2: AGREED}, [1, 2, 3], [1, 2, 3], False),
    ],
)
def test_what_one_receives_gives_the_only_hidden_company_away(
    terms: dict[int, Terms], others: list[int], steady: list[int], *, gives_away: bool
) -> None:
    sight = Sight(own=frozenset({1}), terms=terms)
    assert sight.gives_exchange_away(others, steady) is gives_away


def test_whoever_sees_everything_has_nothing_to_find_out() -> None:
    assert not FULL_SIGHT.gives_exchange_away([1, 2], [1, 2])
