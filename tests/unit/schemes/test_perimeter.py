"""How near the members of a group must be, and how that is told."""

from __future__ import annotations

from collections.abc import Callable
from math import pi

import pytest

from energy_synergy.findings import Finding, Severity
from energy_synergy.schemes.facts import MemberFacts
from energy_synergy.schemes.sphere import MEAN_RADIUS_KM, distance_km

Members = Callable[..., MemberFacts]
Checks = Callable[..., dict[str, Finding]]
KM = 360 / (2 * pi * MEAN_RADIUS_KM)  # degrees of latitude


def test_a_quarter_of_the_equator_is_a_quarter_of_the_circumference() -> None:
    assert distance_km(0, 0, 0, 90) == pytest.approx(pi * MEAN_RADIUS_KM / 2)
    assert distance_km(90, 0, -90, 0) == pytest.approx(pi * MEAN_RADIUS_KM)


def test_it_works_across_the_date_line() -> None:
    assert distance_km(10, 179.9, 10, -179.9) == pytest.approx(distance_km(10, 0, 10, 0.2))


def test_it_names_the_two_that_are_too_far_apart(checked: Checks, told: Members) -> None:
    found = checked(
        "fr_acc_extended",
        told("A", latitude=48.0),
        told("B", latitude=48.0 + 1.0 * KM),
        told("C", latitude=48.0 + 2.5 * KM),
        answers={"area": "urban"},
    )["scheme_distance"]
    assert found.severity is Severity.ERROR
    assert found.message == "A and C lie 2.50 km apart."
    assert found.expected
    assert found.expected.format_map(found.values).startswith("≤ 2 km (source: fsmv.fr")
    assert "others are near enough: A, C." in (found.advice or "").format_map(found.values)


def test_it_is_near_enough_at_the_bound(checked: Checks, told: Members) -> None:
    found = checked(
        "lu_sharing", told("A", latitude=49.0), told("B", latitude=49.0 + 0.2999 * KM), answers={"form": "local"}
    )
    assert "scheme_distance" not in found


def test_an_open_question_makes_it_a_warning(checked: Checks, told: Members) -> None:
    found = checked("fr_acc_extended", told("A", latitude=48.0), told("B", latitude=48.0 + 5 * KM))["scheme_distance"]
    assert found.severity is Severity.WARNING
    assert found.values["bound"] == "≤ 2 km"
    assert "In which area is the group?" in (found.advice or "").format_map(found.values)


def test_what_every_answer_refuses_is_an_error(checked: Checks, told: Members) -> None:
    found = checked("pt_collective", told("A", latitude=38.0, installed_kw=9.0), told("B", latitude=38.0 + 25 * KM))
    assert (found["scheme_distance"].severity, found["scheme_distance"].values["bound"]) == (Severity.ERROR, "≤ 20 km")


def test_where_the_measure_is_unknown_the_plants_decide(checked: Checks, told: Members) -> None:
    places = [told("West", latitude=40.0), told("East", latitude=40.0 + 3 * KM)]
    in_between = told("Plant", latitude=40.0 + 1.5 * KM, installed_kw=50.0, generates=True)
    found = checked("es_collective", *places, in_between, answers={"technology": "photovoltaic"})["scheme_distance"]
    assert found.severity is Severity.WARNING
    assert "not known here between which places" in (found.advice or "")
    far = checked(
        "es_collective",
        told("Plant", latitude=40.0, installed_kw=50.0),
        *places,
        answers={"technology": "photovoltaic"},
    )
    assert far["scheme_distance"].severity is Severity.ERROR


def test_a_site_without_coordinates_is_no_silent_pass(checked: Checks, told: Members) -> None:
    found = checked("fr_acc_extended", told("A"), told("B", latitude=None), MemberFacts("C"))
    assert found["scheme_distance_unknown"].severity is Severity.INFO
    assert found["scheme_distance_unknown"].message == "The distance cannot be checked for C, B."


@pytest.mark.parametrize(
    ("name", "place", "code"),
    [
        ("it_cer", "substation", "scheme_substation"),
        ("ch_leg", "municipality", "scheme_municipality"),
        ("ch_leg", "distribution_operator", "scheme_distribution_operator"),
        ("de_ggv", "building", "scheme_building"),
        ("at_eeg_local", "grid_node", "scheme_grid_node"),
    ],
)
def test_it_names_who_is_elsewhere(checked: Checks, told: Members, name: str, place: str, code: str) -> None:
    found = checked(name, told("A"), told("B"), told("C", **{place: "Elsewhere"}))[code]
    assert found.severity is Severity.ERROR
    assert found.values["places"] == "C"


def test_spelling_and_blanks_do_not_part_a_group(checked: Checks, told: Members) -> None:
    found = checked("it_cer", told("A", substation="AC 001"), told("B", substation=" ac  001"))
    assert "scheme_substation" not in found


def test_an_unknown_substation_is_told(checked: Checks, told: Members) -> None:
    found = checked("it_cer", told("A"), told("B", substation=""))["scheme_substation_unknown"]
    assert found.message == "Substation: cannot be checked for B."


def test_another_grid_level_is_told(checked: Checks, told: Members) -> None:
    found = checked("at_eeg_local", told("A"), told("B", grid_level=5), told("C", grid_level=None))
    assert found["scheme_grid_level"].values["places"] == "B"
    assert found["scheme_grid_level_unknown"].values["places"] == "C"


def test_a_form_that_was_not_chosen_makes_it_a_warning(checked: Checks, told: Members) -> None:
    found = checked("ch_zev", told("A"), told("B", building="Hall 2"))["scheme_building"]
    assert found.severity is Severity.WARNING
    assert "scheme_building" not in checked("ch_zev", told("A"), told("B", building="Hall 2"), answers={"form": "vzev"})


def test_a_company_of_another_country_is_told(checked: Checks, told: Members) -> None:
    assert checked("at_beg", told("A"), MemberFacts("B", country="AT"))["scheme_country"].values["places"] == "B"


def test_what_only_the_operator_can_judge_is_said(checked: Checks, told: Members) -> None:
    found = checked("be_flanders", told("A"))["scheme_territory"]
    assert (found.severity, str(found.values["territory"])) == (Severity.INFO, "the Flemish Region")
