"""What a scheme leaves of the grid fee."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from energy_synergy.schemes.catalogue import scheme
from energy_synergy.schemes.facts import GroupFacts, MemberFacts
from energy_synergy.schemes.local_fees import LocalFeesOfGroup, local_fees
from energy_synergy.schemes.records import Scheme

Members = Callable[..., MemberFacts]
TODAY = date(2026, 7, 1)


def fees(name: str, *members: MemberFacts, **facts: Any) -> LocalFeesOfGroup:
    """Return the local fees of some members under a scheme of today."""
    return local_fees(GroupFacts(members, **facts), scheme(name, on=TODAY))


def test_members_at_other_grid_levels_have_other_discounts(told: Members) -> None:
    found = fees("at_eeg_regional", told("A"), told("B", grid_level=5), told("C", grid_level=None))
    assert [fee.factor for fee in found.fees] == [0.72, 0.36, None]
    assert found.factor is None
    assert found.findings[0].values["members"] == "C"


def test_an_open_question_leaves_the_fee_unknown(told: Members) -> None:
    assert fees("ch_leg", told("A")).factor is None
    assert fees("ch_leg", told("A"), answers={"transformation": "yes"}).factor == 0.8


def test_an_unknown_figure_is_not_taken_for_none(told: Members) -> None:
    assert fees("fr_acc_extended", told("A")).factor is None


@pytest.mark.parametrize(
    ("differs", "expected"),
    [
        ({}, "A"),
        ({"building": "Hall 2"}, "B"),
        ({"building": "Hall 2", "grid_node": "T2"}, "C"),
        ({"building": "Hall 2", "grid_node": "T2", "substation": "South"}, "D"),
        ({"building": ""}, None),
        ({"building": "", "grid_node": "T2"}, None),
    ],
)
def test_the_least_local_member_of_brussels_counts_for_all(
    told: Members, differs: dict[str, str], expected: str | None
) -> None:
    found = fees("be_brussels", told("A"), told("B"), told("C", **differs))
    assert found.locality == expected
    if expected in ("B", "C", "D"):
        assert found.findings[0].values["members"] == "C"


def test_a_discount_of_a_locality_holds_for_everybody(told: Members) -> None:
    plain = scheme("be_brussels", on=TODAY)
    figure = {"value": 0.5, "unit": "fraction", "source": "here", "confidence": "L", "locality": "B"}
    with_figure = Scheme.model_validate(plain.model_dump() | {"discount": [figure]})
    near = GroupFacts((told("A"), told("B", building="Hall 2")))
    far = GroupFacts((told("A"), told("B", building="Hall 2", grid_node="T2")))
    assert [fee.factor for fee in local_fees(near, with_figure).fees] == [0.5, 0.5]
    assert [fee.factor for fee in local_fees(far, with_figure).fees] == [None, None]
