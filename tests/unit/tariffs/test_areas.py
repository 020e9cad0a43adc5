"""The bidding areas and their codes."""

from __future__ import annotations

import pytest

from energy_synergy.errors import UnknownName
from energy_synergy.tariffs.areas import area, area_named, areas, has_right_check_character
from energy_synergy.timeline import zone


def test_it_works() -> None:
    assert area("FR").eic == "10YFR-RTE------C"


@pytest.mark.parametrize("name", list(areas()))
def test_every_area_has_a_code_that_checks_a_zone_and_two_names(name: str) -> None:
    one = area(name)
    assert has_right_check_character(one.eic)
    assert zone(one.timezone).key == one.timezone
    assert all(one.label[language] for language in ("en", "fr"))


def test_codes_and_names_belong_to_one_area_each() -> None:
    assert len({one.eic for one in areas().values()}) == len(areas())


@pytest.mark.parametrize("eic", ["10YFR-RTE------D", "10YFR-RTE-----C", "10YFR-RTE-----#C", ""])
def test_a_mistyped_code_does_not_check(eic: str) -> None:
    assert not has_right_check_character(eic)


@pytest.mark.parametrize(
    ("text", "name"),
    [("BZN|FR", "FR"), ("BZN|DE-LU", "DE-LU"), ("IE(SEM)", "IE-SEM"), ("10YNO-1--------2", "NO1"), ("CTY|XX", None)],
)
def test_an_area_is_known_by_its_portal_name_and_its_code(text: str, name: str | None) -> None:
    assert area_named(text) == name


def test_an_unknown_area_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownName, match="DE-LU"):
        area("DE_LU")
