"""Groups and members."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from energy_synergy.community.group import Group, Member
from energy_synergy.metering.series import Series


def test_it_works() -> None:
    group = Group("Park", "Europe/Paris", (Member("Office"),))
    assert [member.name for member in group.members] == ["Office"]


def test_a_member_knows_its_directions() -> None:
    series = Series("m", "production", None, timedelta(minutes=15), np.zeros(96), np.ones(96, dtype=np.uint8))
    member = Member("Roof", (series,))
    assert member.has_direction("production")
    assert not member.has_direction("consumption")
