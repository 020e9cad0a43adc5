"""Every matching rule of the registry keeps the promises of the family; a new file is covered without a change here."""

from __future__ import annotations

import pytest

from energy_synergy.registry import family
from energy_synergy.testing.matching_suite import MatchingRuleSuite
from energy_synergy.trading.matching._blueprint import Blueprint


@pytest.mark.parametrize("rule_class", [*family("matching").values(), Blueprint], ids=lambda cls: cls.name)
class TestMatchingRules(MatchingRuleSuite):
    pass
