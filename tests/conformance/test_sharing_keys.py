"""Every sharing key of the registry keeps the promises of the family; a new file is covered without a change here."""

from __future__ import annotations

import pytest

from energy_synergy.registry import family
from energy_synergy.sharing._blueprint import Blueprint
from energy_synergy.testing.sharing_suite import SharingKeySuite


@pytest.mark.parametrize("key_class", [*family("sharing").values(), Blueprint], ids=lambda key_class: key_class.name)
class TestSharingKeys(SharingKeySuite):
    pass
